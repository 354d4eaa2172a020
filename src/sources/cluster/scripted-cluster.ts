/** Test fixture: a cluster whose API server answers from a script, and what the source makes of it, a line an item. */

import {
  createScriptedClock,
  createScriptedTransport,
  type ScriptedAnswer,
} from '../../kube/client/scripted-transport.ts';
import type { Disk, SourceContext, SourceItem } from '../source.ts';
import { createClusterSource } from './cluster-source.ts';
import { defaultKinds } from '../listed-kinds.ts';

export const kubeconfig = `
current-context: test
clusters: [{name: c, cluster: {server: "https://k8s:6443"}}]
users: [{name: u, user: {token: canary-of-the-kubeconfig}}]
contexts: [{name: test, context: {cluster: c, user: u, namespace: shop}}]
`;

const context = (text: string | undefined, namespaces: readonly string[]): SourceContext => ({
  disk: {
    async *read() {
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      yield Buffer.from(text);
    },
  } as Partial<Disk> as Disk,
  standardInput: (async function* () {})(),
  run: async () => undefined,
  environment: { KUBECONFIG: '/k/config' },
  clock: createScriptedClock(),
  namespaces,
  signal: new AbortController().signal,
});

export type Script = (path: string) => ScriptedAnswer | undefined;

export const read = async (
  script: Script,
  target = '',
  text: string | undefined = kubeconfig,
  namespaces: readonly string[] = [],
): Promise<readonly SourceItem[]> => {
  const transport = createScriptedTransport((path) => script(path.replace(/\?.*$/, '')));
  const source = createClusterSource({
    kinds: defaultKinds,
    connect: async () => transport,
  });
  const items: SourceItem[] = [];
  for await (const item of source.read(target, context(text, namespaces))) items.push(item);
  return items;
};

/** One line an item, so that a test reads as a list of what came. */
export const show = (items: readonly SourceItem[]): readonly string[] =>
  items.flatMap((item) => {
    if (item.kind === 'resource')
      return [`${item.resource.ref.kind} ${item.resource.ref.namespace ?? '-'}/${item.resource.ref.name}`];
    if (item.kind === 'unread')
      return [
        `unread ${item.unread.kind} in ${item.unread.namespace ?? 'all'}: ${item.unread.reason} [${item.unread.grant ?? ''}]`,
      ];
    return item.kind === 'problem' ? [`problem ${item.problem.message}`] : [];
  });

const resources: readonly (readonly [string, string, string, boolean])[] = [
  ['', 'namespaces', 'Namespace', false],
  ['', 'pods', 'Pod', true],
  ['', 'secrets', 'Secret', true],
  ['apps', 'deployments', 'Deployment', true],
  ['apps', 'replicasets', 'ReplicaSet', true],
  ['extensions', 'deployments', 'Deployment', true],
  ['argoproj.io', 'rollouts', 'Rollout', true],
];

const aggregated = (groups: readonly string[]): ScriptedAnswer => ({
  body: {
    kind: 'APIGroupDiscoveryList',
    items: groups.map((group) => ({
      metadata: group === '' ? {} : { name: group },
      versions: [
        {
          version: group === 'argoproj.io' ? 'v1alpha1' : 'v1',
          resources: resources
            .filter(([of]) => of === group)
            .map(([, resource, kind, namespaced]) => ({
              resource,
              responseKind: { kind },
              scope: namespaced ? 'Namespaced' : 'Cluster',
              verbs: ['get', 'list'],
            })),
        },
      ],
    })),
  },
});

export const list = (...names: readonly string[]): ScriptedAnswer => ({
  body: {
    metadata: {},
    items: names.map((full) => {
      const [namespace = '', name = ''] = full.includes('/') ? full.split('/') : ['', full];
      return { metadata: { name, uid: full, ...(namespace === '' ? {} : { namespace }) } };
    }),
  },
});

export const forbidden = (what: string): ScriptedAnswer => ({
  status: 403,
  body: { kind: 'Status', message: `${what} is forbidden` },
});

export const whole: Readonly<Record<string, ScriptedAnswer>> = {
  '/api': aggregated(['']),
  '/apis': aggregated(['apps', 'extensions', 'argoproj.io']),
  '/api/v1/namespaces': list('blog', 'shop'),
  '/api/v1/pods': list('shop/web-1-a'),
  '/apis/apps/v1/deployments': list('shop/web'),
  '/apis/apps/v1/replicasets': list('shop/web-1'),
  '/apis/argoproj.io/v1alpha1/rollouts': list('blog/canary'),
};

/** The discovery of a server behind which one API group is down. */
export const stale = {
  body: {
    kind: 'APIGroupDiscoveryList',
    items: [
      { metadata: { name: 'argoproj.io' }, versions: [{ version: 'v1alpha1', freshness: 'Stale', resources: [] }] },
    ],
  },
};
