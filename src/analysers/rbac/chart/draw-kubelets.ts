/** Draws what the credentials of a kubelet give: tokens of the accounts, and the Secrets, of the pods on its node. */

import type { AccessSubject } from '../../../kube/rbac/subject.ts';
import { identityPlace } from '../../places.ts';
import type { Drawing } from './drawing.ts';
import type { Grounds } from './grounds.ts';
import { kubeletsHub } from './hubs.ts';

/** The Node authoriser keeps each to its own pods; of a node that nobody knows only the group is known. */
export const drawKubelets = ({ workloads, snapshot }: Grounds, drawing: Drawing): void => {
  for (const { ref } of snapshot.list('', 'Node')) drawing.join(kubeletsHub, identityPlace(toKubelet(ref.name)));
  for (const { nodes, place, serviceAccount } of workloads)
    for (const node of nodes.length === 0 ? [null] : nodes) {
      const kubelet = identityPlace(toKubelet(node));
      const account = identityPlace({ kind: 'serviceaccount', namespace: place.namespace, name: serviceAccount });
      drawing.join(kubeletsHub, kubelet);
      drawing.lead(kubelet, account, {
        type: 'TOKEN_REQUEST',
        grant: 'a kubelet may ask for tokens of the accounts of pods on its node',
        by: null,
      });
    }
};

const toKubelet = (node: string | null): AccessSubject =>
  node === null ? { kind: 'group', name: 'system:nodes' } : { kind: 'user', name: `system:node:${node}` };
