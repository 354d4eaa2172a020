/** A namespace with workloads has a quota: one tenant cannot take the whole cluster. */

import type { Resource } from '../../model/resource.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import { judgePresence } from './presence.ts';

export const resourceQuotaRule: RuleMetadata = {
  id: 'namespace/resource-quota',
  title: 'A namespace with workloads has a ResourceQuota',
  severity: 'low',
  layer: 'runtime',
  control: 'namespace-resource-quota',
  what: 'Every namespace that runs workloads has a ResourceQuota.',
  why: 'Without one a runaway autoscaler, a loop that makes Jobs or whoever holds a deploy token can take all memory and all Pods of the cluster.',
  fine: 'Where one team has the cluster to itself and watches its nodes.',
  remediation:
    'Add a ResourceQuota for memory and Pods: at least requests.memory, limits.memory and pods, a good half above what is used today.',
  references: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
};

export const judgeResourceQuota = (namespace: Resource, snapshot: Snapshot): AnalyserConclusion =>
  judgePresence(resourceQuotaRule, namespace, snapshot, 'ResourceQuota');
