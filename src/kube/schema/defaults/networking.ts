/** Defaults of networking.k8s.io/v1 and discovery.k8s.io/v1. */

import { draftAt, isUnset, type SetDefaults } from './draft.ts';

const setPolicyDefaults: SetDefaults = (policy) => {
  const spec = draftAt(policy, 'spec') ?? {};
  spec.policyTypes ??= spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
};

const setPolicyPortDefaults: SetDefaults = (port) => {
  port.protocol ??= 'TCP';
};

const setIngressClassDefaults: SetDefaults = (ingressClass) => {
  const parameters = draftAt(draftAt(ingressClass, 'spec') ?? {}, 'parameters');
  if (parameters !== undefined) parameters.scope ??= 'Cluster';
};

const setEndpointPortDefaults: SetDefaults = (port) => {
  if (isUnset(port, 'name')) port.name = '';
  port.protocol ??= 'TCP';
};

export const networkingDefaults: Readonly<Record<string, SetDefaults>> = {
  'networking/v1.NetworkPolicy': setPolicyDefaults,
  'networking/v1.NetworkPolicyPort': setPolicyPortDefaults,
  'networking/v1.IngressClass': setIngressClassDefaults,
  'discovery/v1.EndpointPort': setEndpointPortDefaults,
};
