/** Notes the Secrets that objects are, make, or name; what pods use is noted where their steps are drawn. */

import { at, objectAt, objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { isMarked } from './is-marked.ts';
import type { SecretBook } from './secret-book.ts';
import { visitReferences } from './visit-references.ts';

/** Secrets themselves first: what they say of themselves counts before what others say. */
export const noteSecrets = (snapshot: Snapshot, book: SecretBook): void => {
  for (const source of snapshot.list('', 'Secret')) {
    const { object, ref } = source;
    book.note(ref.namespace, ref.name, {
      source,
      type: textAt(object, 'type') || 'Opaque',
      keys: [...Object.keys(objectAt(object, 'data')), ...Object.keys(objectAt(object, 'stringData'))],
      isMarked: isMarked(object),
    });
  }
  for (const [group, kind, note] of readers) for (const resource of snapshot.list(group, kind)) note(resource, book);
};

type Reader = (resource: Resource, book: SecretBook) => void;

const noteSealed: Reader = (source, book) => {
  const { object, ref } = source;
  const template = objectAt(object, 'spec', 'template');
  book.note(ref.namespace, textAt(template, 'metadata', 'name') || ref.name, {
    source,
    type: textAt(template, 'type'),
    keys: [...Object.keys(objectAt(object, 'spec', 'encryptedData')), ...Object.keys(objectAt(template, 'data'))],
    isMarked: isMarked(object) || isMarked(template),
  });
};

/** Without a target's name the Secret has its own. What `dataFrom` brings has keys that nobody here knows. */
const noteExternal: Reader = (source, book) => {
  const { object, ref } = source;
  const target = objectAt(object, 'spec', 'target');
  const template = objectAt(target, 'template');
  book.note(ref.namespace, textAt(target, 'name') || ref.name, {
    source,
    type: textAt(template, 'type'),
    keys: [
      ...objectsAt(object, 'spec', 'data').map((item) => textAt(item, 'secretKey')),
      ...Object.keys(objectAt(template, 'data')),
    ].filter((key) => key !== ''),
    isMarked: isMarked(object) || isMarked(template),
  });
};

/** In the namespaces it names; in those that its selector finds the operator makes ExternalSecrets of their own. */
const noteClusterExternal: Reader = (source, book) => {
  const { object, ref } = source;
  const name =
    textAt(object, 'spec', 'externalSecretSpec', 'target', 'name') ||
    textAt(object, 'spec', 'externalSecretName') ||
    ref.name;
  for (const namespace of textsAt(object, 'spec', 'namespaces')) book.note(namespace, name, { source });
};

const noteProviderClass: Reader = (source, book) => {
  const { object, ref } = source;
  for (const each of objectsAt(object, 'spec', 'secretObjects'))
    book.note(ref.namespace, textAt(each, 'secretName'), {
      source,
      type: textAt(each, 'type'),
      keys: objectsAt(each, 'data')
        .map((item) => textAt(item, 'key'))
        .filter((key) => key !== ''),
    });
};

const noteVaultSecret: Reader = (source, book) => {
  const destination = objectAt(source.object, 'spec', 'destination');
  book.note(source.ref.namespace, textAt(destination, 'name'), { source, type: textAt(destination, 'type') });
};

const noteCertificate: Reader = (source, book) => {
  const { object, ref } = source;
  book.note(ref.namespace, textAt(object, 'spec', 'secretName'), {
    source,
    type: tls,
    hosts: textsAt(object, 'spec', 'dnsNames'),
  });
};

const noteIngress: Reader = ({ object, ref }, book) => {
  for (const each of objectsAt(object, 'spec', 'tls'))
    book.note(ref.namespace, textAt(each, 'secretName'), { type: tls, hosts: textsAt(each, 'hosts') });
  const annotations = objectAt(object, 'metadata', 'annotations');
  for (const [annotation, type] of ingressAnnotations) {
    const [first = '', second] = textAt(annotations, `nginx.ingress.kubernetes.io/${annotation}`).split('/');
    book.note(second === undefined ? ref.namespace : first, second ?? first, { type });
  }
};

/** Of ingress-nginx: `NAME` or `NAMESPACE/NAME`. */
const ingressAnnotations = [
  ['auth-secret', ''],
  ['auth-tls-secret', ''],
  ['proxy-ssl-secret', ''],
  ['secure-verify-ca-secret', ''],
] as const;

const noteGateway: Reader = ({ object, ref }, book) => {
  for (const listener of objectsAt(object, 'spec', 'listeners'))
    for (const each of objectsAt(listener, 'tls', 'certificateRefs')) {
      const isSecret = (textAt(each, 'kind') || 'Secret') === 'Secret' && textAt(each, 'group') === '';
      const hostname = textAt(listener, 'hostname');
      if (isSecret)
        book.note(textAt(each, 'namespace') || ref.namespace, textAt(each, 'name'), {
          type: tls,
          hosts: hostname === '' ? [] : [hostname],
        });
    }
};

/** `secrets` are the tokens of old: its own type, where it was read, says what it is. */
const noteAccount: Reader = ({ object, ref }, book) => {
  for (const each of objectsAt(object, 'secrets')) book.note(ref.namespace, textAt(each, 'name'));
  for (const each of objectsAt(object, 'imagePullSecrets'))
    book.note(ref.namespace, textAt(each, 'name'), { type: 'kubernetes.io/dockerconfigjson' });
};

const noteVolume: Reader = ({ object }, book) => {
  const spec = objectAt(object, 'spec');
  const claimed = textAt(spec, 'claimRef', 'namespace');
  for (const path of volumeReferences) {
    const reference = objectAt(spec, ...path);
    book.note(textAt(reference, 'namespace') || claimed, textAt(reference, 'name'));
  }
  const azure = objectAt(spec, 'azureFile');
  book.note(textAt(azure, 'secretNamespace') || claimed, textAt(azure, 'secretName'));
};

const volumeReferences: readonly (readonly string[])[] = [
  ...['nodePublish', 'nodeStage', 'nodeExpand', 'controllerPublish', 'controllerExpand'].map((word) => [
    'csi',
    `${word}SecretRef`,
  ]),
  ...['cephfs', 'rbd', 'iscsi', 'flexVolume', 'scaleIO', 'storageos'].map((word) => [word, 'secretRef']),
];

/** What a custom object names by a field that ends in `secretRef`, in its namespace unless it says another. */
const noteReferences: Reader = ({ object, ref }, book) => {
  visitReferences(objectAt(object, 'spec'), (field, reference) => {
    const namespace = textAt(reference, 'namespace') || ref.namespace;
    // Of the whole cluster nobody knows here in which namespace it is looked for.
    if (!/secretref$/i.test(field) || namespace === null) return;
    const key = textAt(reference, 'key');
    book.note(namespace, textAt(reference, 'name'), { keys: key === '' ? [] : [key] });
  });
};

const noteHelmRelease: Reader = ({ object, ref }, book) => {
  for (const each of objectsAt(object, 'spec', 'valuesFrom'))
    if (at(each, 'kind') === 'Secret') book.note(ref.namespace, textAt(each, 'name'));
};

const tls = 'kubernetes.io/tls';

const readers: readonly (readonly [group: string, kind: string, Reader])[] = [
  ['bitnami.com', 'SealedSecret', noteSealed],
  ['external-secrets.io', 'ExternalSecret', noteExternal],
  ['external-secrets.io', 'ClusterExternalSecret', noteClusterExternal],
  ['secrets-store.csi.x-k8s.io', 'SecretProviderClass', noteProviderClass],
  ['secrets.hashicorp.com', 'VaultStaticSecret', noteVaultSecret],
  ['secrets.hashicorp.com', 'VaultDynamicSecret', noteVaultSecret],
  ['secrets.hashicorp.com', 'VaultPKISecret', noteVaultSecret],
  ['cert-manager.io', 'Certificate', noteCertificate],
  ['cert-manager.io', 'Issuer', noteReferences],
  ['cert-manager.io', 'ClusterIssuer', noteReferences],
  ['external-secrets.io', 'SecretStore', noteReferences],
  ['external-secrets.io', 'ClusterSecretStore', noteReferences],
  ['source.toolkit.fluxcd.io', 'GitRepository', noteReferences],
  ['source.toolkit.fluxcd.io', 'HelmRepository', noteReferences],
  ['source.toolkit.fluxcd.io', 'OCIRepository', noteReferences],
  ['source.toolkit.fluxcd.io', 'Bucket', noteReferences],
  ['kustomize.toolkit.fluxcd.io', 'Kustomization', noteReferences],
  ['helm.toolkit.fluxcd.io', 'HelmRelease', noteReferences],
  ['helm.toolkit.fluxcd.io', 'HelmRelease', noteHelmRelease],
  ['networking.k8s.io', 'Ingress', noteIngress],
  ['extensions', 'Ingress', noteIngress],
  ['gateway.networking.k8s.io', 'Gateway', noteGateway],
  ['', 'ServiceAccount', noteAccount],
  ['', 'PersistentVolume', noteVolume],
];
