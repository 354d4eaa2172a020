/** Why ways in may be missing from an answer, or walls hold nothing up: a sentence each. */

import { attackKinds } from '../../../analysers/keep-for-attacks.ts';
import type { AttackGraph } from '../../../attack/graph.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Unread } from '../../../model/unread.ts';
import { explainUnread, nameUnread, renderUnread } from '../../../reports/overview.ts';

/** What charts say, and what they say nothing of though they would have looked at it: nothing unread is ever called safe. */
export const listMissing = (
  { unread, evidence }: Snapshot,
  problems: readonly Problem[],
  { unknowns }: Pick<AttackGraph, 'unknowns'>,
): readonly string[] => [
  ...new Set([
    ...problems.filter(({ severity }) => severity === 'error').map(renderProblem),
    ...unread.filter((each) => !isTold(each, problems, unknowns)).map(tellUnread),
    ...(evidence.some(({ kind }) => kind === 'scan/namespaces')
      ? ['only some namespaces were read: ways through the others are missing']
      : []),
    ...unknowns,
  ]),
];

export const renderProblem = ({ message, span }: Problem): string =>
  span === null
    ? message
    : `${span.file === '-' ? 'standard input' : span.file}${span.line === null ? '' : `:${span.line}`}: ${message}`;

/** A path that could not be read is mostly a problem too, with its line; what no chart looks at is missed by nobody. */
const isTold = ({ group, kind, reason }: Unread, problems: readonly Problem[], unknowns: readonly string[]): boolean =>
  group === null
    ? problems.some(({ severity, message, span }) => severity === 'error' && message === reason && span?.file === kind)
    : !wanted.has(`${group}/${kind}`) || unknowns.some((sentence) => sentence.includes(kind));

const tellUnread = (unread: Unread): string =>
  unread.group === null ? renderUnread(unread) : `${nameUnread(unread)} was not read: ${explainUnread(unread)}`;

const wanted: ReadonlySet<string> = new Set(attackKinds.map(({ group, kind }) => `${group}/${kind}`));
