/** Small parts of networks for tests: pods, nodes, policies of one rule. */

import type { Resource } from '../../../model/resource.ts';
import { compileRequirements, everything } from '../../selector/label-selector.ts';
import type { NetworkPolicy, NetworkRule, NetworkTier, Peer, PodSelector, PortMatch } from '../network-policy.ts';
import type { NodeSide, PodInstance, PodSide } from '../side.ts';

const resource = (name: string): Resource => ({
  ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name },
  object: {},
  origin: { kind: 'cluster', cluster: 'test', uid: name },
});

export const pod = (name: string, rest: Partial<PodSide> = {}): PodSide => {
  const namespace = rest.namespace ?? 'shop';
  return {
    kind: 'pods',
    namespace,
    namespaceLabels: { name: namespace },
    labels: { app: name },
    serviceAccount: 'default',
    serviceAccountLabels: {},
    hostNetwork: false,
    ports: [],
    workload: resource(name).ref,
    place: { namespace, name, type: null },
    pods: [],
    everywhere: false,
    resource: resource(name),
    ...rest,
  };
};

export const on = (node: string, ...addresses: readonly string[]): PodInstance => ({
  name: `on-${node}`,
  node,
  addresses,
});

export const node = (name: string, ...addresses: readonly string[]): NodeSide => ({
  kind: 'node',
  name,
  labels: { zone: name },
  addresses,
  resource: resource(name),
});

export const pods = (app?: string, namespace: string | null = 'shop'): PodSelector => ({
  namespaces: namespace === null ? { kind: 'all' } : { kind: 'named', name: namespace },
  labels: app === undefined ? everything : compileRequirements([{ key: 'app', operator: 'In', values: [app] }]),
});

export const from = (app?: string, namespace: string | null = 'shop'): Peer => ({
  kind: 'pods',
  pods: pods(app, namespace),
});

export const block = (prefix: string, ...except: readonly string[]): Peer => ({
  kind: 'addresses',
  prefixes: [prefix],
  except,
  inside: true,
});

export const rule = (
  peer: Peer,
  port: number | string | null = null,
  action: NetworkRule['action'] = 'allow',
): NetworkRule => ({
  action,
  path: 'spec.ingress[0]',
  peers: [peer],
  ports: port === null ? null : [toMatch(port)],
});

const toMatch = (port: number | string): PortMatch =>
  typeof port === 'number'
    ? { kind: 'range', protocol: 'TCP', first: port, last: port }
    : { kind: 'named', protocol: 'TCP', name: port };

export const policy = (
  subject: PodSelector,
  rules: Partial<Pick<NetworkPolicy, 'ingress' | 'egress'>>,
): NetworkPolicy => ({
  resource: resource('policy'),
  subject,
  ingress: null,
  egress: null,
  ...rules,
});

export const usual = (...policies: readonly NetworkPolicy[]): NetworkTier => ({
  name: 'NetworkPolicy',
  atEnd: 'deny',
  policies,
});

export const admin = (...policies: readonly NetworkPolicy[]): NetworkTier => ({
  name: 'admin',
  atEnd: 'continue',
  policies,
});

export const everyone: Peer = { kind: 'everyone' };
