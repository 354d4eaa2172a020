/** Pods that can ask the metadata service of their cloud for the credentials of the node. One finding a namespace. */

import type { Snapshot } from '../../model/snapshot.ts';
import { textAt } from '../../model/read-object.ts';
import { listNames, nameOf, toEnforced, toNotApplicable, toNotEnforced, type Judged } from '../gap.ts';
import { isSystemNamespace } from '../lived-in.ts';
import { policyContext, workloadContext, type NetworkGap, type NetworkView, type Workload } from './view.ts';
import { metadataAddress } from './well-known-addresses.ts';

export const metadataReach: NetworkGap = {
  rule: {
    id: 'network/metadata-reach',
    title: 'Workloads do not reach the metadata service of the cloud',
    severity: 'medium',
    layer: 'network',
    control: 'network-metadata-egress',
    what: 'No workload of the namespace may connect to 169.254.169.254 at port 80: a network policy for Egress leaves the address out.',
    why: 'The service hands the credentials of the node to whatever asks from one of its pods. A forged request through a web application is enough, and the node’s account often reads registries, disks and the secrets of other workloads.',
    fine: 'Where the nodes ask for a session token with a hop limit of one (IMDSv2), pods get their own identity through a proxy (GKE), or there is no cloud.',
    remediation:
      'Deny outgoing traffic by default in the namespace; where the internet is needed, allow it with except.\n- to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]',
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
      'https://attack.mitre.org/techniques/T1552/005/',
      'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    ],
  },
  subjects: ['/Namespace'],
  context: [...workloadContext, ...policyContext],
  judge: (view) => {
    const byNamespace = Map.groupBy(view.workloads, ({ namespace }) => namespace);
    const absence = findAbsence(view.snapshot);
    return view.snapshot.list('', 'Namespace').flatMap((resource): readonly Judged[] => {
      const { name } = resource.ref;
      const own = (byNamespace.get(name) ?? []).filter(({ sides }) => sides.some(([, side]) => !side.hostNetwork));
      // A second Namespace of the name says nothing new.
      if (own.length === 0 || isSystemNamespace(name) || view.snapshot.find('', 'Namespace', null, name) !== resource)
        return [];
      if (absence !== null) return [toNotApplicable(resource, absence)];
      const open = own.filter((workload) => isOpen(workload, view));
      return open.length === 0
        ? [toEnforced(resource, `None of its workloads reaches ${metadataAddress}`)]
        : [toNotEnforced(resource, toMessage(open, own), { evidence: toEvidence(open, view) })];
    });
  },
};

const isOpen = ({ sides }: Workload, view: NetworkView): boolean =>
  sides.some(([index, side]) => !side.hostNetwork && decide(index, view).kind !== 'denied');

const decide = (index: number, view: NetworkView) =>
  view.policies.decide('egress', index, { kind: 'address', address: metadataAddress }, 80);

const toMessage = (open: readonly Workload[], own: readonly Workload[]): string => {
  const who =
    open.length === own.length
      ? own.length === 1
        ? 'Its workload'
        : `All ${own.length} of its workloads`
      : `${open.length} of its ${own.length} workloads`;
  return `${who} may ask the metadata service of the cloud at ${metadataAddress} for the node’s credentials: ${listNames(open.map(({ name }) => name))}`;
};

/** The rules that open it, where it is not for want of any. */
const toEvidence = (open: readonly Workload[], view: NetworkView) => {
  const notes = new Map<string, { readonly text: string; readonly source: string }>();
  for (const { sides } of open)
    for (const [index] of sides) {
      const decision = decide(index, view);
      if (decision.kind !== 'allowed' || notes.size >= mostNotes) continue;
      const source = nameOf(decision.by.resource);
      notes.set(`${source} ${decision.rule.path}`, { text: `${decision.rule.path} allows it`, source });
    }
  return [...notes.values()];
};

const mostNotes = 5;

/** Why nothing answers there, where every node says so; `null` where it may. */
const findAbsence = (snapshot: Snapshot): string | null => {
  const nodes = snapshot.list('', 'Node');
  if (nodes.length === 0) return null;
  if (
    nodes.every(
      ({ object }) => textAt(object, 'metadata', 'labels', 'iam.gke.io/gke-metadata-server-enabled') === 'true',
    )
  )
    return 'The nodes run GKE’s metadata server, which gives each workload its own identity';
  if (nodes.every(({ object }) => withoutCloud.test(textAt(object, 'spec', 'providerID'))))
    return 'The nodes are no machines of a cloud: nothing answers at that address';
  return null;
};

/** What local clusters and bare metal write there; nothing at all may be a cloud’s machine with kubeadm on it. */
const withoutCloud = /^(?:kind|k3s|k3d|rke2|minikube|vsphere|metal3|proxmox|harvester|talos|sidero):\/\//;
