/** What decides who reaches whom beside the policies that are read: other networks of pods, and policies of other makers. */

import type { Snapshot } from '../../model/snapshot.ts';
import { extensionKinds } from '../schema/extension-kinds.ts';
import type { Doubt } from './network-estate.ts';

/** Through a second interface pods reach each other past every policy: an answer that knows nothing of it may be wrongly safe. */
export const findOtherNetworks = (snapshot: Snapshot): readonly Doubt[] =>
  otherNetworkKinds.flatMap(({ group, kind }) => {
    const [first = null] = snapshot.list(group, kind);
    const why = reasons.get(group);
    return first === null || why === undefined ? [] : [{ why: `${kind}.${group} is not read: ${why}`, about: first }];
  });

const reasons: ReadonlyMap<string, string> = new Map([
  ['k8s.cni.cncf.io', 'through a network beside that of the pods they may reach each other past every other policy'],
  ['k8s.ovn.org', 'pods of a network of their own reach others otherwise than in the network of all pods'],
  ['crd.antrea.io', 'Antrea may stop or allow what is told otherwise here'],
]);

export const otherNetworkKinds = extensionKinds.filter(({ group }) => reasons.has(group));
