/** The Secrets that a pod uses: which of its containers finds which, and which only its kubelet fetches. */

import type { JsonObject } from '../../model/json.ts';
import { at, objectAt, objectsAt, textAt } from '../../model/read-object.ts';

export interface SecretUse {
  readonly name: string;
  /** What is known of its keys by this use. */
  readonly keys: readonly string[];
  /** Where it is found: `mounts Secret db at /etc/db`, without the subject. */
  readonly how: string;
  readonly type?: string;
}

/** Of one container: its variables, and the volumes it mounts; `items` and `subPath` leave keys out, not the Secret. */
export const readContainerSecrets = (spec: JsonObject, container: JsonObject): readonly SecretUse[] => [
  ...objectsAt(container, 'env').flatMap(readVariable),
  ...objectsAt(container, 'envFrom').flatMap((each): SecretUse[] => {
    const name = textAt(each, 'secretRef', 'name');
    return name === '' ? [] : [{ name, keys: [], how: `has every key of Secret ${name} in its environment` }];
  }),
  ...readMounted(spec, container),
];

/** Mounted into none, or handed to a driver of volumes, or for the images: no container sees it, the node does. */
export const readKubeletSecrets = (spec: JsonObject): readonly SecretUse[] => [
  ...objectsAt(spec, 'imagePullSecrets').flatMap(toPullSecret),
  ...objectsAt(spec, 'volumes').flatMap((volume): SecretUse[] => [
    ...readVolumeSecrets(volume, ''),
    ...driverSecretPaths.flatMap((path): SecretUse[] => {
      const name = textAt(volume, ...path);
      return name === '' ? [] : [{ name, keys: [], how: `mounts a volume with Secret ${name}` }];
    }),
  ]),
];

export const toPullSecret = (reference: JsonObject): readonly SecretUse[] => {
  const name = textAt(reference, 'name');
  return name === ''
    ? []
    : [{ name, keys: [], how: `pulls its images with Secret ${name}`, type: 'kubernetes.io/dockerconfigjson' }];
};

/** Each volume by its name; the API server refuses a second of one name. */
export const volumesByName = (spec: JsonObject): ReadonlyMap<string, JsonObject> =>
  new Map(objectsAt(spec, 'volumes').map((volume) => [textAt(volume, 'name'), volume]));

const readVariable = (variable: JsonObject): readonly SecretUse[] => {
  const reference = objectAt(variable, 'valueFrom', 'secretKeyRef');
  const name = textAt(reference, 'name');
  if (name === '') return [];
  const key = textAt(reference, 'key');
  const called = textAt(variable, 'name');
  return [
    {
      name,
      keys: [key, called].filter((one) => one !== ''),
      how: `has key ${key} of Secret ${name} in its environment as ${called}`,
    },
  ];
};

const readMounted = (spec: JsonObject, container: JsonObject): readonly SecretUse[] => {
  const volumes = volumesByName(spec);
  return objectsAt(container, 'volumeMounts').flatMap((mount) => {
    const volume = volumes.get(textAt(mount, 'name'));
    const path = textAt(mount, 'mountPath');
    const pointing = toPointing(container, path);
    return volume === undefined
      ? []
      : readVolumeSecrets(volume, ` at ${path}`).map((use) => ({ ...use, keys: [...use.keys, ...pointing] }));
  });
};

/** Variables whose value is a path below the mount say what lies there: GOOGLE_APPLICATION_CREDENTIALS. */
const toPointing = (container: JsonObject, path: string): readonly string[] =>
  path === ''
    ? []
    : objectsAt(container, 'env')
        .filter((variable) => {
          const value = textAt(variable, 'value');
          return value === path || value.startsWith(path.endsWith('/') ? path : `${path}/`);
        })
        .map((variable) => textAt(variable, 'name'));

const readVolumeSecrets = (volume: JsonObject, where: string): readonly SecretUse[] =>
  [objectAt(volume, 'secret'), ...objectsAt(volume, 'projected', 'sources').map((source) => objectAt(source, 'secret'))]
    .map((secret) => ({
      name: textAt(secret, 'secretName') || textAt(secret, 'name'),
      keys: objectsAt(secret, 'items').map((item) => textAt(item, 'key')),
    }))
    .filter(({ name }) => name !== '')
    .map((use) => ({ ...use, how: `mounts Secret ${use.name}${where}` }));

/** The class of the Secrets Store driver that a volume shows the objects of; the empty text for another volume. */
export const providerClassOf = (volume: JsonObject): string =>
  at(volume, 'csi', 'driver') === 'secrets-store.csi.k8s.io'
    ? textAt(volume, 'csi', 'volumeAttributes', 'secretProviderClass')
    : '';

/** Of the volumes of a pod; those of a PersistentVolume name a namespace beside it. */
const driverSecretPaths: readonly (readonly string[])[] = [
  ['csi', 'nodePublishSecretRef', 'name'],
  ['cephfs', 'secretRef', 'name'],
  ['rbd', 'secretRef', 'name'],
  ['iscsi', 'secretRef', 'name'],
  ['flexVolume', 'secretRef', 'name'],
  ['scaleIO', 'secretRef', 'name'],
  ['storageos', 'secretRef', 'name'],
  ['azureFile', 'secretName'],
];
