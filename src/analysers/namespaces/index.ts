/** What every inhabited namespace should have beside its workloads: Pod Security labels, default-deny, a quota, default limits. */

import type { Resource } from '../../model/resource.ts';
import { podTemplatePath } from '../../kube/workload/pod-template.ts';
import type { Analyser, AnalyserConclusion } from '../analyser.ts';
import { judgeDefaultDeny, defaultDenyRules } from './default-deny.ts';
import { listInhabited } from './inhabited.ts';
import { judgeLimitRange, limitRangeRule } from './limit-range.ts';
import { judgePodSecurityLabels, podSecurityLabelsRule } from './pod-security-labels.ts';
import { judgeResourceQuota, resourceQuotaRule } from './resource-quota.ts';

export const namespacesAnalyser: Analyser = {
  id: 'namespaces',
  rules: [podSecurityLabelsRule, ...defaultDenyRules, resourceQuotaRule, limitRangeRule],
  keep: (resource) => {
    if (kept.has(resource.ref.kind)) return resource;
    // That a namespace is lived in takes no more than a name.
    return podTemplatePath(resource.ref) === undefined ? null : withoutContent(resource);
  },
  analyse: (snapshot) =>
    listInhabited(snapshot).flatMap((namespace): readonly AnalyserConclusion[] => [
      judgePodSecurityLabels(namespace),
      ...judgeDefaultDeny(namespace, snapshot),
      judgeResourceQuota(namespace, snapshot),
      judgeLimitRange(namespace, snapshot),
    ]),
};

const kept: ReadonlySet<string> = new Set([
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  // What else may deny by default: it is not read closely, but its presence forbids to say that nothing does.
  'BaselineAdminNetworkPolicy',
  'AdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'GlobalNetworkPolicy',
]);

const empty = {};

const withoutContent = ({ ref, origin }: Resource): Resource => ({ ref, object: empty, origin });
