/** What of its node's file system a container has: by hostPath volumes, by claims of hostPath and local volumes, and as block devices. */

import type { Json, JsonObject } from '../../model/json.ts';
import { at, objectsAt, textAt } from '../../model/read-object.ts';
import type { HostClaims } from './host-claims.ts';
import { toHostPath } from './host-path.ts';

export interface HostMount {
  /** On the node, as `toHostPath` spells it. */
  readonly path: string;
  readonly readOnly: boolean;
  /** `volumeDevices`: the disk itself, and no folder. */
  readonly block: boolean;
  /** The pod's name of it. */
  readonly volume: string;
  /** Where the container sees it. */
  readonly at: string;
}

export interface VolumeHolder {
  readonly namespace: string;
  /** The object's name, by which a StatefulSet's claims are called. */
  readonly name: string;
  /** The object with the template. */
  readonly object: JsonObject;
  readonly spec: JsonObject;
}

export const readHostMounts = (
  holder: VolumeHolder,
  container: JsonObject,
  claims: HostClaims,
): readonly HostMount[] => {
  const folders = objectsAt(container, 'volumeMounts').flatMap((mount): readonly HostMount[] => {
    const volume = textAt(mount, 'name');
    const where = textAt(mount, 'mountPath');
    return readSources(holder, volume, claims).flatMap(({ path, readOnly }) => {
      const mounted = toHostPath(`${path}/${toSubPath(mount, container)}`);
      return mounted === null
        ? []
        : [{ path: mounted, readOnly: readOnly || mount['readOnly'] === true, block: false, volume, at: where }];
    });
  });
  const devices = objectsAt(container, 'volumeDevices').flatMap((device): readonly HostMount[] => {
    const volume = textAt(device, 'name');
    return readSources(holder, volume, claims).flatMap(({ path, readOnly }) => {
      const mounted = toHostPath(path);
      return mounted === null
        ? []
        : [{ path: mounted, readOnly, block: true, volume, at: textAt(device, 'devicePath') }];
    });
  });
  return [...folders, ...devices];
};

interface Source {
  readonly path: string;
  readonly readOnly: boolean;
}

const readSources = (holder: VolumeHolder, name: string, claims: HostClaims): readonly Source[] => {
  const volume = objectsAt(holder.spec, 'volumes').find((one) => one['name'] === name);
  const path = textAt(volume, 'hostPath', 'path');
  if (path !== '') return [{ path, readOnly: false }];
  const ephemeral = at(volume, 'ephemeral', 'volumeClaimTemplate', 'spec');
  if (ephemeral !== undefined) return toSources(claims.ofClaimSpec(holder.namespace, null, ephemeral), false);
  const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
  if (claim !== '')
    return toSources(claims.ofClaim(holder.namespace, claim), at(volume, 'persistentVolumeClaim', 'readOnly') === true);
  // A StatefulSet's templates for claims stand for volumes of their names, whatever else the pod calls so.
  const template = objectsAt(holder.object, 'spec', 'volumeClaimTemplates').find(
    (one) => textAt(one, 'metadata', 'name') === name,
  );
  return template === undefined ? [] : toSources(claims.ofTemplate(holder.namespace, holder.name, template), false);
};

const toSources = (paths: readonly string[], readOnly: boolean): readonly Source[] =>
  paths.map((path) => ({ path, readOnly }));

/**
 * The folder of the volume that is mounted. `subPathExpr` is expanded from the container's own environment; where a
 * variable comes from elsewhere the path is cut before it, so that too much is taken for mounted and never too little.
 */
const toSubPath = (mount: JsonObject, container: JsonObject): string => {
  const plain = textAt(mount, 'subPath');
  if (plain !== '') return plain;
  let text = '';
  let from = 0;
  const expression = textAt(mount, 'subPathExpr');
  for (const { 0: whole, 1: name = '', index } of expression.matchAll(/\$\(([^()$]{1,256})\)/g)) {
    text += expression.slice(from, index);
    const value = valueOf(container, name);
    if (value === null) return text.slice(0, text.lastIndexOf('/') + 1);
    text += value;
    from = index + whole.length;
  }
  return text + expression.slice(from);
};

/** What the pod says of itself is no path of the node's own: its name, its namespace, its uid. */
const valueOf = (container: JsonObject, name: string): string | null => {
  const variable = objectsAt(container, 'env').find((one) => one['name'] === name);
  const value: Json | undefined = variable?.['value'];
  if (typeof value === 'string') return value;
  return textAt(variable, 'valueFrom', 'fieldRef', 'fieldPath') === '' ? null : `<${name}>`;
};
