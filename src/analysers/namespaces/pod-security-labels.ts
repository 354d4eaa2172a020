/** A namespace with workloads says which Pod Security level it enforces. */

import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { absent, present } from '../../model/change.ts';
import type { Resource } from '../../model/resource.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { toNamespacePolicy } from '../../kube/pod-security/labels.ts';
import type { AnalyserConclusion } from '../analyser.ts';

export const podSecurityLabelsRule: RuleMetadata = {
  id: 'namespace/pod-security-labels',
  title: 'A namespace with workloads enforces a Pod Security level',
  severity: 'high',
  layer: 'cluster',
  control: 'namespace-pod-security',
  what: 'Every namespace that runs workloads carries the label pod-security.kubernetes.io/enforce with baseline or restricted.',
  why: 'Without the label the API server admits any Pod here, privileged ones on the host network included: one stolen deploy token is a node.',
  fine: 'For a namespace of node agents that need the host: label it privileged, so that it is a decision and can be found.',
  remediation:
    'Label the namespace with the Pod Security level it keeps: see what would be refused with `vauban preview pod-security=baseline -n NAMESPACE`, mend that, then label it.\nkubectl label namespace NAMESPACE pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/warn=restricted',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],
};

const enforceLabel = 'pod-security.kubernetes.io/enforce';

export const judgePodSecurityLabels = (namespace: Resource): AnalyserConclusion => {
  const { enforce } = toNamespacePolicy(toLabels(namespace.object));
  const isSet = toLabels(namespace.object)[enforceLabel] !== undefined;
  return {
    rule: podSecurityLabelsRule,
    about: namespace,
    conclusion: isSet
      ? {
          status: 'pass',
          action: 'audit',
          enforcement: 'unknown',
          message: `Enforces the level ${enforce.level}`,
          path: 'metadata.labels',
        }
      : {
          status: 'fail',
          action: 'audit',
          enforcement: 'unknown',
          message: 'Has workloads and enforces no Pod Security level',
          path: 'metadata.labels',
          edits: [{ path: `metadata.labels["${enforceLabel}"]`, before: absent, after: present('baseline') }],
        },
  };
};

const toLabels = ({ metadata }: JsonObject): JsonObject =>
  isJsonObject(metadata) && isJsonObject(metadata['labels']) ? metadata['labels'] : {};
