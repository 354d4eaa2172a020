/** Draws what lies in the volumes of a workload's pods, on the disk of their node: its token, Secrets, and the data of claims. */

import type { Place } from '../../model/place.ts';
import { objectsAt, textAt } from '../../model/read-object.ts';
import { toRefKey } from '../../model/resource.ts';
import { dataPlace, secretPlace, toHub } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Draft } from './draft.ts';
import { toWorkloadKey } from './workload-name.ts';

export const drawVolumes = (draft: Draft, workload: StandingWorkload, token: Place | null): void => {
  const hub = volumesHub(workload);
  const by = toRefKey(workload.resource.ref);
  draft.declare(hub);
  draft.join(allVolumes, hub);
  if (token !== null) draft.join(hub, token, by);
  const { namespace } = workload.place;
  for (const volume of objectsAt(workload.spec, 'volumes')) {
    const secrets = [
      textAt(volume, 'secret', 'secretName'),
      ...objectsAt(volume, 'projected', 'sources').map((source) => textAt(source, 'secret', 'name')),
    ];
    for (const secret of secrets) if (secret !== '') draft.join(hub, secretPlace(namespace, secret), by);
    const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
    if (claim !== '') draft.join(hub, dataPlace(namespace, claim), by);
  }
};

/** Of one workload. */
export const volumesHub = (workload: StandingWorkload): Place =>
  toHub(`volumes-of/${toWorkloadKey(workload)}`, workload.place.namespace);

/** Of every pod on every node. */
export const allVolumes: Place = toHub('volumes/*');
