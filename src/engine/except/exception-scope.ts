/** Whether an exception is meant for a finding, compiled once per exception. */

import { compileWildcard, isWildcard } from '../../lang/pattern/wildcard.ts';
import type { ExceptionScope } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';

/** The labels of a finding's subject: findings carry none, so a host that kept them answers; `undefined` where it did not. */
export type LabelsOf = (finding: Finding) => Readonly<Record<string, string>> | undefined;

/** True where kind, namespace, name and labels fit; the rule and the finding's id are the index's. */
export type SubjectTest = (finding: Finding) => boolean;

export const compileSubject = (scope: ExceptionScope, labelsOf: LabelsOf): SubjectTest => {
  const kind = compileText(scope.kind);
  const namespace = compileText(scope.namespace);
  const name = compileText(scope.name);
  const labels = Object.entries(scope.labels).map(([key, value]) => [key, compileWildcard(value)] as const);
  return (finding) => {
    const { subject } = finding;
    if (!kind(subject.kind) || !name(subject.name)) return false;
    // A manifest without a namespace lands in `default` unless the person who applies it says otherwise.
    if (!namespace(subject.namespace ?? '') && !(subject.namespace === '' && namespace('default'))) return false;
    if (labels.length === 0) return true;
    const found = labelsOf(finding);
    return found !== undefined && labels.every(([key, test]) => Object.hasOwn(found, key) && test(found[key] ?? ''));
  };
};

const compileText = (pattern: string | null): ((text: string) => boolean) =>
  pattern === null ? () => true : compileWildcard(pattern);

/** True for a part that narrows nothing: absent, or only stars. */
export const isOpen = (pattern: string | null): boolean => pattern === null || /^\*+$/.test(pattern);

/** True for a pattern that can be looked up instead of tried. */
export const isLiteral = (pattern: string | null): pattern is string => pattern !== null && !isWildcard(pattern);
