/** What Vauban does not read, or reads as Kubernetes does and the analyser does not: told by what is in a folder, not by its name. */

import type { Content, Deviation } from './answer-folder.ts';

export interface Gap {
  readonly why: string;
  /** Without these a folder has to agree, row by row. */
  readonly without: readonly Deviation[];
}

/** What a folder that does not agree may put it down to; the first that makes it agree counts. */
export const listGaps = ({ kinds, deviations }: Content): readonly Gap[] => [
  ...networks.filter((one) => one.kinds.some((kind) => kinds.has(kind))).map(({ why }) => ({ why, without: [] })),
  ...combine([...deviations]).map((without) => ({ why: without.map((one) => deviant[one]).join('; '), without })),
];

/** Networks beside the pod network, of which the analyser tells rows of their own. */
const networks: readonly { readonly kinds: readonly string[]; readonly why: string }[] = [
  { kinds: ['UserDefinedNetwork', 'ClusterUserDefinedNetwork'], why: "OVN's UserDefinedNetworks are not read" },
  {
    kinds: ['NetworkAttachmentDefinition', 'MultiNetworkPolicy'],
    why: "Multus' NetworkAttachmentDefinitions and MultiNetworkPolicies are not read",
  },
];

const deviant: Readonly<Record<Deviation, string>> = {
  'host-network':
    "it has pods with the host's network, which the analyser takes for ordinary ones: no policy of Kubernetes selects those",
  'finished-pods': 'finished pods count for the analyser',
  'pod-addresses': 'addresses of pods are nothing to the analyser',
};

/** Every choice of them, small ones first. */
const combine = (all: readonly Deviation[]): readonly (readonly Deviation[])[] =>
  Array.from({ length: 2 ** all.length - 1 }, (_, number) =>
    all.filter((_one, at) => ((number + 1) >> at) % 2 === 1),
  ).toSorted((a, b) => a.length - b.length);

/** Folders known to have one. One of them that agrees fails the run, so that the list shrinks. */
export const knownGaps: ReadonlySet<string> = new Set([
  'cudn_test_5',
  'cudn_test_6',
  'ipblockstest',
  'ipblockstest_2',
  'ipblockstest_3',
  'minikube_resources',
  'multiple_topology_resources_2',
  'nad_test_12',
  'nad_test_14',
  'nad_test_15',
  'nad_test_17',
  'nad_test_3',
  'nad_test_4',
  'nad_test_6',
  'nad_test_8',
  'semanticDiff-same-topologies-new2',
  'semanticDiff-same-topologies-new3',
  'udn_and_vms_test_3',
  'udn_and_vms_test_5',
  'udn_test_3',
  'udn_test_4',
  'udn_with_ingress_controller',
  'udn_with_vm_and_ingress_controller',
]);
