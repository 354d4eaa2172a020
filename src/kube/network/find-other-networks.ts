/** What decides who reaches whom beside the policies that are read: other networks of pods, and policies of other makers. */

import type { Snapshot } from '../../model/snapshot.ts';
import { extensionKinds } from '../schema/extension-kinds.ts';
import type { Doubt } from './network-estate.ts';

/** Through a second interface pods reach each other past every policy: an answer that knows nothing of it may be wrongly safe. */
export const findOtherNetworks = (snapshot: Snapshot): readonly Doubt[] =>
  otherNetworkKinds.flatMap(({ group, kind }) => {
    const [first = null] = snapshot.list(group, kind);
    const why = reasonOf(group, kind);
    return first === null || why === undefined ? [] : [{ why: `${kind}.${group} is not read: ${why}`, about: first }];
  });

const reasonOf = (group: string, kind: string): string | undefined => {
  const reason = reasons.find(([ofGroup, ofKind]) => ofGroup === group && (ofKind === null || ofKind === kind));
  return reason?.[2];
};

/** Calico's own policies are read; they hold for addresses of nodes too once a HostEndpoint stands for one. */
const hostEndpoint = 'with it policies of Calico also stop what goes to a node, from it and through it';

/** `null` for every kind of the group. */
const reasons: readonly (readonly [group: string, kind: string | null, why: string])[] = [
  [
    'k8s.cni.cncf.io',
    null,
    'through a network beside that of the pods they may reach each other past every other policy',
  ],
  ['k8s.ovn.org', null, 'pods of a network of their own reach others otherwise than in the network of all pods'],
  ['crd.antrea.io', null, 'Antrea may stop or allow what is told otherwise here'],
  ['crd.projectcalico.org', 'HostEndpoint', hostEndpoint],
  ['projectcalico.org', 'HostEndpoint', hostEndpoint],
];

export const otherNetworkKinds = extensionKinds.filter(({ group, kind }) => reasonOf(group, kind) !== undefined);
