/**
 * Finds the exceptions that cover a finding without trying each: by the finding's id, else by its rule and name.
 * The patterns over rules are tried once per rule, not once per finding.
 */

import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { Exception } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import { compileSubject, isLiteral, type LabelsOf, type SubjectTest } from './exception-scope.ts';

export interface ExceptionIndex {
  /** The places, in the list the index was made of, of all that cover the finding; first come first. */
  covering(finding: Finding): readonly number[];
}

export const createExceptionIndex = (exceptions: readonly Exception[], labelsOf: LabelsOf): ExceptionIndex => {
  const compiled = exceptions.map((exception, place) => compile(exception, place, labelsOf));
  const byFinding = new Map<string, Compiled[]>();
  const others: Compiled[] = [];
  for (const one of compiled) {
    if (one.finding === null) others.push(one);
    else push(byFinding, one.finding, one);
  }
  const byRule = new Map<string, RuleIndex>();
  return {
    covering(finding) {
      const named = byFinding.get(finding.id);
      // Nothing is known of a subject whose rule could not run: only a person who names that very finding may hide it.
      const index =
        finding.status === 'error' || others.length === 0 ? undefined : ruleIndex(byRule, finding.rule, others);
      const sameName = index?.byName.get(finding.subject.name);
      if (named === undefined && sameName === undefined && (index === undefined || index.anyName.length === 0))
        return none;
      return [...(named ?? []), ...(sameName ?? []), ...(index?.anyName ?? [])]
        .filter(({ rule, subject }) => rule(finding.rule) && subject(finding))
        .map(({ place }) => place)
        .sort((a, b) => a - b);
    },
  };
};

const none: readonly number[] = [];

interface Compiled {
  readonly place: number;
  readonly finding: string | null;
  readonly name: string | null;
  readonly rule: (rule: string) => boolean;
  readonly subject: SubjectTest;
}

const compile = ({ scope }: Exception, place: number, labelsOf: LabelsOf): Compiled => ({
  place,
  finding: scope.finding,
  name: isLiteral(scope.name) ? scope.name : null,
  rule: scope.rule === null ? () => true : compileWildcard(scope.rule),
  subject: compileSubject(scope, labelsOf),
});

interface RuleIndex {
  readonly byName: ReadonlyMap<string, readonly Compiled[]>;
  readonly anyName: readonly Compiled[];
}

const ruleIndex = (known: Map<string, RuleIndex>, rule: string, others: readonly Compiled[]): RuleIndex => {
  const before = known.get(rule);
  if (before !== undefined) return before;
  const byName = new Map<string, Compiled[]>();
  const anyName: Compiled[] = [];
  for (const one of others) {
    if (!one.rule(rule)) continue;
    if (one.name === null) anyName.push(one);
    else push(byName, one.name, one);
  }
  const index = { byName, anyName };
  known.set(rule, index);
  return index;
};

const push = (map: Map<string, Compiled[]>, key: string, value: Compiled): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};
