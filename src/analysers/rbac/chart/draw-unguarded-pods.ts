/** Draws pods before which somebody took the policies away: Pod Security, which is no policy, still judges them. */

import { labelsOf, toNamespacePolicy } from '../../../kube/pod-security/labels.ts';
import { compareLevels } from '../../../kube/pod-security/level.ts';
import { objectAt } from '../../../model/read-object.ts';
import type { Drawing } from './drawing.ts';
import type { Grounds } from './grounds.ts';
import { unguarded, unpolicedHub } from './hubs.ts';

export const drawUnguardedPods = ({ namespaces, snapshot }: Grounds, drawing: Drawing): void => {
  for (const namespace of namespaces) {
    const hub = unpolicedHub(namespace);
    if (drawing.places.has(unpolicedHub(null).id)) drawing.join(unpolicedHub(null), hub);
    if (drawing.places.has(unguarded(null).id)) drawing.join(unguarded(null), unguarded(namespace));
    if (!drawing.places.has(hub.id)) continue;
    drawing.join(hub, unguarded(namespace));
    const labels = labelsOf(objectAt(snapshot.find('', 'Namespace', null, namespace)?.object, 'metadata'));
    const { level } = toNamespacePolicy(labels).enforce;
    if (compareLevels(level, 'baseline') < 0) continue;
    // The workload chart tells of the same control whether that is proved; of two states the weaker counts.
    drawing.add({
      id: `cluster/pod-security/${namespace}`,
      title: `Enforce the Pod Security level ${level} in namespace ${namespace}`,
      layer: 'cluster',
      scope: `namespace ${namespace}`,
      state: { kind: 'standing', proof: 'enforced' },
      effect: 'guard',
      steps: [{ types: ['MEMBER'], from: hub.id, to: unguarded(namespace).id, by: null }],
      remedy: null,
      needs: [],
    });
  }
};
