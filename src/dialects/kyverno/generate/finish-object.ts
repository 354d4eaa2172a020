/** Finishes what is generated: its name, and the labels by which a cluster's Kyverno finds it again. */

import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { toGroup } from '../../../model/resource.ts';
import type { RuleContext } from '../rule-context.ts';

/** Who makes it: labels of what is generated say so. */
export interface GeneratedBy {
  readonly policy: string;
  /** Of a namespaced policy: it reads and makes nothing elsewhere. */
  readonly policyNamespace: string | null;
  readonly rule: string;
}

export interface Target {
  readonly apiVersion: string;
  readonly kind: string;
  /** The empty text where it has none. */
  readonly namespace: string;
  readonly name: string;
}

export const finishObject = (
  object: JsonObject,
  { apiVersion, kind, namespace, name }: Target,
  by: GeneratedBy,
  { resource }: RuleContext,
): JsonObject => {
  const { resourceVersion: _version, namespace: _namespace, ...metadata } = metadataOf(object);
  return {
    ...object,
    apiVersion,
    // Kyverno leaves the kind of the body; what a policy makes is what it says and a cluster allows it to make.
    kind,
    metadata: {
      ...metadata,
      name,
      ...(namespace === '' ? {} : { namespace }),
      labels: { ...textsOf(metadata['labels']), ...toLabels(by, resource) },
    },
  };
};

/** A copy has nothing of what the server gave the original, and says where it comes from. */
export const toCopy = (source: JsonObject, target: Target): JsonObject => {
  const { uid, selfLink: _link, creationTimestamp: _time, managedFields: _managed, ...metadata } = metadataOf(source);
  const { ownerReferences: owners, ...unowned } = metadata;
  const namespace = textOf(metadata['namespace']);
  const { group, version } = toGroupVersion(textOf(source['apiVersion']));
  const labels = {
    ...textsOf(metadata['labels']),
    'generate.kyverno.io/source-group': group,
    'generate.kyverno.io/source-version': version,
    'generate.kyverno.io/source-kind': textOf(source['kind']),
    'generate.kyverno.io/source-namespace': namespace,
    'generate.kyverno.io/source-uid': textOf(uid),
    'generate.kyverno.io/clone-source': '',
  };
  const isOwned = owners !== undefined && namespace === target.namespace;
  return { ...source, metadata: { ...(isOwned ? metadata : unowned), labels } };
};

const toLabels = ({ policy, policyNamespace, rule }: GeneratedBy, trigger: JsonObject): JsonObject => {
  const metadata = metadataOf(trigger);
  const { group, version } = toGroupVersion(textOf(trigger['apiVersion']));
  return {
    'app.kubernetes.io/managed-by': 'kyverno',
    'generate.kyverno.io/policy-name': policy,
    'generate.kyverno.io/policy-namespace': policyNamespace ?? '',
    'generate.kyverno.io/rule-name': rule,
    'generate.kyverno.io/trigger-version': version,
    'generate.kyverno.io/trigger-group': group,
    'generate.kyverno.io/trigger-kind': textOf(trigger['kind']),
    'generate.kyverno.io/trigger-namespace': textOf(metadata['namespace']),
    'generate.kyverno.io/trigger-uid': textOf(metadata['uid']),
  };
};

const toGroupVersion = (apiVersion: string): { readonly group: string; readonly version: string } => {
  const group = toGroup(apiVersion);
  return { group, version: group === '' ? apiVersion : apiVersion.slice(group.length + 1) };
};

const metadataOf = ({ metadata }: JsonObject): JsonObject => (isJsonObject(metadata) ? metadata : {});

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Labels that are no texts are none, as the reference reads them. */
const textsOf = (labels: Json | undefined): JsonObject =>
  isJsonObject(labels) && Object.values(labels).every((value) => typeof value === 'string') ? labels : {};
