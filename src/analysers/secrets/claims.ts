/** The claims of volumes of an estate: each a place of data; those that a StatefulSet makes for its replicas are one. */

import { toNamespaceName } from '../../kube/network/namespace-name.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Place } from '../../model/place.ts';
import { objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { dataPlace } from '../places.ts';

export interface Claims {
  /** What a container mounts by a name of a volume: of the claims of the pod, and of the templates of its StatefulSet. */
  ofVolume(workload: ClaimingWorkload, volume: string): Place | undefined;
  /** Those that were read, each with whether a person marked it. */
  readonly read: readonly { readonly place: Place; readonly isMarked: boolean }[];
}

export interface ClaimingWorkload {
  readonly namespace: string;
  readonly spec: JsonObject;
  /** The object with the template. */
  readonly object: JsonObject;
  readonly name: string;
}

export const readClaims = (snapshot: Snapshot, isMarked: (object: JsonObject) => boolean): Claims => {
  const templates = new Map<string, Place>();
  for (const group of ['apps', 'apps.kruise.io'])
    for (const { ref, object } of snapshot.list(group, 'StatefulSet'))
      for (const template of objectsAt(object, 'spec', 'volumeClaimTemplates')) {
        const namespace = toNamespaceName(ref.namespace);
        const claim = `${textAt(template, 'metadata', 'name')}-${ref.name}`;
        templates.set(`${namespace}/${claim}`, dataPlace(namespace, claim));
      }
  const toPlace = (namespace: string, claim: string): Place =>
    templates.get(`${namespace}/${claim.replace(ordinal, '')}`) ?? dataPlace(namespace, claim);
  const read = new Map<string, { place: Place; isMarked: boolean }>();
  const note = (place: Place, marked: boolean): void => {
    read.set(place.id, { place, isMarked: marked || read.get(place.id)?.isMarked === true });
  };
  for (const { ref, object } of snapshot.list('', 'PersistentVolumeClaim'))
    // What goes with its pod is scratch, as an emptyDir is.
    if (!objectsAt(object, 'metadata', 'ownerReferences').some(({ kind }) => kind === 'Pod'))
      note(toPlace(toNamespaceName(ref.namespace), ref.name), isMarked(object));
  return {
    ofVolume({ namespace, spec, object, name }, volume) {
      const own = objectsAt(spec, 'volumes').find((one) => one['name'] === volume);
      const claim = textAt(objectAt(own, 'persistentVolumeClaim'), 'claimName');
      if (claim !== '') return toPlace(namespace, claim);
      const isTemplate = objectsAt(object, 'spec', 'volumeClaimTemplates').some(
        (template) => textAt(template, 'metadata', 'name') === volume,
      );
      return isTemplate && volume !== '' ? toPlace(namespace, `${volume}-${name}`) : undefined;
    },
    read: [...read.values()],
  };
};

/** Of the replica that a claim is for. */
const ordinal = /-\d{1,10}$/;
