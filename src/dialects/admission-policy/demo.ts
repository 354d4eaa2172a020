/** For tests: a policy, its binding and a Pod, to be filled in. */

import type { Resource } from '../../model/resource.ts';
import { read } from './harness.ts';

export const policy = (spec: string, name = 'demo'): Resource =>
  read(`apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [""], apiVersions: [v1], resources: [pods, namespaces, configmaps, services, nodes], operations: [CREATE, UPDATE]}
${spec.replaceAll(/^/gm, '  ')}`);

export const binding = (spec: string, name = 'bind', policyName = 'demo'): Resource =>
  read(`apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec:
  policyName: ${policyName}
${spec.replaceAll(/^/gm, '  ')}`);

export const deny = binding('validationActions: [Deny]');

export const pod = read(`apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec:
  containers:
  - {name: app, image: "registry.example.com/app:1"}
  - {name: proxy, image: "registry.example.com/proxy:1", securityContext: {privileged: true}}`);
