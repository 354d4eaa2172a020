/** How a host answers what rules ask: from what was read, from a mock, or from its allow-listed network. */

import type { Answer, Facts, Request, RequestKind } from '../../model/request.ts';
import { toRequestKey } from '../../model/request.ts';
import type { FindingSubject } from '../../model/finding.ts';
import type { Rule } from '../../model/rule.ts';

export interface FactSource {
  /**
   * The answer for one subject, or `undefined` while it may still come (the input has not ended). After the end it
   * must answer. Where the subject stands may matter: overlays of one base have a Namespace each.
   */
  answer(request: Request, asker: FindingSubject): Answer | undefined;
}

/** Who asks, and what was answered already: all rules asked about one subject see the same answers. */
export interface Asking {
  readonly asker: FindingSubject;
  readonly known: Map<string, Answer>;
}

/** What a rule may see: nothing before it asks for it. */
export const noFacts: Facts = { answer: () => undefined };

export type Resolved =
  | { readonly kind: 'facts'; readonly facts: Facts }
  | { readonly kind: 'pending' }
  | { readonly kind: 'forbidden'; readonly request: RequestKind };

/**
 * Answers the requests of one `need`, keeping what was answered before for the same subject. A request of a kind
 * the rule did not declare is forbidden: a policy must not reach what its `capabilities` do not say.
 */
export const resolveRequests = (
  rule: Rule,
  requests: readonly Request[],
  { asker, known }: Asking,
  source: FactSource,
): Resolved => {
  let pending = false;
  for (const request of requests) {
    if (!rule.capabilities.includes(request.kind)) return { kind: 'forbidden', request: request.kind };
    const key = toRequestKey(request);
    if (known.has(key)) continue;
    const answer = source.answer(request, asker);
    if (answer === undefined) pending = true;
    else known.set(key, answer);
  }
  return pending
    ? { kind: 'pending' }
    : { kind: 'facts', facts: { answer: (request) => known.get(toRequestKey(request)) } };
};
