/** Who can open a connection to the API server is a choice, and not the whole internet. */

import type { RuleMetadata } from '../../model/rule.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import type { ClusterView } from './cluster-view.ts';
import { pickWorst, toFail, toHandOver, toNote, toPass, toUntold } from './conclude.ts';

export const apiServerReachRule: RuleMetadata = {
  id: 'control-plane/api-server-reachable-from-anywhere',
  title: 'The API server is not reachable from anywhere',
  severity: 'medium',
  layer: 'network',
  control: 'control-plane-endpoint',
  what: 'The API server has no public endpoint, or one for named address ranges only.',
  why: 'On the open internet a leaked token or kubeconfig is enough to get in, from anywhere, and so is the next flaw of the server itself.',
  fine: 'Where people and pipelines come from addresses nobody can name, and tokens are short-lived.',
  remediation:
    'Limit the API server’s endpoint to named address ranges. EKS: aws eks update-cluster-config --name NAME --resources-vpc-config endpointPrivateAccess=true,endpointPublicAccess=true,publicAccessCidrs=RANGES. GKE: gcloud container clusters update NAME --enable-master-authorized-networks --master-authorized-networks RANGES. AKS: az aks update --resource-group GROUP --name NAME --api-server-authorized-ip-ranges RANGES.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
    'https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks',
    'https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges',
  ],
};

export const judgeApiServerReach = (view: ClusterView): AnalyserConclusion => {
  const { kept } = view;
  const fact = pickWorst(
    view.facts('control-plane/endpoint'),
    ['anywhere', 'ranges', 'private'],
    ({ value }) => value.state,
  );
  if (fact === undefined)
    return toUntold(apiServerReachRule, view, {
      what: 'who can reach the API server',
      why: 'a cluster does not know what stands in front of it',
      tells: view.provider === null ? 'ask whoever runs its load balancer and firewall' : toHandOver(view),
    });
  const details = { evidence: [toNote(fact)] };
  switch (fact.value.state) {
    case 'anywhere':
      return toFail(
        apiServerReachRule,
        kept,
        `Its API server is reachable from anywhere: ${fact.value.detail}`,
        details,
      );
    case 'ranges':
    case 'private':
      return toPass(
        apiServerReachRule,
        kept,
        `Its API server is not reachable from anywhere: ${fact.value.detail}`,
        details,
      );
  }
};
