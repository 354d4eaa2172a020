/** Which claims of volumes lead to a path of the node: by a PersistentVolume of the type hostPath or local. */

import { toNamespaceName } from '../../kube/network/namespace-name.ts';
import { parseLabelSelector } from '../../kube/selector/label-selector.ts';
import type { Json } from '../../model/json.ts';
import { at, objectAt, textAt, textsAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** Paths as the volumes have them; several where it cannot be told which volume a claim is bound to. */
export interface HostClaims {
  ofClaim(namespace: string, name: string): readonly string[];
  /** `name` is null for a claim that each pod makes anew. */
  ofClaimSpec(namespace: string, name: string | null, spec: Json): readonly string[];
  /** The claims of a StatefulSet by one of its templates. */
  ofTemplate(namespace: string, workload: string, template: Json): readonly string[];
}

/** Nothing is looked for where no volume is of the node, which is how most clusters are. */
export const createHostClaims = (snapshot: Snapshot): HostClaims => {
  const volumes = snapshot.list('', 'PersistentVolume').flatMap(toHostVolume);
  if (volumes.length === 0) return none;
  const byName = new Map(volumes.map((volume) => [volume.name, volume]));
  const byClaim = Map.groupBy(volumes, ({ claim }) => claim);
  const byClass = Map.groupBy(volumes, ({ storageClass }) => storageClass);
  const ofTemplates = readTemplateClaims(snapshot);

  const ofClaimSpec: HostClaims['ofClaimSpec'] = (namespace, name, spec) => {
    const named = textAt(spec, 'volumeName');
    if (named !== '') return byName.get(named)?.paths ?? [];
    const bound = name === null ? undefined : byClaim.get(`${namespace}/${name}`);
    if (bound !== undefined) return bound.flatMap(({ paths }) => paths);
    // In a cluster a claim that runs names its volume; of manifests any volume that fits may come to be bound.
    const fitting = (byClass.get(textAt(spec, 'storageClassName')) ?? []).filter((volume) => fits(volume, spec));
    return [...new Set(fitting.slice(0, mostTold).flatMap(({ paths }) => paths))];
  };

  const ofClaim: HostClaims['ofClaim'] = (namespace, name) => {
    const claim = snapshot.find('', 'PersistentVolumeClaim', namespace, name);
    return claim === undefined
      ? (byClaim.get(`${namespace}/${name}`) ?? []).flatMap(({ paths }) => paths)
      : ofClaimSpec(namespace, name, objectAt(claim.object, 'spec'));
  };

  return {
    ofClaim,
    ofClaimSpec,
    ofTemplate(namespace, workload, template) {
      const made = ofTemplates.get(`${namespace}/${textAt(template, 'metadata', 'name')}-${workload}`) ?? [];
      const paths =
        made.length > 0
          ? made.flatMap((name) => ofClaim(namespace, name))
          : ofClaimSpec(namespace, null, objectAt(template, 'spec'));
      return [...new Set(paths)];
    },
  };
};

const none: HostClaims = { ofClaim: () => [], ofClaimSpec: () => [], ofTemplate: () => [] };

/** Of volumes that all fit one claim. */
const mostTold = 64;

interface HostVolume {
  readonly name: string;
  readonly paths: readonly string[];
  /** `NAMESPACE/NAME`; the empty text where it is kept for none. */
  readonly claim: string;
  readonly storageClass: string;
  readonly resource: Resource;
}

const toHostVolume = (resource: Resource): readonly HostVolume[] => {
  const { ref, object } = resource;
  const path = textAt(object, 'spec', 'hostPath', 'path') || textAt(object, 'spec', 'local', 'path');
  if (path === '') return [];
  const claim = textAt(object, 'spec', 'claimRef', 'name');
  return [
    {
      name: ref.name,
      paths: [path],
      claim: claim === '' ? '' : `${toNamespaceName(textAt(object, 'spec', 'claimRef', 'namespace'))}/${claim}`,
      storageClass: textAt(object, 'spec', 'storageClassName'),
      resource,
    },
  ];
};

/** Sizes are not compared: too small a volume is a rare reason, and a wrong one to call something safe. */
const fits = ({ claim, resource: { object } }: HostVolume, spec: Json): boolean => {
  if (claim !== '') return false;
  const modes = textsAt(object, 'spec', 'accessModes');
  const parsed = parseLabelSelector(at(spec, 'selector'));
  return (
    parsed.kind === 'selector' &&
    parsed.selector.matches(objectAt(object, 'metadata', 'labels')) &&
    textsAt(spec, 'accessModes').every((mode) => modes.includes(mode)) &&
    (textAt(object, 'spec', 'volumeMode') || 'Filesystem') === (textAt(spec, 'volumeMode') || 'Filesystem')
  );
};

/** Claims by what a StatefulSet calls them before the number of the pod: `data-postgres` of `data-postgres-0`. */
const readTemplateClaims = (snapshot: Snapshot): ReadonlyMap<string, readonly string[]> => {
  const made = new Map<string, string[]>();
  for (const { ref } of snapshot.list('', 'PersistentVolumeClaim')) {
    const [, base = ''] = /^(.+)-\d{1,10}$/.exec(ref.name) ?? [];
    if (base === '') continue;
    const key = `${toNamespaceName(ref.namespace)}/${base}`;
    const known = made.get(key);
    if (known === undefined) made.set(key, [ref.name]);
    else known.push(ref.name);
  }
  return made;
};
