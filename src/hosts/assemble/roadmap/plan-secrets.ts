/** Secrets from a store: one store a namespace, and for each Secret that is used an ExternalSecret that fetches it. */

import { isSystemNamespace } from '../../../analysers/lived-in.ts';
import { readStandingWorkloads } from '../../../analysers/standing-workloads.ts';
import { toNamespaceName } from '../../../kube/network/namespace-name.ts';
import { absent, present, type Edit } from '../../../model/change.ts';
import type { Control } from '../../../model/control.ts';
import type { JsonObject } from '../../../model/json.ts';
import { at, objectAt, objectsAt, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Item } from '../../../posture/item.ts';
import type { PlannedFile } from '../attack/component/planned-file.ts';
import { nothingPlanned, type ActionPlan, type PhaseFacts } from './phase-facts.ts';
import { toRemedyControl } from './to-remedy-control.ts';

const group = 'external-secrets.io';

export const planExternalSecrets = (open: readonly Item[], { snapshot }: PhaseFacts): ActionPlan => {
  const wanted = open.flatMap(({ what, ref }) => (ref?.kind === 'ExternalSecret' ? [] : (readWanted(what) ?? [])));
  const stale = open.flatMap(({ ref }) =>
    ref?.kind === 'ExternalSecret' ? (snapshot.find(group, ref.kind, ref.namespace, ref.name) ?? []) : [],
  );
  const cloud = isOnAws(snapshot) ? 'aws' : 'vault';
  const stores = new Map<string, StoreRef>();
  const whole: PlannedFile[] = [];
  for (const { namespace } of wanted) {
    if (stores.has(namespace)) continue;
    const known = findStore(snapshot, namespace);
    stores.set(namespace, known ?? { kind: 'SecretStore', name: cloud });
    if (known === null) whole.push(...toStore(namespace, cloud));
  }
  return {
    ...nothingPlanned,
    controls: [...wanted.flatMap((each) => fetch(each, stores.get(each.namespace), snapshot)), ...stale.map(refresh)],
    whole,
    cautions: [
      ...(wanted.length === 0
        ? []
        : [
            [
              `${cloud === 'vault' ? 'Vault or OpenBao' : 'AWS Secrets Manager'} must hold them first, each under its path with the keys the Secret has:`,
              '',
              ...wanted.map((each) => `    ${toPut(each, cloud, snapshot)}`),
            ].join('\n'),
            'Write new values, not the ones from the repository: its history keeps those for whoever cloned it. Rotate them where they are used.',
          ]),
      ...(whole.length === 0
        ? []
        : [
            `Fill in what is marked \`FILL IN\` in the files of the stores: ${cloud === 'vault' ? 'the address of the vault, and where its key-value engine is mounted' : 'the region, and the role that may read there'}. The External Secrets Operator must be installed: \`helm install external-secrets external-secrets/external-secrets --namespace external-secrets --create-namespace\`.`,
          ]),
    ],
  };
};

interface Wanted {
  readonly namespace: string;
  readonly name: string;
}

/** As the survey names it: `Secret shop/database`. No name of Kubernetes has a slash or a space in it. */
const readWanted = (what: string): Wanted | null => {
  const [, namespace, name] = /^Secret ([a-z0-9.-]{1,253})\/([a-z0-9.-]{1,253})$/.exec(what) ?? [];
  return namespace === undefined || name === undefined || isSystemNamespace(namespace) ? null : { namespace, name };
};

interface StoreRef {
  readonly kind: string;
  readonly name: string;
}

const findStore = (snapshot: Snapshot, namespace: string): StoreRef | null => {
  const own = snapshot.list(group, 'SecretStore').find(({ ref }) => toNamespaceName(ref.namespace) === namespace);
  const shared = own ?? snapshot.list(group, 'ClusterSecretStore')[0];
  return shared === undefined ? null : { kind: shared.ref.kind, name: shared.ref.name };
};

/** Of nodes or accounts that only AWS has. */
const isOnAws = (snapshot: Snapshot): boolean =>
  snapshot.list('', 'Node').some(({ object }) => textAt(object, 'spec', 'providerID').startsWith('aws://')) ||
  snapshot
    .list('', 'ServiceAccount')
    .some(({ object }) => textAt(object, 'metadata', 'annotations', 'eks.amazonaws.com/role-arn') !== '');

/** A store of its own for each namespace, with an account of its own: no namespace can ask for what is another's. */
const toStore = (namespace: string, cloud: 'aws' | 'vault'): readonly PlannedFile[] => {
  const account = `${cloud}-reader`;
  const head = (kind: string, apiVersion: string, name: string): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
  const provider =
    cloud === 'vault'
      ? `    vault:
      server: https://vault.example.com # FILL IN: the address of Vault or OpenBao
      path: secret # FILL IN: where its key-value engine (version 2) is mounted
      version: v2
      auth:
        kubernetes:
          mountPath: kubernetes
          # A role of the vault that may read below ${namespace}/, and is bound to this account.
          role: ${namespace}
          serviceAccountRef:
            name: ${account}
`
      : `    aws:
      service: SecretsManager
      region: eu-central-1 # FILL IN: the region of the secrets
      auth:
        jwt:
          serviceAccountRef:
            name: ${account}
`;
  const role =
    cloud === 'vault'
      ? ''
      : '  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::000000000000:role/secrets-reader # FILL IN: a role that may read them\n';
  const text = `${head('ServiceAccount', 'v1', account)}${role}automountServiceAccountToken: false\n---\n${head('SecretStore', `${group}/v1`, cloud)}spec:\n  provider:\n${provider}`;
  return [
    {
      name: `${namespace}_secretstore_${cloud}.yaml`,
      kind: 'create',
      ref: { apiVersion: `${group}/v1`, kind: 'SecretStore', namespace, name: cloud },
      text,
      undo: null,
      controls: [`secrets/store/${namespace}`],
      reasons: [`Where the Secrets of namespace ${namespace} come from: fill in what is marked`],
    },
  ];
};

/** Written down it is deleted from the files: kustomize leaves it out, and the operator makes it from the store. */
const fetch = ({ namespace, name }: Wanted, store: StoreRef | undefined, snapshot: Snapshot): readonly Control[] => {
  if (store === undefined) return [];
  const secret = snapshot.find('', 'Secret', namespace, name);
  const type = secret === undefined ? guessType({ namespace, name }, snapshot) : textAt(secret.object, 'type');
  const scope = `namespace ${namespace}`;
  const id = `secrets/external/${namespace}/${name}`;
  const object: JsonObject = {
    apiVersion: `${group}/v1`,
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: store.kind, name: store.name },
      target: { name, creationPolicy: 'Owner', ...(type === '' ? {} : { template: { type } }) },
      dataFrom: [{ extract: { key: `${namespace}/${name}` } }],
    },
  };
  const made = toRemedyControl(id, `Fetch Secret ${namespace}/${name} from the store`, 'secrets', scope, {
    kind: 'create',
    objects: [object],
  });
  if (secret === undefined || snapshot.kind === 'cluster') return [made];
  return [
    made,
    toRemedyControl(`${id}/out`, `Keep Secret ${namespace}/${name} out of the files`, 'secrets', scope, {
      kind: 'delete',
      objects: [secret.ref],
    }),
  ];
};

/** What pulls images has the one type that the kubelet reads. */
const guessType = ({ namespace, name }: Wanted, snapshot: Snapshot): string =>
  readStandingWorkloads(snapshot).some(
    ({ place, spec }) =>
      place.namespace === namespace && objectsAt(spec, 'imagePullSecrets').some((each) => each['name'] === name),
  )
    ? 'kubernetes.io/dockerconfigjson'
    : '';

const refresh = ({ ref, object }: Resource): Control => {
  const written = at(object, 'spec', 'refreshInterval');
  const policy = at(object, 'spec', 'refreshPolicy');
  const edits: readonly Edit[] = [
    { path: 'spec.refreshInterval', before: written === undefined ? absent : present(written), after: present('1h') },
    ...(policy === undefined ? [] : [{ path: 'spec.refreshPolicy', before: present(policy), after: absent }]),
  ];
  const title = `Fetch ${ref.namespace ?? ''}/${ref.name} again every hour`;
  return toRemedyControl(
    `secrets/refresh/${ref.namespace ?? ''}/${ref.name}`,
    title,
    'secrets',
    `namespace ${ref.namespace ?? ''}`,
    {
      kind: 'change',
      changes: [{ target: ref, edits, reason: title, permissions: [] }],
    },
  );
};

const toPut = (wanted: Wanted, cloud: 'aws' | 'vault', snapshot: Snapshot): string => {
  const keys = listKeys(wanted, snapshot);
  const path = `${wanted.namespace}/${wanted.name}`;
  return cloud === 'vault'
    ? `vault kv put secret/${path} ${keys.map((key) => `${key}=…`).join(' ')}`
    : `aws secretsmanager create-secret --name ${path} --secret-string '{${keys.map((key) => `"${key}":"…"`).join(',')}}'`;
};

/** Of the Secret where it was read, else what its users ask for; only what can be a key (RFC-free: letters, digits, `-_.`). */
const listKeys = ({ namespace, name }: Wanted, snapshot: Snapshot): readonly string[] => {
  const secret = snapshot.find('', 'Secret', namespace, name);
  const keys =
    secret === undefined
      ? readStandingWorkloads(snapshot)
          .filter(({ place }) => place.namespace === namespace)
          .flatMap(({ containers }) => containers)
          .flatMap(({ object }) => objectsAt(object, 'env'))
          .map((variable) => objectAt(variable, 'valueFrom', 'secretKeyRef'))
          .filter((reference) => reference['name'] === name)
          .map((reference) => textAt(reference, 'key'))
      : ['data', 'stringData'].flatMap((field) => Object.keys(objectAt(secret.object, field)));
  const sure = [...new Set(keys)].filter((key) => /^[\w.-]{1,253}$/.test(key)).slice(0, mostKeys);
  return sure.length === 0 ? ['KEY'] : sure;
};

const mostKeys = 50;
