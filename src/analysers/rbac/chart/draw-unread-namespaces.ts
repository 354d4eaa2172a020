/** Draws new pods in namespaces that nobody wrote and every cluster has: what runs there may be any account of the control plane. */

import { hubPlace, newPod } from '../../places.ts';
import { listNamespaces } from '../../standing-workloads.ts';
import type { Drawing } from './drawing.ts';
import type { Grounds } from './grounds.ts';

export const drawUnreadNamespaces = ({ snapshot, workloads, namespaces }: Grounds, drawing: Drawing): void => {
  const read = new Set(listNamespaces(snapshot, workloads));
  for (const namespace of namespaces) {
    if (read.has(namespace)) continue;
    drawing.join(hubPlace('new-pods', null), newPod(namespace));
    drawing.lead(newPod(namespace), hubPlace('accounts', namespace), {
      type: 'IDENTITY_ASSUME',
      grant: 'whoever makes a pod chooses its service account',
      by: null,
    });
  }
};
