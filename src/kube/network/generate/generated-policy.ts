/** The policies of a namespace as they will be written: rules with what shows them, before they are YAML. */

import type { JsonObject } from '../../../model/json.ts';
import type { FlowEvidence } from './needed-flow.ts';

export interface GeneratedNamespace {
  readonly namespace: string;
  /** False where the manifests name no namespace: neither do the policies then. */
  readonly isNamespaceWritten: boolean;
  /** In the order to apply them: every allow, DNS, and the default-deny last. */
  readonly policies: readonly GeneratedPolicy[];
}

export interface GeneratedPolicy {
  readonly name: string;
  /** What it is for, in a sentence. */
  readonly about: readonly string[];
  readonly podSelector: JsonObject;
  readonly ingress: readonly GeneratedRule[];
  readonly egress: readonly GeneratedRule[];
  readonly isDefaultDeny: boolean;
}

export interface GeneratedRule {
  /** `from` or `to`; `null` for everybody. */
  readonly peers: readonly JsonObject[] | null;
  readonly ports: readonly JsonObject[];
  readonly because: readonly FlowEvidence[];
  /** What a person must know of it beside the evidence. */
  readonly notes: readonly string[];
}

/** The object that the API server gets. */
export const toPolicyObject = (
  { namespace, isNamespaceWritten }: GeneratedNamespace,
  policy: GeneratedPolicy,
): JsonObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: {
    name: policy.name,
    ...(isNamespaceWritten ? { namespace } : {}),
    labels: { [ownLabel.key]: ownLabel.value },
  },
  spec: {
    podSelector: policy.podSelector,
    policyTypes: toPolicyTypes(policy),
    ...(policy.ingress.length === 0 ? {} : { ingress: policy.ingress.map((rule) => toRuleObject(rule, 'from')) }),
    ...(policy.egress.length === 0 ? {} : { egress: policy.egress.map((rule) => toRuleObject(rule, 'to')) }),
  },
});

/** On every policy: a later run replaces what has it, and a delete by label leaves no deny alone. */
export const ownLabel = { key: 'app.kubernetes.io/managed-by', value: 'vauban' };

const toPolicyTypes = ({ ingress, egress, isDefaultDeny }: GeneratedPolicy): readonly string[] => [
  ...(isDefaultDeny || ingress.length > 0 ? ['Ingress'] : []),
  ...(isDefaultDeny || egress.length > 0 ? ['Egress'] : []),
];

export const toRuleObject = ({ peers, ports }: GeneratedRule, field: 'from' | 'to'): JsonObject => ({
  ...(peers === null ? {} : { [field]: peers }),
  ...(ports.length === 0 ? {} : { ports }),
});
