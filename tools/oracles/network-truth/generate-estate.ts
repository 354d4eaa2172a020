/** Test support: estates drawn by chance, as manifests: every shape of pod, owner and node that network policies meet. */

import type { Random } from '../api-server/random.ts';
import type { ContainerFields, Labels, Manifest, PodSpecFields, ProtocolName } from './manifest.ts';
import { generatePolicies, namespaceNames, nodeNames, portNames, portNumbers } from './generate-policies.ts';

export interface GeneratedEstate {
  readonly manifests: readonly Manifest[];
  /** Names of policies that the API server would refuse. */
  readonly refused: ReadonlySet<string>;
}

export const generateEstate = (random: Random): GeneratedEstate => {
  const state: State = { random, hasSix: random.chance(0.5), used: 0 };
  const { policies, refused } = generatePolicies(random, state.hasSix);
  const manifests = [...generateNamespaces(random), ...generateNodes(random), ...policies];
  const count = 5 + random.int(5);
  for (let index = 0; index < count; index += 1) manifests.push(...generateWorkload(state, index));
  // In any order: nothing may depend on what is read first.
  return { manifests: random.chance(0.5) ? manifests : manifests.toReversed(), refused };
};

interface State {
  readonly random: Random;
  /** Else nothing is of IPv6. */
  readonly hasSix: boolean;
  /** Pods placed so far: each address is given once. */
  used: number;
}

/** One namespace is often without its object, as in many a repository. */
const generateNamespaces = (random: Random): Manifest[] =>
  namespaceNames
    .filter(() => random.chance(0.85))
    .map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: generateLabels(random, ['team', 'env']) },
    }));

const generateNodes = (random: Random): Manifest[] =>
  nodeNames
    .filter(() => random.chance(0.9))
    .map((name, index) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { ...generateLabels(random, ['zone']), 'kubernetes.io/hostname': name } },
      status: {
        addresses: [
          { type: 'Hostname', address: name },
          { type: 'InternalIP', address: toNodeAddress(name) },
          ...(random.chance(0.3) ? [{ type: 'ExternalIP', address: `203.0.113.${10 + index}` }] : []),
        ],
      },
    }));

const toNodeAddress = (name: string): string => `10.0.0.${1 + nodeNames.indexOf(name)}`;

/** Values that overlap with the selectors of the policies. */
export const generateLabels = (random: Random, keys: readonly string[] = ['app', 'tier']): Labels =>
  Object.fromEntries(keys.filter(() => random.chance(0.8)).map((key) => [key, random.pick(['x', 'y', 'z'])]));

const generateWorkload = (state: State, index: number): readonly Manifest[] => {
  const { random } = state;
  const namespace = random.pick(namespaceNames);
  // Sometimes two kinds under one name.
  const name = `w${random.chance(0.1) ? 0 : index}`;
  const labels = generateLabels(random);
  const kind = random.pick(['Pod', 'Pod', 'Deployment', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job']);
  const spec = generatePodSpec(random);
  if (kind === 'Pod')
    return [generatePod(state, `w${index}`, { namespace, labels, spec, owner: null, finished: 0.15 })];
  const head = {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name: `w${index}-${kind === 'Job' ? 'j' : name}`, namespace },
  };
  const top = {
    ...head,
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  } satisfies Manifest;
  if (random.chance(0.25)) return [top];
  const set = `${top.metadata.name}-5d8f`;
  const owner = kind === 'Deployment' ? { kind: 'ReplicaSet', name: set } : { kind, name: top.metadata.name };
  const between =
    kind === 'Deployment'
      ? [
          {
            ...top,
            kind: 'ReplicaSet',
            metadata: {
              name: set,
              namespace,
              ownerReferences: [{ apiVersion: 'apps/v1', kind, name: top.metadata.name, controller: true, uid: set }],
            },
          },
        ]
      : [];
  const count = 1 + random.int(3);
  const pods = Array.from({ length: count }, (_, at) =>
    generatePod(state, `${owner.name}-${at}`, {
      namespace,
      // A rollout leaves pods of two templates beside each other.
      labels: random.chance(0.2) ? generateLabels(random) : labels,
      spec: random.chance(0.2) ? { ...generatePodSpec(random), hostNetwork: spec.hostNetwork ?? false } : spec,
      owner,
      // One at least runs, save of a job, which may be done.
      finished: kind === 'Job' ? 0.5 : at === 0 ? 0 : 0.15,
    }),
  );
  return [top, ...between, ...pods];
};

interface Drawn {
  readonly namespace: string;
  readonly labels: Labels;
  readonly spec: PodSpecFields;
  readonly owner: { readonly kind: string; readonly name: string } | null;
  readonly finished: number;
}

const generatePod = (state: State, name: string, { namespace, labels, spec, owner, finished }: Drawn): Manifest => {
  const { random } = state;
  const node = random.chance(0.9) ? random.pick(nodeNames) : null;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels,
      ...(owner === null
        ? {}
        : {
            ownerReferences: [
              {
                apiVersion: owner.kind === 'Job' ? 'batch/v1' : 'apps/v1',
                ...owner,
                controller: true,
                uid: owner.name,
              },
            ],
          }),
    },
    spec: { ...spec, ...(node === null ? {} : { nodeName: node }) },
    status: {
      phase: random.chance(finished)
        ? random.pick(['Succeeded', 'Failed'])
        : random.pick(['Running', 'Running', 'Pending', 'Unknown']),
      ...(node === null || random.chance(0.1) ? {} : generateAddresses(state, node, spec.hostNetwork === true)),
    },
  };
};

const generateAddresses = (state: State, node: string, hostNetwork: boolean): NonNullable<Manifest['status']> => {
  const hostIP = toNodeAddress(node);
  if (hostNetwork) return { hostIP, podIP: hostIP, podIPs: [{ ip: hostIP }] };
  state.used += 1;
  const podIP = `10.1.${nodeNames.indexOf(node)}.${state.used}`;
  if (state.random.chance(0.2)) return { hostIP, podIP };
  const six = state.hasSix && state.random.chance(0.3) ? [{ ip: `fd00:1::${state.used.toString(16)}` }] : [];
  return { hostIP, podIP, podIPs: [{ ip: podIP }, ...six] };
};

const generatePodSpec = (random: Random): PodSpecFields => ({
  ...(random.chance(0.15) ? { hostNetwork: true } : {}),
  ...(random.chance(0.2) ? { nodeSelector: { zone: 'x' } } : {}),
  containers: [generateContainer(random, 'main', 0)],
  ...(random.chance(0.4)
    ? {
        initContainers: [
          { ...generateContainer(random, 'side', 1), restartPolicy: 'Always' },
          generateContainer(random, 'init', 2),
        ],
      }
    : {}),
});

/** Each container has names of its own, so that a name means one port a protocol. */
const generateContainer = (
  random: Random,
  name: string,
  index: number,
): ContainerFields & { readonly image: string } => ({
  name,
  image: 'registry.example.com/app:1',
  ports: portNames
    .filter((_, at) => at % 3 === index && random.chance(0.7))
    .map((portName) => ({
      ...(random.chance(0.8) ? { name: portName } : {}),
      containerPort: random.pick(portNumbers),
      ...(random.chance(0.3) ? { protocol: random.pick<ProtocolName>(['UDP', 'SCTP', 'TCP']) } : {}),
    })),
});
