/** Rules on subresources alone: what they would match if they were on what these belong to. */

import type { MatchBlock, ResourceFilter } from '../classic-policy.ts';
import { parseKindSelector } from './kind-selector.ts';

/** `null` for a block that means more than subresources. */
export const toParentMatch = ({ any, all, direct }: MatchBlock): MatchBlock | null => {
  const filters = [...any, ...all, ...(direct === null ? [] : [direct])];
  if (filters.length === 0 || !filters.every(meansSubresources)) return null;
  return { any: any.map(toParent), all: all.map(toParent), direct: direct === null ? null : toParent(direct) };
};

const meansSubresources = ({ kinds }: ResourceFilter): boolean =>
  kinds.length > 0 &&
  kinds.every((kind) => {
    const { subresource } = parseKindSelector(kind);
    return subresource !== '' && subresource !== '*';
  });

const toParent = (filter: ResourceFilter): ResourceFilter => ({
  ...filter,
  operations: [],
  kinds: filter.kinds.map((written) => {
    const { group, version, kind } = parseKindSelector(written);
    return `${group}/${version}/${kind}/`;
  }),
});
