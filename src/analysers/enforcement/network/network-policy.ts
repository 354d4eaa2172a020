/** NetworkPolicies where the network plug-in enforces none are wishes. */

import { findPlugIns } from '../../../kube/network/plug-in/find-plug-ins.ts';
import { nameOf, toEnforced, toNotEnforced, toUndecided } from '../../gap.ts';
import type { EnforcementGap } from '../view.ts';

export const networkPolicy: EnforcementGap = {
  rule: {
    id: 'enforcement/network-policy',
    title: 'NetworkPolicies are enforced by the network plug-in',
    severity: 'high',
    layer: 'network',
    control: 'enforcement-network-policy',
    what: 'Where there are NetworkPolicies, the network plug-in of the cluster enforces them.',
    why: 'The API server stores NetworkPolicies whatever the plug-in does. With Flannel, kubenet or a plug-in whose agent is switched off every policy is listed and every connection goes through.',
    fine: 'Where a service mesh or a firewall outside the cluster does what the policies say.',
    remediation:
      'Install a network plug-in that enforces NetworkPolicies, or turn enforcement on. Calico, Cilium and Antrea enforce, and so does kube-network-policies beside the one in use; for Amazon VPC CNI turn on the add-on’s enableNetworkPolicy, for K3s leave out --disable-network-policy.',
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites',
      'https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html',
      'https://docs.k3s.io/networking/networking-services#network-policy-controller',
      'https://docs.cilium.io/en/stable/security/policy/intro/',
    ],
  },
  subjects: ['networking.k8s.io/NetworkPolicy'],
  context: ['apps/DaemonSet'],
  judge: ({ snapshot }) => {
    const policies = snapshot.list('networking.k8s.io', 'NetworkPolicy');
    if (policies.length === 0) return [];
    const found = findPlugIns(snapshot);
    const enforcing = found.find(({ enforces }) => enforces === true);
    const decisive = enforcing ?? found.find(({ enforces }) => enforces === false);
    const isOpen = found.some(({ enforces }) => enforces === null);
    return policies.map((policy) => {
      if (enforcing === undefined && (isOpen || decisive === undefined))
        return toUndecided(
          policy,
          `Whether the network plug-in enforces it cannot be told${found[0] === undefined ? '' : `: ${found[0].name} ${found[0].why}`}`,
          {
            evidence: [
              {
                text: 'kubectl get daemonsets -A',
                source: 'a command that tells: calico-node, cilium, antrea-agent and their like enforce',
              },
            ],
          },
        );
      const { name = '', why = '', source } = decisive ?? {};
      const details = { evidence: [{ text: `${name} ${why}`, source: source === undefined ? '' : nameOf(source) }] };
      return enforcing === undefined
        ? toNotEnforced(policy, `Stops no connection: ${name} ${why}`, details)
        : toEnforced(policy, `Is enforced by ${name}`, details);
    });
  },
};
