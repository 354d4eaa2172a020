/** Which policies of a cluster its network plug-in does not carry out, as far as the plug-in can be told. */

import type { Snapshot } from '../../../model/snapshot.ts';
import type { Doubt } from '../network-estate.ts';
import { policyKinds } from '../policy-kinds.ts';
import { findPlugIns } from './find-plug-ins.ts';
import { supportOf } from './known-kinds.ts';

/**
 * Manifests seldom hold the cluster's plug-in: none there is no doubt. A live cluster has one: where it is none that is
 * known here, that is said, since nobody can tell then whether anything is enforced.
 */
export const findPlugInDoubts = (snapshot: Snapshot): readonly Doubt[] => {
  const present = policyKinds.filter(
    ({ group, kind }) => kind.endsWith('Policy') && snapshot.list(group, kind).length > 0,
  );
  if (present.length === 0) return [];
  const plugIns = findPlugIns(snapshot);
  if (plugIns.length === 0) {
    const why = 'The network plug-in could not be recognised: whether policies are enforced is not known';
    return snapshot.kind === 'cluster' ? [{ why, about: null }] : [];
  }
  if (!plugIns.some(({ enforces }) => enforces === true)) {
    const weakest = plugIns.find(({ enforces }) => enforces === false) ?? plugIns[0];
    return weakest === undefined
      ? []
      : [{ why: `Policies may stop nothing: ${weakest.name} ${weakest.why}`, about: weakest.source }];
  }
  const enforcing = plugIns.filter(({ enforces }) => enforces === true);
  const names = enforcing.map(({ name }) => name).join(' and ');
  return present.flatMap(({ group, kind }): readonly Doubt[] => {
    const supports = new Set(enforcing.map((one) => supportOf(one.name, group, kind)));
    if (supports.has('always')) return [];
    const how = supports.has('sometimes')
      ? 'enforces them in some versions only, or where that is turned on'
      : 'is not known to enforce them';
    return [
      {
        why: `Objects of the kind ${kind}.${group} may stop nothing: ${names} ${how}`,
        about: snapshot.list(group, kind)[0] ?? null,
      },
    ];
  });
};
