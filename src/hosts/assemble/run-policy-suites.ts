/** Runs folders of policies against their fixtures: what lies in `pass/` passes, what lies in `fail/` does not. */

import type { Asking, FactSource } from '../../engine/evaluate/fact-source.ts';
import { judgeSubject } from '../../engine/evaluate/judge-subject.ts';
import { createRuleIndex, type RuleIndex } from '../../engine/match/rule-index.ts';
import type { Answer } from '../../model/request.ts';
import type { Problem } from '../../model/problem.ts';
import type { Resource, ResourceRef } from '../../model/resource.ts';
import type { Conclusion, Rule } from '../../model/rule.ts';
import type { SourceContext } from '../../sources/source.ts';
import { createFacts } from './facts.ts';
import { createMutations } from './apply-mutations.ts';
import type { PolicyCase, PolicySuite } from './find-policy-suites.ts';
import { toFixtureSubject } from './fixture-subject.ts';
import { countPolicies, readPolicies } from './read-policies.ts';
import { allRules, createRuleSet, type RuleOptions, type RuleSet } from './rules.ts';

export interface SuiteResult {
  readonly folder: string;
  /** Of the policies and of the suite itself; an error makes every case of it fail. */
  readonly problems: readonly Problem[];
  readonly cases: readonly CaseResult[];
}

export interface CaseResult extends PolicyCase {
  readonly outcome: 'as expected' | 'not as expected';
  /** Why it is not, or what was said where a failure was expected. */
  readonly because: string;
  /** What the policies said of the objects in it. */
  readonly verdicts: readonly FixtureVerdict[];
}

export interface FixtureVerdict {
  readonly rule: string;
  readonly subject: ResourceRef;
  readonly status: Conclusion['status'];
  readonly reason: Conclusion['reason'] | null;
  readonly action: Conclusion['action'];
  readonly message: string;
}

export type SuiteOptions = Pick<RuleOptions, 'user' | 'asWritten' | 'values' | 'allowUnverified'>;

export const runPolicySuite = async (
  suite: PolicySuite,
  options: SuiteOptions,
  context: SourceContext,
): Promise<SuiteResult> => {
  const policies = await readPolicies(suite.policies, context);
  const own = await createRuleSet({ ...allRules, ...options, whose: 'own', policies });
  const index = createRuleIndex(own.rules);
  const cases: CaseResult[] = [];
  for (const each of suite.cases)
    cases.push(await runCase(each, { ...own, index, handed: policies.documents }, context));
  return {
    folder: suite.folder,
    problems: [...toEmptyProblems(suite, countPolicies(policies)), ...own.problems],
    cases,
  };
};

/** A suite that can test nothing is a mistake, not a success. */
const toEmptyProblems = ({ folder, cases }: PolicySuite, policies: number): readonly Problem[] => {
  const message =
    policies === 0
      ? 'there are fixtures here and no policy beside pass/ and fail/'
      : cases.length === 0
        ? 'there is no fixture in pass/ or fail/'
        : null;
  const span = { file: folder, line: null, column: null };
  return message === null ? [] : [{ severity: 'error', message, span, policy: null }];
};

interface Judging extends RuleSet {
  readonly index: RuleIndex;
  readonly handed: readonly Resource[];
}

const runCase = async (one: PolicyCase, judging: Judging, context: SourceContext): Promise<CaseResult> => {
  const fixture = await readPolicies([one.file], context);
  const [problem] = fixture.problems;
  if (problem !== undefined) return toResult(one, [], `it could not be read: ${problem.message}`);
  const facts = createFacts(judging, [...judging.handed, ...fixture.documents]);
  facts.end();
  const mutate = createMutations(judging.rules, facts);
  const verdicts: FixtureVerdict[] = [];
  for (const resource of fixture.documents) {
    const made = toFixtureSubject(mutate(resource) ?? resource);
    if (made.kind === 'defect') return toResult(one, [], made.message);
    const asking: Asking = { asker: { ...made.ref, origin: resource.origin }, known: new Map<string, Answer>() };
    for (const rule of judging.index.rulesFor(made.subject))
      for (const { status, message, reason, action } of judge(rule, made.subject, asking, facts))
        verdicts.push({ rule: rule.id, subject: made.ref, status, reason: reason ?? null, action, message });
  }
  return toResult(one, verdicts, explain(one, verdicts));
};

const judge = (
  rule: Rule,
  subject: Parameters<typeof judgeSubject>[1],
  asking: Asking,
  facts: FactSource,
): readonly Conclusion[] => {
  const outcome = judgeSubject(rule, subject, asking, facts);
  const settled = outcome.kind === 'waiting' ? outcome.resume(facts) : outcome;
  return settled.kind === 'done' ? settled.conclusions : [];
};

/** Why the case is not as expected, or `null`. An object that no policy matches, or that a condition lets off, passes. */
const explain = ({ expected }: PolicyCase, verdicts: readonly FixtureVerdict[]): string | null => {
  // What cannot be evaluated under failurePolicy Fail is refused by the server: as good as a failure, and no pass.
  const error = verdicts.find(
    ({ status, action, reason }) =>
      status === 'error' && (expected === 'pass' || action !== 'deny' || reason === 'not-compiled'),
  );
  if (error !== undefined) return `${name(error)} could not be judged: ${error.message}`;
  const unknown = verdicts.find(({ status, reason }) => status === 'skip' && reason !== 'not-applicable');
  if (unknown !== undefined) return `${name(unknown)} was not judged: ${unknown.message}`;
  const failed = verdicts.find(({ status }) => status === 'fail' || status === 'error');
  if (expected === 'pass')
    return failed === undefined ? null : `${failed.rule} fails ${name(failed)}: ${failed.message}`;
  if (failed !== undefined) return null;
  return verdicts.length === 0 ? 'no policy matches what is in it' : 'every policy passes it';
};

const name = ({ subject }: FixtureVerdict): string => `${subject.kind} ${subject.name}`;

const toResult = (one: PolicyCase, verdicts: readonly FixtureVerdict[], wrong: string | null): CaseResult => ({
  ...one,
  verdicts,
  outcome: wrong === null ? 'as expected' : 'not as expected',
  because: wrong ?? verdicts.find(({ status }) => status === 'fail')?.message ?? '',
});
