/** Folders of the suite known not to agree, each with the reason. One that agrees fails the run, so that the list shrinks. */

import type { Deviation } from './answer-folder.ts';

export interface Gap {
  readonly why: string;
  /** Where the analyser is not of one mind with Kubernetes: without these the folder agrees, row by row. */
  readonly without?: readonly Deviation[];
}

/** OVN's UserDefinedNetworks give pods a network of their own beside the pod network: Vauban does not read them. */
const userDefined: Gap = { why: 'UserDefinedNetworks are not read' };
/** Multus gives pods further interfaces, with MultiNetworkPolicies of their own. */
const secondary: Gap = { why: 'NetworkAttachmentDefinitions and MultiNetworkPolicies are not read' };
const hostNetwork: Gap = {
  why: "it has pods with the host's network, which the analyser takes for ordinary ones: no policy of Kubernetes selects those",
  without: ['host-network'],
};

export const gaps: ReadonlyMap<string, Gap> = new Map([
  ['acs-security-demos-with-netpol-list', { why: 'OpenShift Routes are not read' }],
  ['cudn_test_5', userDefined],
  ['cudn_test_6', userDefined],
  ['ipblockstest', hostNetwork],
  ['ipblockstest_2', hostNetwork],
  ['ipblockstest_3', hostNetwork],
  [
    'minikube_resources',
    {
      why: 'finished pods count for the analyser, and hostNetwork is nothing to it',
      without: ['host-network', 'finished-pods'],
    },
  ],
  ['multiple_topology_resources_2', hostNetwork],
  ['nad_test_12', secondary],
  ['nad_test_14', secondary],
  ['nad_test_15', secondary],
  ['nad_test_17', secondary],
  ['nad_test_3', secondary],
  ['nad_test_4', secondary],
  ['nad_test_6', secondary],
  ['nad_test_8', secondary],
  ['semanticDiff-same-topologies-new2', hostNetwork],
  ['semanticDiff-same-topologies-new3', hostNetwork],
  ['udn_and_vms_test_3', userDefined],
  ['udn_and_vms_test_5', userDefined],
  ['udn_test_3', userDefined],
  ['udn_test_4', userDefined],
  ['udn_with_ingress_controller', userDefined],
  ['udn_with_vm_and_ingress_controller', userDefined],
]);
