/** The marks under which a finding stands in the text index, from its columns: the same facts a filter narrows by. */

import { statuses, toBucket, toGroupRank, toStatusRank, resolvedBit, type Columns } from './columns.ts';
import { toMark } from './text-index.ts';

export const toMarks = (columns: Columns, position: number): readonly string[] => {
  const flags = columns.flags[position] ?? 0;
  return [
    // As it would be ordered were it open: the index is not written again when a finding is resolved.
    toMark('bucket', toBucket(flags & ~resolvedBit)),
    toMark('status', Math.max(0, Math.min(toStatusRank(flags), statuses.length))),
    toMark('group', toGroupRank(flags)),
    toMark('namespace', columns.namespace[position] ?? 0),
    toMark('kind', columns.kind[position] ?? 0),
    toMark('rule', columns.rule[position] ?? 0),
    toMark('fix', columns.fix[position] ?? 0),
  ];
};
