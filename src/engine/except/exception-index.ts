/**
 * Finds the exceptions that cover a finding without trying each: by the finding's id or the object that carries them,
 * else by its rule and name.
 * The patterns over rules are tried once per rule, not once per finding.
 */

import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { Exception } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import { toSubjectKey } from '../merge/merge-findings.ts';
import { compileSubject, isLiteral, type LabelsOf, type SubjectTest } from './exception-scope.ts';

export interface ExceptionIndex {
  /** The places, in the list the index was made of, of all that can be applied and cover the finding; first come first. */
  covering(finding: Finding): readonly number[];
}

export const createExceptionIndex = (exceptions: readonly Exception[], labelsOf: LabelsOf): ExceptionIndex => {
  const compiled = exceptions.flatMap((exception, place) =>
    exception.notApplicable === null ? [compile(exception, place, labelsOf)] : [],
  );
  const byFinding = new Map<string, Compiled[]>();
  const byCarrier = new Map<string, Compiled[]>();
  const others: Compiled[] = [];
  for (const one of compiled) {
    if (one.carrier !== undefined) push(byCarrier, one.carrier, one);
    else if (one.finding !== null) push(byFinding, one.finding, one);
    else others.push(one);
  }
  const byRule = new Map<string, RuleIndex>();
  return {
    covering(finding) {
      const named = byFinding.get(finding.id) ?? none;
      // Nothing is known of a subject whose rule could not run: only a person who names that very finding may hide it.
      const isError = finding.status === 'error';
      const carried = isError || byCarrier.size === 0 ? none : (byCarrier.get(toSubjectKey(finding.subject)) ?? none);
      const index = isError || others.length === 0 ? undefined : ruleIndex(byRule, finding.rule, others);
      const candidates = index === undefined ? none : candidatesOf(index, finding);
      if (named.length === 0 && carried.length === 0 && candidates.length === 0) return noPlaces;
      return [...named, ...carried, ...candidates]
        .filter(({ rule, subject }) => rule(finding.rule) && subject(finding))
        .map(({ place }) => place)
        .sort((a, b) => a - b);
    },
  };
};

const none: readonly Compiled[] = [];
const noPlaces: readonly number[] = [];

interface Compiled {
  readonly place: number;
  readonly finding: string | null;
  readonly carrier: string | undefined;
  readonly name: string | null;
  readonly namespace: string | null;
  readonly rule: (rule: string) => boolean;
  readonly subject: SubjectTest;
}

const compile = ({ scope, carrier }: Exception, place: number, labelsOf: LabelsOf): Compiled => ({
  place,
  finding: scope.finding,
  carrier,
  name: isLiteral(scope.name) ? scope.name : null,
  namespace: isLiteral(scope.namespace) ? scope.namespace : null,
  rule: scope.rule === null ? () => true : compileWildcard(scope.rule),
  subject: compileSubject(scope, labelsOf),
});

/** The exceptions from one rule, by the first part that can be looked up; the rest have to be tried. */
interface RuleIndex {
  readonly byName: Map<string, Compiled[]>;
  readonly byNamespace: Map<string, Compiled[]>;
  readonly others: Compiled[];
}

const ruleIndex = (known: Map<string, RuleIndex>, rule: string, exceptions: readonly Compiled[]): RuleIndex => {
  const before = known.get(rule);
  if (before !== undefined) return before;
  const index: RuleIndex = { byName: new Map(), byNamespace: new Map(), others: [] };
  for (const one of exceptions) {
    if (!one.rule(rule)) continue;
    if (one.name !== null) push(index.byName, one.name, one);
    else if (one.namespace !== null) push(index.byNamespace, one.namespace, one);
    else index.others.push(one);
  }
  known.set(rule, index);
  return index;
};

const candidatesOf = ({ byName, byNamespace, others }: RuleIndex, { subject }: Finding): readonly Compiled[] => {
  const namespace = subject.namespace ?? '';
  const lists = [
    byName.get(subject.name),
    byNamespace.get(namespace),
    // The subject's own test decides whether a manifest without a namespace counts as one in `default`.
    namespace === '' ? byNamespace.get('default') : undefined,
  ].filter((list) => list !== undefined);
  if (lists.length === 0) return others;
  return others.length === 0 && lists.length === 1 ? (lists[0] ?? none) : [...lists.flat(), ...others];
};

const push = (map: Map<string, Compiled[]>, key: string, value: Compiled): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};
