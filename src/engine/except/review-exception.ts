/** What there is to say about one exception after a scan: in force, ended, ending, unused, too wide, or for another day. */

import type { Exception, ExceptionReview, ExceptionScope, ExceptionState } from '../../model/exception.ts';
import { isOpen } from './exception-scope.ts';

export interface Usage {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** How many failures its scope fits, whether it hides them or not. */
  readonly matched: number;
  /** How many failures and errors there were before any exception. */
  readonly open: number;
  /** False where the scan did not judge everything the exception could cover. */
  readonly sawAll: boolean;
}

/** An exception that ends within so many days is worth a word now. */
const endingDays = 14;

/** An exception that covers more than half of all failures, and at least this many, is no exception. */
const manyFindings = 10;

export const isExpired = ({ expires }: Exception, today: string): boolean => expires !== null && expires < today;

export const reviewException = (exception: Exception, usage: Usage): ExceptionReview => {
  const { expires, notApplicable } = exception;
  if (notApplicable !== null) {
    return {
      exception,
      states: ['not-applicable-yet'],
      covered: 0,
      message: `Cannot be applied yet: ${notApplicable}.`,
    };
  }
  if (isExpired(exception, usage.today)) {
    const back =
      usage.matched > 0
        ? `${toFindings(usage.matched)} again: fix, or decide anew.`
        : usage.sawAll
          ? 'It covers nothing any more: remove it.'
          : 'Remove it, or decide anew.';
    return { exception, states: ['expired'], covered: 0, message: `Ended on ${expires ?? ''}. ${back}` };
  }
  const states: ExceptionState[] = [usage.matched === 0 && usage.sawAll ? 'unused' : 'active'];
  const sentences = [toUse(usage)];
  const broad = whyBroad(exception, usage);
  if (broad !== null) {
    states.push('over-broad');
    sentences.push(broad);
  }
  if (expires !== null && toDays(usage.today, expires) <= endingDays) {
    states.push('ending');
    sentences.push(toEnd(toDays(usage.today, expires), expires));
  }
  return { exception, states, covered: usage.matched, message: sentences.join(' ') };
};

const toUse = ({ matched, sawAll }: Usage): string => {
  if (matched > 0) return `Covers ${toCount(matched)}.`;
  return sawAll
    ? 'Covers nothing that was scanned: remove it, if that was everything.'
    : 'Covers nothing here, but not everything was looked at.';
};

const toCount = (count: number): string => (count === 1 ? 'one finding' : `${count} findings`);

const toFindings = (count: number): string => (count === 1 ? 'One finding counts' : `${count} findings count`);

const toEnd = (days: number, expires: string): string => {
  if (days === 0) return 'Ends today.';
  return days === 1 ? `Ends tomorrow, on ${expires}.` : `Ends in ${days} days, on ${expires}.`;
};

/** Over-broad is what hides findings nobody looked at: of any rule, of any subject, of most of the scan, or for ever. */
const whyBroad = ({ scope, expires }: Exception, { matched, open }: Usage): string | null => {
  if (scope.finding === null) {
    if (isOpen(scope.rule)) return 'It covers every rule, those to come as well: name the rule.';
    if (isOpenSubject(scope)) return 'It covers every object: name a kind, a namespace, a name or a label.';
    if (matched >= manyFindings && matched * 2 > open) return `That is more than half of all ${open}: narrow it.`;
  }
  return expires === null ? 'It has no end: give it one.' : null;
};

const isOpenSubject = ({ kind, namespace, name, labels }: ExceptionScope): boolean =>
  isOpen(kind) && isOpen(namespace) && isOpen(name) && Object.keys(labels).length === 0;

const toDays = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
