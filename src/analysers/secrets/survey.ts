/** Surveys Secrets: whether a store outside hands them out, which of those in use come from it, and whether they are renewed. */

import { at, objectAt, objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import { isSystemNamespace } from '../lived-in.ts';
import { secretKinds } from '../secret-kinds.ts';
import { readStandingWorkloads, type StandingWorkload } from '../standing-workloads.ts';
import { isOneOf } from '../is-one-of.ts';
import type { Survey, Where } from '../survey.ts';
import { renderAbout, toItem } from '../to-item.ts';
import { readContainerSecrets, readKubeletSecrets } from './pod-secrets.ts';
import { indexMade, notReady, readRefresh, secretMakers, toSecretKey } from './secret-makers.ts';

const known: ReadonlySet<string> = new Set(secretKinds.map(({ group, kind }) => `${group}/${kind}`));

const kinds = [
  ...secretMakers.map(({ group, kind }) => ({ group, kind })),
  { group: 'external-secrets.io', kind: 'ClusterExternalSecret' },
  { group: 'secrets.hashicorp.com', kind: 'VaultAuthGlobal' },
].filter(({ group, kind }) => !known.has(`${group}/${kind}`));

export const externalSecretsSurvey: Survey = {
  id: 'external-secrets',
  kinds,
  keep: (resource) => (isOneOf(resource.ref, kinds) ? resource : null),
  observe: (snapshot, where) => {
    const workloads = readStandingWorkloads(snapshot).filter(({ place }) => !isSystemNamespace(place.namespace));
    const direct = workloads.flatMap(readDirect);
    return [
      { criterion: 'secrets/store', items: listStores(direct, snapshot, where), doubt: null },
      { criterion: 'secrets/external', items: listUsed(workloads, direct, snapshot, where), doubt: null },
      { criterion: 'secrets/refresh', items: listRefreshed(direct, snapshot, where), doubt: null },
    ];
  },
};

/** Secrets that a workload gets past any Secret of the cluster: from an agent beside it, or by a volume. */
interface Direct {
  readonly workload: StandingWorkload;
  readonly by: 'Vault Agent' | 'Bank-Vaults' | 'volume';
  /** Of a volume, the name of its SecretProviderClass. */
  readonly provider: string;
}

const readDirect = (workload: StandingWorkload): readonly Direct[] => {
  const annotations = objectAt(workload.resource.object, ...workload.prefix, 'metadata', 'annotations');
  const found: Direct[] = [];
  if (textAt(annotations, 'vault.hashicorp.com/agent-inject') === 'true')
    found.push({ workload, by: 'Vault Agent', provider: '' });
  if (textAt(annotations, 'vault.security.banzaicloud.io/vault-addr') !== '')
    found.push({ workload, by: 'Bank-Vaults', provider: '' });
  for (const volume of objectsAt(workload.spec, 'volumes')) {
    const provider = textAt(volume, 'csi', 'volumeAttributes', 'secretProviderClass');
    if (textAt(volume, 'csi', 'driver') === 'secrets-store.csi.k8s.io' && provider !== '')
      found.push({ workload, by: 'volume', provider });
  }
  return found;
};

const storeKinds = [
  ['external-secrets.io', 'SecretStore'],
  ['external-secrets.io', 'ClusterSecretStore'],
  ['secrets.hashicorp.com', 'VaultAuth'],
  ['secrets.hashicorp.com', 'VaultAuthGlobal'],
  ['secrets-store.csi.x-k8s.io', 'SecretProviderClass'],
  ['onepassword.com', 'OnePasswordItem'],
  ['secrets.doppler.com', 'DopplerSecret'],
  ['secrets.infisical.com', 'InfisicalSecret'],
  ['k8s.bitwarden.com', 'BitwardenSecret'],
] as const;

/** Without any there is one thing to do, and it is said once. What is sealed or encrypted in files has no store behind it. */
const listStores = (direct: readonly Direct[], snapshot: Snapshot, where: Where): readonly Item[] => {
  const stores = storeKinds.flatMap(([group, kind]) => snapshot.list(group, kind));
  const injected = direct.filter(({ by }) => by !== 'volume');
  if (stores.length > 0) return stores.map((about) => judgeStore(about, where));
  if (injected.length > 0)
    return injected.map(({ workload: { resource: about }, by }) =>
      toItem(
        { about, state: 'met', why: `has its Secrets injected by ${by === 'Vault Agent' ? 'the Vault Agent' : by}` },
        where,
      ),
    );
  const sealed = snapshot.list('bitnami.com', 'SealedSecret').length > 0;
  return [
    {
      what: 'A store of Secrets outside the cluster',
      ref: null,
      state: 'unmet',
      proof: null,
      why: `no SecretStore, VaultAuth or SecretProviderClass was read${sealed ? '; SealedSecrets lie in a repository, and nothing renews them' : ''}`,
      source: '',
      controls: [],
    },
  ];
};

const judgeStore = (about: Resource, where: Where): Item => {
  const broken = notReady(about);
  if (at(about.object, 'spec', 'provider', 'fake') !== undefined)
    return toItem({ about, state: 'unmet', why: 'is made up: its provider is fake', path: 'spec.provider' }, where);
  return broken === ''
    ? toItem({ about, state: 'met', why: 'is where Secrets come from' }, where)
    : toItem({ about, state: 'unmet', why: `does not work: ${withoutStop(broken)}` }, where);
};

const listUsed = (
  workloads: readonly StandingWorkload[],
  direct: readonly Direct[],
  snapshot: Snapshot,
  where: Where,
): readonly Item[] => {
  const made = indexMade(snapshot);
  const used = new Map<string, Resource>();
  const use = (key: string, by: Resource): void => void (used.has(key) || used.set(key, by));
  for (const { place, spec, containers, resource } of workloads)
    for (const { name } of [
      ...containers.flatMap(({ object }) => readContainerSecrets(spec, object)),
      ...readKubeletSecrets(spec),
    ])
      use(toSecretKey(place.namespace, name), resource);
  // One that is only written down lies in whatever keeps the files, used or not.
  const written = new Map(
    snapshot.kind === 'cluster'
      ? []
      : snapshot
          .list('', 'Secret')
          .map((secret) => [toSecretKey(secret.ref.namespace, secret.ref.name), secret] as const),
  );
  for (const [key, secret] of written) if (isWritten(secret)) use(key, secret);
  return [
    ...[...used].flatMap(([key, user]) => judgeUsed(key, user, made.get(key), written.get(key), snapshot, where)),
    ...direct.map((each) => judgeDirect(each, snapshot, where)),
  ];
};

const judgeUsed = (
  key: string,
  user: Resource,
  maker: Resource | undefined,
  written: Resource | undefined,
  snapshot: Snapshot,
  where: Where,
): readonly Item[] => {
  if (written !== undefined && isLeftOut(written)) return [];
  const what = `Secret ${key}`;
  if (written !== undefined && isEncrypted(written))
    return [
      toItem({ about: written, what, state: 'met', why: 'is encrypted by SOPS where it is written down' }, where),
    ];
  if (written !== undefined && isWritten(written))
    return [toItem({ about: written, what, state: 'unmet', why: 'is written down in the files' }, where)];
  if (maker === undefined)
    return [
      toItem(
        {
          about: user,
          what,
          state: 'unmet',
          why: `is made by nothing that was read, and used by ${renderAbout(user)}`,
        },
        where,
      ),
    ];
  const name = `${maker.ref.kind} ${maker.ref.name}`;
  const broken = notReady(maker) || tellStore(maker, snapshot);
  return [
    broken === ''
      ? toItem({ about: maker, what, state: 'met', why: `comes from ${name}` }, where)
      : toItem(
          {
            about: maker,
            what,
            state: 'unmet',
            why: `is to come from ${name}, which does not work: ${withoutStop(broken)}`,
          },
          where,
        ),
  ];
};

/** A cluster that was read shows every store; what files name may lie in others. */
const tellStore = ({ ref, object }: Resource, snapshot: Snapshot): string => {
  if (snapshot.kind !== 'cluster' || ref.kind !== 'ExternalSecret') return '';
  const name = textAt(object, 'spec', 'secretStoreRef', 'name');
  const kind = textAt(object, 'spec', 'secretStoreRef', 'kind') || 'SecretStore';
  if (name === '' || (kind !== 'SecretStore' && kind !== 'ClusterSecretStore')) return '';
  if (snapshot.unread.some((missing) => missing.group === 'external-secrets.io' && missing.kind === kind)) return '';
  const found = snapshot.find('external-secrets.io', kind, kind === 'SecretStore' ? ref.namespace : null, name);
  return found === undefined ? `there is no ${kind} ${name}` : '';
};

const judgeDirect = (
  { workload: { resource: about, place }, by, provider }: Direct,
  snapshot: Snapshot,
  where: Where,
): Item => {
  const what = `Secrets of ${renderAbout(about)}`;
  if (by !== 'volume')
    return toItem(
      { about, what, state: 'met', why: `come from ${by === 'Vault Agent' ? 'the Vault Agent' : by} beside it` },
      where,
    );
  const found = snapshot.find('secrets-store.csi.x-k8s.io', 'SecretProviderClass', place.namespace, provider);
  const state = found !== undefined ? 'met' : snapshot.kind === 'cluster' ? 'unmet' : 'unknown';
  const why = `come by a volume of SecretProviderClass ${provider}${found === undefined ? ', which was not read' : ''}`;
  return toItem({ about: found ?? about, what, state, why }, where);
};

/** Tokens and what Helm or a boot leaves behind come from no store. */
const isLeftOut = ({ object }: Resource): boolean =>
  ['kubernetes.io/service-account-token', 'helm.sh/release.v1', 'bootstrap.kubernetes.io/token'].includes(
    textAt(object, 'type'),
  );

/** One without keys is a place that something else fills. */
const isWritten = (secret: Resource): boolean =>
  !isLeftOut(secret) && ['data', 'stringData'].some((field) => Object.keys(objectAt(secret.object, field)).length > 0);

const isEncrypted = ({ object }: Resource): boolean => Object.keys(objectAt(object, 'sops')).length > 0;

const listRefreshed = (direct: readonly Direct[], snapshot: Snapshot, where: Where): readonly Item[] => [
  ...[...secretMakers, { group: 'external-secrets.io', kind: 'ClusterExternalSecret' }]
    .flatMap(({ group, kind }) => snapshot.list(group, kind))
    .flatMap((about): readonly Item[] => {
      const refresh = readRefresh(about);
      if (refresh === null) return [];
      const { isMet, why, path } = refresh;
      return [toItem({ about, state: isMet ? 'met' : 'unmet', why, path }, where)];
    }),
  ...listProviders(snapshot, where),
  ...direct.flatMap(({ workload: { resource: about, prefix }, by }): readonly Item[] => {
    if (by !== 'Vault Agent') return [];
    const once =
      textAt(about.object, ...prefix, 'metadata', 'annotations', 'vault.hashicorp.com/agent-pre-populate-only') ===
      'true';
    return [
      toItem(
        {
          about,
          what: `Secrets of ${renderAbout(about)}`,
          state: once ? 'unmet' : 'met',
          why: once ? 'are fetched once and never again' : 'are renewed by the Vault Agent beside it',
          path: [...prefix, 'metadata', 'annotations'].join('.'),
        },
        where,
      ),
    ];
  }),
];

/** Whether what volumes show is renewed is decided once, by an argument of the driver. */
const listProviders = (snapshot: Snapshot, where: Where): readonly Item[] => {
  const classes = snapshot.list('secrets-store.csi.x-k8s.io', 'SecretProviderClass');
  if (classes.length === 0) return [];
  const driver = readStandingWorkloads(snapshot).find(
    ({ resource, containers }) =>
      resource.ref.kind === 'DaemonSet' &&
      containers.some(({ object }) => /(?:^|\/)csi-secrets-store\/driver(?:[:@]|$)/.test(textAt(object, 'image'))),
  );
  const words = driver?.containers.flatMap(({ object }) => textsAt(object, 'args')) ?? [];
  const isOn = words.some((word) => /^--?enable-secret-rotation(?:=true)?$/.test(word));
  return classes.map((about) =>
    driver === undefined
      ? toItem({ about, state: 'unknown', why: 'is renewed if its driver is told to, which was not read' }, where)
      : toItem(
          {
            about,
            state: isOn ? 'met' : 'unmet',
            why: isOn
              ? 'is renewed by its driver'
              : 'is fetched once: its driver runs without --enable-secret-rotation',
          },
          where,
        ),
  );
};

const withoutStop = (text: string): string => text.slice(0, mostTold).replace(/[.\s]+$/, '');

const mostTold = 300;
