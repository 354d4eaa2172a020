/** What Linkerd asks of callers: a Server for each port that is called, and who may call it. */

import type { Control } from '../../../model/control.ts';
import type { JsonObject } from '../../../model/json.ts';
import { toFreeName } from './istio-policies.ts';
import { toCreation } from './to-remedy-control.ts';
import type { Callee } from './find-callees.ts';

const group = 'policy.linkerd.io';

/** A port with a Server is closed to whom no AuthorizationPolicy names. */
export const allowByLinkerd = (namespace: string, callees: readonly Callee[]): readonly Control[] => {
  const taken = new Set<string>();
  return callees.flatMap(({ workload, calls }) => {
    const ports = [...new Set(calls.flatMap((call) => call.ports))].sort((a, b) => a - b);
    return ports.map((port): Control => {
      const callers = calls.filter((call) => call.ports.includes(port));
      const name = toFreeName(`${workload.name}-${port}`, taken);
      return toCreation(
        'mesh',
        `mesh/callers/${namespace}/${name}`,
        `Let port ${port} of ${workload.kind} ${namespace}/${workload.name} be called by ${callers.map(({ caller }) => caller).join(', ')}`,
        namespace,
        {
          apiVersion: `${group}/v1beta1`,
          kind: 'Server',
          metadata: { name, namespace },
          spec: { podSelector: { matchLabels: { ...workload.selector } }, port, proxyProtocol: 'unknown' },
        },
        ...allow(namespace, name, callers),
      );
    });
  });
};

/** Both kinds of caller in one policy would be asked for both proofs, so each has its own. */
const allow = (namespace: string, server: string, callers: Callee['calls']): readonly JsonObject[] => {
  const accounts = callers.flatMap(({ account }) => account ?? []);
  const known: readonly JsonObject[] =
    accounts.length === 0
      ? []
      : [
          {
            apiVersion: `${group}/v1alpha1`,
            kind: 'MeshTLSAuthentication',
            metadata: { name: server, namespace },
            spec: { identityRefs: accounts.map((account) => ({ kind: 'ServiceAccount', ...account })) },
          },
          bind(namespace, server, server, 'MeshTLSAuthentication'),
        ];
  const others: readonly JsonObject[] = callers.every(({ account }) => account !== null)
    ? []
    : [
        {
          apiVersion: `${group}/v1alpha1`,
          kind: 'NetworkAuthentication',
          metadata: { name: `${server}-outside`, namespace },
          spec: { networks: [{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }] },
        },
        bind(namespace, `${server}-outside`, server, 'NetworkAuthentication'),
      ];
  return [...known, ...others];
};

const bind = (namespace: string, name: string, server: string, kind: string): JsonObject => ({
  apiVersion: `${group}/v1alpha1`,
  kind: 'AuthorizationPolicy',
  metadata: { name, namespace },
  spec: {
    targetRef: { group, kind: 'Server', name: server },
    requiredAuthenticationRefs: [{ group, kind, name }],
  },
});
