/** Decides whether a rule is about a subject: its match and exclude blocks, compiled once. */

import type { MatchBlock, ResourceFilter } from '../classic-policy.ts';
import type { KyvernoSubject } from '../rule-context.ts';
import { compileFilter, type SubjectFilter } from './compile-filter.ts';

export interface SubjectMatch {
  /** May throw a signal where it needs the labels of a namespace. */
  matches(subject: KyvernoSubject): boolean;
}

/** `namespace`: a Policy judges what lives beside it. */
export const compileMatch = (match: MatchBlock, exclude: MatchBlock | null, namespace: string | null): SubjectMatch => {
  const isMatched = compileMatched(match);
  const isExcluded = exclude === null ? null : compileStrict(exclude);
  return {
    matches: (subject) =>
      (namespace === null || subject.ref.namespace === namespace) &&
      isMatched(subject) &&
      (isExcluded === null || !isExcluded(subject)),
  };
};

type SubjectTest = (subject: KyvernoSubject) => boolean;

/** What an exception matches: it knows no operations, and nobody unnamed is anybody it names. */
export const compileExceptionMatch = ({ any, all }: MatchBlock): SubjectMatch => {
  const unconditional = (filter: ResourceFilter): ResourceFilter => ({ ...filter, operations: [] });
  const matches = compileStrict({ any: any.map(unconditional), all: all.map(unconditional), direct: null });
  return { matches };
};

const compileMatched = (block: MatchBlock): SubjectTest =>
  combine(block, (filter) => {
    const compiled = compileFilter(filter);
    return (subject) => matchesWhoever(compiled, subject);
  });

/** Where nobody was named who asks, what a match says of users is not looked at; a match of nothing else matches nothing. */
const matchesWhoever = (filter: SubjectFilter, subject: KyvernoSubject): boolean =>
  subject.user === null
    ? filter.asksForResources && filter.isResource(subject)
    : !filter.isEmpty && filter.isResource(subject) && filter.isUser(subject);

const compileStrict = (block: MatchBlock): SubjectTest =>
  combine(block, (filter) => {
    const compiled = compileFilter(filter);
    return (subject) => !compiled.isEmpty && compiled.isResource(subject) && compiled.isUser(subject);
  });

const combine = ({ any, all, direct }: MatchBlock, toTest: (filter: ResourceFilter) => SubjectTest): SubjectTest => {
  const tests = (any.length > 0 ? any : all).map(toTest);
  const [only] = tests;
  if (only === undefined) return direct === null ? () => false : toTest(direct);
  if (tests.length === 1) return only;
  return any.length > 0
    ? (subject) => tests.some((test) => test(subject))
    : (subject) => tests.every((test) => test(subject));
};
