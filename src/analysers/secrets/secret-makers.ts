/** What makes Secrets out of something else: by which name, whether it is fetched again, and whether it works. */

import { toNamespaceLabels } from '../../kube/admission/match-resources.ts';
import { parseLabelSelector } from '../../kube/selector/label-selector.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import type { JsonObject } from '../../model/json.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';

export interface SecretMaker {
  readonly group: string;
  readonly kind: string;
  /** Names of the Secrets it makes, in its own namespace. */
  readonly names: (resource: Resource) => readonly string[];
}

const target =
  (...path: readonly string[]): SecretMaker['names'] =>
  ({ object }) =>
    [textAt(object, 'spec', ...path)].filter((name) => name !== '');
const own: SecretMaker['names'] = ({ ref }) => [ref.name];

/** `None` makes no Secret, and `Merge` only adds to one that somebody else made (external-secrets.io, creationPolicy). */
const nameExternal = (spec: JsonObject, name: string): readonly string[] =>
  ['', 'Owner', 'Orphan', 'Merge'].includes(textAt(spec, 'target', 'creationPolicy'))
    ? [textAt(spec, 'target', 'name') || name]
    : [];

export const secretMakers: readonly SecretMaker[] = [
  {
    group: 'external-secrets.io',
    kind: 'ExternalSecret',
    names: ({ ref, object }) => nameExternal(objectAt(object, 'spec'), ref.name),
  },
  ...['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret', 'HCPVaultSecretsApp'].map((kind) => ({
    group: 'secrets.hashicorp.com',
    kind,
    names: target('destination', 'name'),
  })),
  {
    group: 'secrets-store.csi.x-k8s.io',
    kind: 'SecretProviderClass',
    names: ({ object }) =>
      objectsAt(object, 'spec', 'secretObjects').flatMap((each) => textAt(each, 'secretName') || []),
  },
  // The controller gives it the name of the SealedSecret, whatever its template says.
  { group: 'bitnami.com', kind: 'SealedSecret', names: own },
  { group: 'cert-manager.io', kind: 'Certificate', names: target('secretName') },
  { group: 'onepassword.com', kind: 'OnePasswordItem', names: own },
  { group: 'secrets.doppler.com', kind: 'DopplerSecret', names: target('managedSecret', 'name') },
  { group: 'secrets.infisical.com', kind: 'InfisicalSecret', names: target('managedSecretReference', 'secretName') },
  { group: 'k8s.bitwarden.com', kind: 'BitwardenSecret', names: target('secretName') },
  {
    group: 'isindir.github.com',
    kind: 'SopsSecret',
    names: ({ object }) => objectsAt(object, 'spec', 'secretTemplates').flatMap((each) => textAt(each, 'name') || []),
  },
];

/** By `namespace/name` of a Secret, what makes it; the first of two counts. */
export const indexMade = (snapshot: Snapshot): ReadonlyMap<string, Resource> => {
  const made = new Map<string, Resource>();
  const note = (namespace: string | null, name: string, maker: Resource): void => {
    const key = toSecretKey(namespace, name);
    if (!made.has(key)) made.set(key, maker);
  };
  for (const { group, kind, names } of secretMakers)
    for (const maker of snapshot.list(group, kind))
      for (const name of names(maker)) note(maker.ref.namespace, name, maker);
  for (const maker of snapshot.list('external-secrets.io', 'ClusterExternalSecret')) {
    const spec = objectAt(maker.object, 'spec', 'externalSecretSpec');
    const name = textAt(maker.object, 'spec', 'externalSecretName') || maker.ref.name;
    for (const namespace of namespacesOf(maker, snapshot))
      for (const secret of nameExternal(spec, name)) note(namespace, secret, maker);
  }
  return made;
};

export const toSecretKey = (namespace: string | null, name: string): string =>
  `${namespace === '' || namespace === null ? 'default' : namespace}/${name}`;

/** https://external-secrets.io/latest/api/clusterexternalsecret: by name, or by any of its selectors. */
const namespacesOf = ({ object }: Resource, snapshot: Snapshot): readonly string[] => {
  const selectors = [...objectsAt(object, 'spec', 'namespaceSelectors'), at(object, 'spec', 'namespaceSelector')]
    .filter((selector) => selector !== undefined)
    .map(parseLabelSelector)
    .flatMap((parsed) => (parsed.kind === 'selector' ? [parsed.selector] : []));
  const named = textsAt(object, 'spec', 'namespaces');
  if (selectors.length === 0) return named;
  return [
    ...named,
    ...snapshot
      .list('', 'Namespace')
      .filter(({ ref, object: namespace }) => {
        const labels = toNamespaceLabels(ref.name, objectAt(namespace, 'metadata', 'labels'));
        return selectors.some((selector) => selector.matches(labels));
      })
      .map(({ ref }) => ref.name),
  ];
};

/** What it says of itself in a cluster; the empty text where it works, or says nothing. */
export const notReady = ({ object }: Resource): string => {
  const broken = objectsAt(object, 'status', 'conditions').find(
    (condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'False',
  );
  if (broken === undefined) return '';
  return textAt(broken, 'message') || textAt(broken, 'reason') || 'it is not ready';
};

export interface Refresh {
  readonly isMet: boolean;
  readonly why: string;
  readonly path: string;
}

const fetched = (written: string, path: string): Refresh => ({
  isMet: true,
  why: `is fetched again${written === '' ? '' : ` every ${written}`}`,
  path,
});
const once = (path: string): Refresh => ({ isMet: false, why: 'is fetched once and never again', path });

/** `null` for what is not fetched from a store. */
export const readRefresh = (maker: Resource): Refresh | null => {
  const { object, ref } = maker;
  switch (`${toGroup(ref.apiVersion)}/${ref.kind}`) {
    case 'external-secrets.io/ExternalSecret':
      return readInterval(objectAt(object, 'spec'), 'spec');
    case 'external-secrets.io/ClusterExternalSecret':
      return readInterval(objectAt(object, 'spec', 'externalSecretSpec'), 'spec.externalSecretSpec');
    case 'secrets.hashicorp.com/VaultStaticSecret': {
      // Without an interval it is read when its own object changes, unless Vault tells of changes itself.
      const written = textAt(object, 'spec', 'refreshAfter');
      if (at(object, 'spec', 'syncConfig', 'instantUpdates') === true)
        return { isMet: true, why: 'is fetched again when Vault tells of a change', path: 'spec.syncConfig' };
      return written === '' || isZero(written) ? once('spec.refreshAfter') : fetched(written, 'spec.refreshAfter');
    }
    case 'secrets.hashicorp.com/HCPVaultSecretsApp': {
      const written = textAt(object, 'spec', 'refreshAfter');
      return written !== '' && isZero(written) ? once('spec.refreshAfter') : fetched(written, '');
    }
    case 'secrets.hashicorp.com/VaultDynamicSecret':
      return { isMet: true, why: 'is renewed with its lease', path: '' };
    case 'secrets.hashicorp.com/VaultPKISecret':
      return { isMet: true, why: 'is issued again before it ends', path: '' };
    default:
      return null;
  }
};

/** An hour where nothing is written, never where it is zero (external-secrets.io, refreshInterval and refreshPolicy). */
const readInterval = (spec: JsonObject, path: string): Refresh => {
  const policy = textAt(spec, 'refreshPolicy');
  if (policy === 'CreatedOnce') return once(`${path}.refreshPolicy`);
  if (policy === 'OnChange')
    return { isMet: false, why: 'is fetched again only when it is changed itself', path: `${path}.refreshPolicy` };
  const written = at(spec, 'refreshInterval');
  if (written === undefined) return fetched('', '');
  const text = typeof written === 'object' ? '' : String(written);
  return isZero(text) ? once(`${path}.refreshInterval`) : fetched(text, `${path}.refreshInterval`);
};

/** A duration of Go that is none: `0`, `0s`, `0h0m0s`. */
const isZero = (text: string): boolean => /^(?:0+(?:\.0*)?(?:ns|us|µs|ms|s|m|h)?){1,8}$/.test(text);
