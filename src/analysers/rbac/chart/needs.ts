/** What leads further only together with something else that the same identity holds. */

import { ask } from '../power.ts';
import type { Need } from './need.ts';
import { actingNeeds } from './acting-for.ts';
import { podMakers } from './pod-makers.ts';

const rbac = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io';
const certificates = 'certificates.k8s.io';
const taking = 'create update patch delete deletecollection';

const table = {
  'create-secrets': { asks: ask('', 'secrets', 'create') },
  'read-secrets': { asks: ask('', 'secrets', 'get list watch') },
  'make-pods': {
    asks: [
      ...ask('', 'pods', 'create'),
      ...podMakers.flatMap(({ group, resource }) => ask(group, resource, 'create patch update')),
    ],
  },
  'label-namespaces': { asks: ask('', 'namespaces', 'patch update') },
  'take-policies': {
    asks: [
      ...ask(
        admission,
        'validatingadmissionpolicies validatingadmissionpolicybindings validatingwebhookconfigurations',
        'update patch delete deletecollection',
      ),
      ...ask('kyverno.io', 'clusterpolicies', 'update patch delete deletecollection'),
      ...ask('policies.kyverno.io', 'validatingpolicies', 'update patch delete deletecollection'),
      ...ask('templates.gatekeeper.sh', 'constrainttemplates', 'update patch delete deletecollection'),
      ...ask('config.gatekeeper.sh', 'configs', taking),
      ...ask('constraints.gatekeeper.sh', '*', 'update patch delete deletecollection'),
    ],
    clusterOnly: true,
  },
  'take-local-policies': {
    asks: [
      ...ask('kyverno.io', 'policyexceptions', 'create update patch'),
      ...ask('policies.kyverno.io', 'policyexceptions', 'create update patch'),
    ],
  },
  'create-volumes': { asks: ask('', 'persistentvolumes', 'create'), clusterOnly: true },
  'create-claims': { asks: ask('', 'persistentvolumeclaims', 'create') },
  'write-mutations': { asks: ask(admission, 'mutatingadmissionpolicies', 'create update patch'), clusterOnly: true },
  'bind-mutations': {
    asks: ask(admission, 'mutatingadmissionpolicybindings', 'create update patch'),
    clusterOnly: true,
  },
  'create-cluster-bindings': { asks: ask(rbac, 'clusterrolebindings', 'create'), clusterOnly: true },
  'change-cluster-bindings': { asks: ask(rbac, 'clusterrolebindings', 'patch update'), clusterOnly: true },
  'create-bindings': { asks: ask(rbac, 'rolebindings', 'create') },
  'change-bindings': { asks: ask(rbac, 'rolebindings', 'patch update') },
  'bind-cluster-roles': { asks: ask(rbac, 'clusterroles', 'bind') },
  'bind-roles': { asks: ask(rbac, 'roles', 'bind') },
  'escalate-cluster-roles': { asks: ask(rbac, 'clusterroles', 'escalate'), clusterOnly: true },
  'change-cluster-roles': { asks: ask(rbac, 'clusterroles', 'patch update'), clusterOnly: true },
  'create-cluster-roles': { asks: ask(rbac, 'clusterroles', 'create'), clusterOnly: true },
  'escalate-roles': { asks: ask(rbac, 'roles', 'escalate') },
  'change-roles': { asks: ask(rbac, 'roles', 'patch update') },
  'create-roles': { asks: ask(rbac, 'roles', 'create') },
  'impersonate-groups': { asks: ask('', 'groups', 'impersonate'), clusterOnly: true },
  'impersonate-users': { asks: ask('', 'users', 'impersonate'), clusterOnly: true },
  'impersonate-accounts': { asks: ask('', 'serviceaccounts', 'impersonate') },
  'request-certificates': { asks: ask(certificates, 'certificatesigningrequests', 'create'), clusterOnly: true },
  'approve-requests': {
    asks: ask(certificates, 'certificatesigningrequests/approval', 'update patch'),
    clusterOnly: true,
  },
  ...actingNeeds,
  'approve-signers': { asks: ask(certificates, 'signers', 'approve'), clusterOnly: true },
} as const satisfies Readonly<Record<string, Need>>;

export type NeedId = keyof typeof table;

export const needs: Readonly<Record<NeedId, Need>> = table;

export const needIds = Object.keys(table) as readonly NeedId[];
