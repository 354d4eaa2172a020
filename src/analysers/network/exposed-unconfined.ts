/** A workload that the internet reaches and that may itself connect anywhere: the first foothold, with every way onward open. */

import type { Exposure } from '../../kube/network/network-estate.ts';
import { listNames, nameOf, toEnforced, toNotEnforced, type Judged } from '../gap.ts';
import { policyContext, workloadContext, type NetworkGap, type NetworkView, type Workload } from './view.ts';
import { internetAddress } from './well-known-addresses.ts';

export const exposedUnconfined: NetworkGap = {
  rule: {
    id: 'network/exposed-unconfined',
    title: 'A workload that the internet reaches cannot connect anywhere it likes',
    severity: 'medium',
    layer: 'network',
    control: 'network-exposed-unconfined',
    what: 'Pods behind a public load balancer, node port, Ingress or Gateway are selected by a network policy for Egress that names where they connect.',
    why: 'These are the first to be attacked. Whoever makes one of them run a command lets it call out for tools and instructions, carry data away, and look around in the cluster; a policy for Egress stops all three.',
    fine: 'A proxy that must reach every address, or where an egress gateway or a firewall outside the cluster decides.',
    remediation:
      'Give the workload a NetworkPolicy for Egress that allows name resolution and what it needs; nothing else then goes out.',
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic',
      'https://attack.mitre.org/techniques/T1190/',
    ],
  },
  subjects: workloadContext.slice(0, -1),
  context: [...policyContext, '/Service', 'networking.k8s.io/Ingress'],
  judge: (view) => view.workloads.flatMap((workload) => judge(workload, view)),
};

const judge = (workload: Workload, view: NetworkView): readonly Judged[] => {
  const ways = workload.exposures.filter(({ from, how }) => from === 'internet' && how !== 'host-network');
  const own = new Set(ways.flatMap(({ sides }) => sides));
  // With the host's network no policy of Kubernetes holds.
  const first = workload.sides.find(([index, side]) => own.has(index) && !side.hostNetwork);
  if (first === undefined) return [];
  const through = `Is reached from the internet through ${listNames([...new Set(ways.map(toWay))])}`;
  const decision = view.policies.decide(
    'egress',
    first[0],
    { kind: 'address', address: internetAddress },
    portNobodyNames,
  );
  if (decision.kind === 'denied')
    return [toEnforced(workload.resource, `${through}, and ${nameOf(decision.by.resource)} says where it connects`)];
  const reason =
    decision.kind === 'open'
      ? 'no network policy says where it may connect'
      : `${nameOf(decision.by.resource)} lets it connect anywhere`;
  return [toNotEnforced(workload.resource, `${through}, and ${reason}`)];
};

const toWay = ({ by }: Exposure): string => nameOf(by);

/** A rule that names ports leaves it out; one that opens every port has it. */
const portNobodyNames = 44_444;
