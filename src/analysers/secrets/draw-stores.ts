/** Draws who reads vaults outside: stores of secrets by the account or the Secret they log in with, pods by their injector. */

import { toNamespaceName } from '../../kube/network/namespace-name.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Place } from '../../model/place.ts';
import { objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import { toRefKey, type Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { identityPlace, outsidePlace } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { DraftParts } from './draft-parts.ts';
import { providerClassOf } from './pod-secrets.ts';
import type { SecretBook } from './secret-book.ts';
import { visitReferences } from './visit-references.ts';

/** What a store is given to log in with opens what the store reads, whoever else has it. */
export const drawStores = (snapshot: Snapshot, draft: DraftParts, book: SecretBook): void => {
  for (const [group, kind] of storeKinds)
    for (const store of snapshot.list(group, kind)) {
      const { ref, object } = store;
      const spec = objectAt(object, 'spec');
      const vault = toVault(spec);
      const by = toRefKey(ref);
      const grant = `${titleOf(store)} logs in with it`;
      visitReferences(spec, (field, reference) => {
        const namespace =
          textAt(reference, 'namespace') ||
          (ref.namespace === null ? homes.get(group) : toNamespaceName(ref.namespace));
        if (namespace === undefined) return;
        const name = textAt(reference, 'name');
        if (/serviceaccountref$/i.test(field)) {
          const account = identityPlace({ kind: 'serviceaccount', namespace, name });
          draft.lead(account, vault, { type: 'CREDENTIAL_USE', grant, by });
        } else if (/secretref$/i.test(field)) {
          const secret = book.note(namespace, name);
          if (secret !== undefined) draft.lead(secret.place, vault, { type: 'CREDENTIAL_USE', grant, by });
        }
      });
    }
  // Of HashiCorp's own operator the account is a name in its namespace.
  for (const auth of snapshot.list('secrets.hashicorp.com', 'VaultAuth')) {
    const name = textAt(auth.object, 'spec', 'kubernetes', 'serviceAccount');
    if (name === '') continue;
    const account = identityPlace({ kind: 'serviceaccount', namespace: toNamespaceName(auth.ref.namespace), name });
    const grant = `${titleOf(auth)} logs in with it`;
    draft.lead(account, outsidePlace('vault'), { type: 'CREDENTIAL_USE', grant, by: toRefKey(auth.ref) });
  }
};

/** What is injected or mounted past every Secret is found in the container all the same. */
export const drawInjected = (
  { resource, prefix, containers, spec, place: { namespace } }: StandingWorkload,
  snapshot: Snapshot,
  draft: DraftParts,
  book: SecretBook,
): void => {
  const { ref, object } = resource;
  const by = toRefKey(ref);
  const annotations = objectAt(object, ...prefix, 'metadata', 'annotations');
  const isInjected = textAt(annotations, 'vault.hashicorp.com/agent-inject') === 'true';
  const classes = new Map(
    objectsAt(spec, 'volumes')
      .map((volume) => [textAt(volume, 'name'), providerClassOf(volume)] as const)
      .filter(([, name]) => name !== ''),
  );
  for (const container of containers) {
    const who = `container ${container.name} of ${titleOf(resource)}`;
    if (isInjected) {
      const role = textAt(annotations, 'vault.hashicorp.com/role');
      const grant = `${titleOf(resource)} has an agent injected that logs in to Vault${role === '' ? '' : ` as ${role}`}`;
      draft.lead(container.place, outsidePlace('vault'), { type: 'CREDENTIAL_USE', grant, by });
    }
    if (classes.size === 0) continue;
    for (const mount of objectsAt(container.object, 'volumeMounts')) {
      const name = classes.get(textAt(mount, 'name')) ?? '';
      if (name === '') continue;
      const grant = `${who} mounts what SecretProviderClass ${name} reads`;
      const found = snapshot.find('secrets-store.csi.x-k8s.io', 'SecretProviderClass', namespace, name);
      const outside = outsidePlace(`the secrets of SecretProviderClass ${namespace}/${name}`);
      draft.lead(container.place, outside, { type: 'VOLUME_DISCOVER', grant, by });
      for (const each of objectsAt(found?.object, 'spec', 'secretObjects')) {
        const secret = book.note(namespace, textAt(each, 'secretName'));
        if (secret !== undefined) draft.lead(container.place, secret.place, { type: 'VOLUME_DISCOVER', grant, by });
      }
    }
  }
};

const titleOf = ({ ref: { kind, namespace, name } }: Resource): string =>
  `${kind} ${namespace === null ? '' : `${toNamespaceName(namespace)}/`}${name}`;

const storeKinds = [
  ['external-secrets.io', 'SecretStore'],
  ['external-secrets.io', 'ClusterSecretStore'],
  ['cert-manager.io', 'Issuer'],
  ['cert-manager.io', 'ClusterIssuer'],
] as const;

/** Where what stands for the whole cluster looks for what it names, unless its controller is told another place. */
const homes: ReadonlyMap<string, string> = new Map([['cert-manager.io', 'cert-manager']]);

/** The provider is the one field that names it. */
const toVault = (spec: JsonObject): Place => {
  const [provider = ''] = Object.keys(objectAt(spec, 'provider'));
  const server = textAt(spec, 'provider', provider, 'server') || textAt(spec, 'vault', 'server');
  const name = providers.get(provider) ?? (provider === '' ? 'an issuer of certificates' : provider);
  return outsidePlace(provider === 'vault' ? 'vault' : server === '' ? name : `${name} ${server}`);
};

const providers: ReadonlyMap<string, string> = new Map([
  ['aws', 'AWS Secrets Manager'],
  ['gcpsm', 'Google Secret Manager'],
  ['azurekv', 'Azure Key Vault'],
  ['kubernetes', 'the Secrets of another cluster'],
]);
