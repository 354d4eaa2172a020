/** Turns an exception from another tool's check into exceptions from our rules. */

import { type ForeignTool, toCounterpart, toLimitedRule, whyNotApplicable } from '../engine/except/foreign-rules.ts';
import type { Exception, ExceptionScope } from '../model/exception.ts';
import type { Problem, Span } from '../model/problem.ts';

/** What the other tool's file says. */
export interface ForeignEntry {
  readonly tool: ForeignTool;
  /** As the tool writes it. */
  readonly check: string;
  readonly kind?: string | null;
  readonly namespace?: string | null;
  readonly name?: string | null;
  readonly labels?: Readonly<Record<string, string>>;
  readonly reason: string | null;
  readonly expires: string | null;
  readonly span: Span;
  /** Why it cannot be said with a scope of ours: then it is kept, and hides nothing. */
  readonly limit?: string | null;
}

export interface ReadExceptions {
  readonly exceptions: readonly Exception[];
  readonly problems: readonly Problem[];
}

/** One exception for each rule of ours that the check corresponds to. A rule that covers more is said in a warning. */
export const toExceptions = (entry: ForeignEntry): ReadExceptions => {
  const { tool, check, kind = null, namespace = null, name = null, labels = {}, expires, span, limit = null } = entry;
  const { rules, narrower } =
    limit === null ? toCounterpart(tool, check) : { rules: [toLimitedRule(tool, check)], narrower: null };
  const exceptions = rules.map((rule): Exception => {
    const scope: ExceptionScope = { rule, finding: null, kind, namespace, name, labels };
    const reason = entry.reason ?? `imported from ${tool}, which gives no reason for ${check}`;
    return { scope, reason, owner: null, expires, format: tool, span, notApplicable: limit ?? whyNotApplicable(rule) };
  });
  if (narrower === null) return { exceptions, problems: [] };
  const message = `${check} is about ${narrower}; ${rules.join(' and ')} covers more, so this hides more than was accepted`;
  return { exceptions, problems: [{ severity: 'warning', message, span, policy: null }] };
};

export const joinExceptions = (parts: readonly ReadExceptions[]): ReadExceptions => ({
  exceptions: parts.flatMap(({ exceptions }) => exceptions),
  problems: parts.flatMap(({ problems }) => problems),
});

/** An entry that is not understood. */
export const toWrong = (message: string, span: Span): ReadExceptions => ({
  exceptions: [],
  problems: [{ severity: 'error', message, span, policy: null }],
});
