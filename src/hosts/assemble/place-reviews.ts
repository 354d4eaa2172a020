/** Gives the exceptions that objects carry their lines: looked up for those that need a look, when all is read. */

import type { Exception, ExceptionReview } from '../../model/exception.ts';
import type { Origin } from '../../model/resource.ts';
import type { SourceTexts } from '../../sources/registry.ts';

/** `carriers` are the origins of the objects that carry some, by their keys. */
export const placeReviews = (
  reviews: readonly ExceptionReview[],
  carriers: ReadonlyMap<string, Origin>,
  texts: Pick<SourceTexts, 'locate'>,
): readonly ExceptionReview[] =>
  reviews.map((review) => {
    const origin = review.states.every((state) => state === 'active')
      ? undefined
      : carrierOf(review.exception, carriers);
    if (origin === undefined) return review;
    const line = texts.locate(origin, 'metadata.annotations')?.line ?? null;
    return { ...review, exception: { ...review.exception, span: { ...review.exception.span, line } } };
  });

const carrierOf = ({ carrier, span }: Exception, carriers: ReadonlyMap<string, Origin>): Origin | undefined =>
  carrier === undefined || span.line !== null ? undefined : carriers.get(carrier);
