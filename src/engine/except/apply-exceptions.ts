/** Hides what somebody decided to live with, and says of every exception whether it is still worth having. */

import type { Exception, ExceptionReview } from '../../model/exception.ts';
import type { Finding, Note } from '../../model/finding.ts';
import { createExceptionIndex } from './exception-index.ts';
import type { LabelsOf } from './exception-scope.ts';
import { isExpired, reviewException } from './review-exception.ts';
import { sawAllOf, type ScanScope } from './scan-scope.ts';

export interface ExceptContext {
  /** RFC 3339; the day it falls on in UTC is "today". */
  readonly asOf: string;
  /** Asked only where an exception asks for labels. */
  readonly labelsOf?: LabelsOf;
  /** What was scanned; `null` where nothing was, and nobody knows what an exception covers. */
  readonly scan: ScanScope | null;
}

export interface Excepted {
  /** As they came, the covered ones as `skip` with reason `excepted`. */
  readonly findings: readonly Finding[];
  /** One for each exception, in its order. */
  readonly reviews: readonly ExceptionReview[];
}

/**
 * A covered failure becomes a skip that says who accepted it, why, until when and where that is written. An `error`
 * can be covered only by its own id. Of several exceptions for one finding the first is named and all count as used.
 * What has expired or cannot be applied yet hides nothing.
 */
export const applyExceptions = (
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  { asOf, labelsOf = () => undefined, scan }: ExceptContext,
): Excepted => {
  const today = asOf.slice(0, 10);
  const inForce = exceptions.map((exception) => exception.notApplicable === null && !isExpired(exception, today));
  const counts = exceptions.map(() => 0);
  const index = createExceptionIndex(exceptions, labelsOf);
  let open = 0;
  const after = findings.map((finding) => {
    if (finding.status !== 'fail' && finding.status !== 'error') return finding;
    open += 1;
    let by: Exception | undefined;
    for (const place of index.covering(finding)) {
      counts[place] = (counts[place] ?? 0) + 1;
      if (inForce[place] === true) by ??= exceptions[place];
    }
    return by === undefined ? finding : toExcepted(finding, by);
  });
  const reviews = exceptions.map((exception, place) => {
    const sawAll = scan !== null && sawAllOf(exception, scan);
    return reviewException(exception, { today, matched: counts[place] ?? 0, open, sawAll });
  });
  return { findings: after, reviews };
};

const toExcepted = (finding: Finding, exception: Exception): Finding => ({
  ...finding,
  status: 'skip',
  reason: 'excepted',
  evidence: [...finding.evidence, toNote(exception)],
});

const toNote = ({ reason, owner, expires, span }: Exception): Note => ({
  text: `Accepted ${expires === null ? 'without an end' : `until ${expires}`} by ${owner ?? 'nobody named'}: ${reason}`,
  source: span.line === null ? span.file : `${span.file}:${span.line}`,
});
