/** A Service that leads to a workload past its Ingress or Gateway, where nobody ends TLS or asks who calls. */

import type { Exposure } from '../../kube/network/network-estate.ts';
import { textAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import { nameOf, toEnforced, toNotEnforced, toUndecided, type Judged } from '../gap.ts';
import type { Decision } from './index-policies.ts';
import { policyContext, workloadContext, type NetworkGap, type NetworkView } from './view.ts';
import { internetAddress } from './well-known-addresses.ts';

export const aroundIngress: NetworkGap = {
  rule: {
    id: 'network/around-ingress',
    title: 'What is behind an Ingress is not reached around it',
    severity: 'medium',
    layer: 'network',
    control: 'network-around-ingress',
    what: 'A workload that an Ingress or a route publishes has no second way in from outside: no NodePort, no load balancer of its own, no port of the host, no external address.',
    why: 'The second door has none of what the first one has: no TLS, no authentication, no rate limit, no firewall for web applications, no log. Who finds the port calls the application as if from inside.',
    fine: 'Where a load balancer outside Kubernetes sends what the Ingress serves to node ports, or the nodes have no address anybody outside can reach.',
    remediation:
      'Give the Service the type ClusterIP: the Ingress needs no more. For a test from outside use kubectl port-forward.',
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport',
      'https://kubernetes.io/docs/concepts/services-networking/ingress/',
    ],
  },
  subjects: ['/Service', 'networking.k8s.io/Ingress'],
  context: [...workloadContext, ...policyContext],
  judge: (view) => {
    const published = toPublished(view.estate.exposures);
    const judged = new Map<Resource, Judged>();
    for (const exposure of view.estate.exposures) {
      if (isThroughController(exposure) || judged.has(exposure.by) || exposure.from !== 'internet') continue;
      const index = exposure.sides.find((one) => published.has(toDoor(one, exposure)));
      const first = index === undefined ? undefined : published.get(toDoor(index, exposure));
      if (index === undefined || first === undefined) continue;
      judged.set(exposure.by, judge(exposure, index, first, view));
    }
    return [...judged.values()];
  },
};

const isThroughController = ({ how }: Exposure): boolean => how === 'ingress' || how === 'gateway';

const toDoor = (index: number, { protocol, port }: Exposure): string => `${index} ${protocol} ${String(port)}`;

/** By side and port, the first Ingress or route that leads there. */
const toPublished = (exposures: readonly Exposure[]): ReadonlyMap<string, Exposure> => {
  const doors = new Map<string, Exposure>();
  for (const exposure of exposures)
    if (isThroughController(exposure))
      for (const index of exposure.sides) {
        const door = toDoor(index, exposure);
        if (!doors.has(door)) doors.set(door, exposure);
      }
  return doors;
};

const judge = (exposure: Exposure, index: number, first: Exposure, view: NetworkView): Judged => {
  const side = view.estate.sides[index];
  const name = side?.kind === 'pods' ? side.place.name : '';
  const { by, port, how } = exposure;
  const decision: Decision =
    exposure.protocol === 'TCP' && port !== null
      ? view.policies.decide('ingress', index, { kind: 'address', address: internetAddress }, port)
      : { kind: 'open' };
  const where = `${name}${port === null ? '' : ` at port ${port}`}`;
  if (decision.kind !== 'denied')
    return toNotEnforced(by, `Leads to ${where} by ${ways[how]}, around ${nameOf(first.by)}`);
  const guard = nameOf(decision.by.resource);
  // The node puts its own address in the place of the caller's, and a node may always call its own pods.
  return how === 'host-port' || textAt(by.object, 'spec', 'externalTrafficPolicy') === 'Local'
    ? toEnforced(by, `Leads to ${where} around ${nameOf(first.by)}, and ${guard} lets no caller from outside in`)
    : toUndecided(
        by,
        `Leads to ${where} by ${ways[how]}, around ${nameOf(first.by)}; ${guard} lets no caller from outside in, but most plug-ins let in what the pod’s own node hands on`,
      );
};

const ways: Readonly<Record<Exposure['how'], string>> = {
  'load-balancer': 'a load balancer of its own',
  'node-port': 'a port of every node',
  'external-ip': 'an external address',
  'host-port': 'a port of its host',
  'host-network': 'the network of its host',
  ingress: 'an Ingress',
  gateway: 'a Gateway',
};
