/** The groups and kinds a rule may be about, so that the engine does not ask about others. */

import { builtInKinds, isBuiltInGroup } from '../../../kube/schema/kinds.ts';
import { compileWildcard, isWildcard } from '../../../lang/pattern/wildcard.ts';
import type { Match } from '../../../model/rule.ts';
import type { MatchBlock, ResourceFilter } from '../classic-policy.ts';
import { parseKindSelector } from './kind-selector.ts';

/** As wide as the block or wider: what is asked is matched again, exactly. `others` are kinds that are judged as something else. */
export const toMatch = ({ any, all, direct }: MatchBlock, others: readonly string[]): readonly Match[] => {
  const filters = any.length > 0 ? any : all.length > 0 ? all.slice(0, 1) : direct === null ? [] : [direct];
  const matches = filters.flatMap(toMatches);
  return matches.some(({ kinds }) => kinds === undefined)
    ? [{}]
    : [...matches, ...others.map((kind) => ({ kinds: [kind] }))];
};

const toMatches = ({ kinds }: ResourceFilter): readonly Match[] => (kinds.length === 0 ? [{}] : kinds.map(toKindMatch));

const toKindMatch = (written: string): Match => {
  const { group, kind } = parseKindSelector(written);
  const groups = isWildcard(group) ? {} : { groups: [group] };
  if (!isWildcard(kind)) return { ...groups, kinds: [kind] };
  // A wildcard may mean custom kinds, too, unless the group is one of Kubernetes itself.
  if (isWildcard(group) || !isBuiltInGroup(group)) return groups;
  const isKind = compileWildcard(kind);
  return {
    ...groups,
    kinds: builtInKinds.filter((each) => each.group === group && isKind(each.kind)).map((each) => each.kind),
  };
};
