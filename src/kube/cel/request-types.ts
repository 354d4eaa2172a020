/** The declared types of `request` and `namespaceObject`: only these fields exist, whatever a value holds. */

import {
  boolType,
  dynType,
  intType,
  listOf,
  mapOf,
  objectType,
  stringType,
  timestampType,
} from '../../lang/cel/type.ts';
import type { DeclaredTypes } from './declared-types.ts';

const strings = listOf(stringType);
const kind = objectType('kubernetes.GroupVersionKind');
const resource = objectType('kubernetes.GroupVersionResource');
const textMap = mapOf(stringType, stringType);

export const requestType = objectType('kubernetes.AdmissionRequest');
export const namespaceType = objectType('kubernetes.Namespace');

/** k8s.io/apiserver v0.37.2: pkg/admission/plugin/cel/compile.go, BuildRequestType and BuildNamespaceType. */
export const requestTypes: DeclaredTypes = {
  'kubernetes.GroupVersionKind': { group: stringType, version: stringType, kind: stringType },
  'kubernetes.GroupVersionResource': { group: stringType, version: stringType, resource: stringType },
  'kubernetes.UserInfo': { username: stringType, uid: stringType, groups: strings, extra: mapOf(stringType, strings) },
  'kubernetes.AdmissionRequest': {
    kind,
    resource,
    subResource: stringType,
    requestKind: kind,
    requestResource: resource,
    requestSubResource: stringType,
    name: stringType,
    namespace: stringType,
    operation: stringType,
    userInfo: objectType('kubernetes.UserInfo'),
    dryRun: boolType,
    options: dynType,
  },
  'kubernetes.NamespaceSpec': { finalizers: strings },
  'kubernetes.NamespaceCondition': {
    status: stringType,
    type: stringType,
    lastTransitionTime: timestampType,
    message: stringType,
    reason: stringType,
  },
  'kubernetes.NamespaceStatus': { conditions: listOf(objectType('kubernetes.NamespaceCondition')), phase: stringType },
  'kubernetes.NamespaceMetadata': {
    name: stringType,
    generateName: stringType,
    namespace: stringType,
    labels: textMap,
    annotations: textMap,
    // So written in Kubernetes, where the value has `uid`: it can be named and is never there.
    UID: stringType,
    creationTimestamp: timestampType,
    deletionGracePeriodSeconds: intType,
    deletionTimestamp: timestampType,
    generation: intType,
    resourceVersion: stringType,
    finalizers: strings,
  },
  'kubernetes.Namespace': {
    metadata: objectType('kubernetes.NamespaceMetadata'),
    spec: objectType('kubernetes.NamespaceSpec'),
    status: objectType('kubernetes.NamespaceStatus'),
  },
};
