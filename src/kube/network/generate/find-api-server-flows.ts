/** Which workloads talk to the API server: those whose account somebody gave a role, and those that are handed a token by hand. */

import type { JsonObject } from '../../../model/json.ts';
import { at, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { parseRoleBinding } from '../../rbac/role-binding.ts';
import { isPortNumber } from '../declared-ports.ts';
import { toNamespaceName } from '../namespace-name.ts';
import { runsCilium } from './find-dns-flows.ts';
import type { FlowEnd, FlowEvidence, FlowPort, NeededFlow, Workload } from './needed-flow.ts';
import { anyAddress } from './outside.ts';
import { toHostPrefix, uniquePorts } from './service-index.ts';

export const findApiServerFlows = (snapshot: Snapshot, workloads: readonly Workload[]): readonly NeededFlow[] => {
  const bound = findBoundAccounts(snapshot);
  const servers = findApiServer(snapshot);
  return workloads.flatMap((workload): readonly NeededFlow[] => {
    if (workload.hostNetwork) return [];
    const because = findUse(workload, snapshot, bound);
    return because === undefined
      ? []
      : servers.map(({ end, ports }) => ({
          from: { kind: 'workload', workload },
          to: end,
          ports,
          because,
        }));
  });
};

/** By `namespace/name`, the binding that names the account. A group's binding shows no use: everybody is in one. */
const findBoundAccounts = (snapshot: Snapshot): ReadonlyMap<string, Resource> => {
  const bound = new Map<string, Resource>();
  for (const kind of ['ClusterRoleBinding', 'RoleBinding'] as const) {
    for (const resource of snapshot.list('rbac.authorization.k8s.io', kind)) {
      const home = kind === 'RoleBinding' ? toNamespaceName(resource.ref.namespace) : null;
      for (const subject of parseRoleBinding(resource.object, home).subjects) {
        const name = subject.kind === 'serviceaccount' ? `${subject.namespace}/${subject.name}` : '';
        if (name !== '' && !bound.has(name)) bound.set(name, resource);
      }
    }
  }
  return bound;
};

const findUse = (
  workload: Workload,
  snapshot: Snapshot,
  bound: ReadonlyMap<string, Resource>,
): FlowEvidence | undefined => {
  const { namespace, serviceAccount, templates } = workload;
  const account = snapshot.find('', 'ServiceAccount', workload.ref.namespace, serviceAccount);
  for (const template of templates) {
    const projected = objectsAt(template.spec, 'volumes').some(
      (volume) =>
        !isInjected(volume) &&
        objectsAt(volume, 'projected', 'sources').some(
          (source) =>
            at(source, 'serviceAccountToken') !== undefined &&
            at(source, 'serviceAccountToken', 'audience') === undefined,
        ),
    );
    const mounted =
      at(template.spec, 'automountServiceAccountToken') ?? at(account?.object, 'automountServiceAccountToken');
    const binding = bound.get(`${namespace}/${serviceAccount}`);
    // Without a token an account can do nothing, whatever it is bound to.
    if (mounted === false && !projected) continue;
    if (binding !== undefined) {
      const text = `${binding.ref.kind} ${binding.ref.name} gives the account ${serviceAccount} a role: ${workload.name} has its token, and asks the API server`;
      return { text, resource: binding, path: 'subjects' };
    }
    if (projected) {
      const text = `${workload.name} mounts a token of its account by hand, and asks the API server`;
      return { text, resource: template.resource, path: [...template.prefix, 'spec', 'volumes'].join('.') };
    }
  }
  return undefined;
};

/**
 * What the admission plug-in ServiceAccount gives every pod (kubernetes plugin/pkg/admission/serviceaccount, `TokenVolumeSource`): the
 * name with five random characters, the token at its usual path beside the CA. A pod of a live cluster has it though nobody asked for it.
 */
const isInjected = (volume: JsonObject): boolean =>
  /^kube-api-access-[a-z0-9]{5}$/.test(textAt(volume, 'name')) &&
  objectsAt(volume, 'projected', 'sources').every(
    (source) =>
      at(source, 'serviceAccountToken') === undefined || textAt(source, 'serviceAccountToken', 'path') === 'token',
  ) &&
  objectsAt(volume, 'projected', 'sources').some(
    (source) => textAt(source, 'configMap', 'name') === 'kube-root-ca.crt',
  );

export interface ApiServer {
  readonly end: FlowEnd;
  readonly ports: readonly FlowPort[];
}

/** Its addresses are the endpoints of the Service `kubernetes`, which the API server itself keeps. */
export const findApiServer = (snapshot: Snapshot): readonly ApiServer[] => {
  const slice = snapshot.find('discovery.k8s.io', 'EndpointSlice', 'default', 'kubernetes')?.object;
  const subsets = objectsAt(snapshot.find('', 'Endpoints', 'default', 'kubernetes')?.object, 'subsets');
  const addresses =
    slice === undefined
      ? subsets.flatMap((subset) => objectsAt(subset, 'addresses').map((address) => at(address, 'ip')))
      : objectsAt(slice, 'endpoints').flatMap((endpoint) => textsAt(endpoint, 'addresses'));
  const prefixes = addresses.flatMap((address) => (typeof address === 'string' ? toHostPrefix(address) : []));
  // Cilium means neither the API server nor a node by an ipBlock; a rule without peers means everybody.
  if (runsCilium(snapshot)) return [{ end: { kind: 'everyone' }, ports: usualPorts }];
  if (prefixes.length === 0)
    return [
      {
        end: anyAddress('the API server', 'Its address is not known from here: put it in instead of all.'),
        ports: usualPorts,
      },
    ];
  const ports = (slice === undefined ? subsets : [slice])
    .flatMap((part) => objectsAt(part, 'ports'))
    .flatMap(({ port }): readonly FlowPort[] => (isPortNumber(port) ? [{ protocol: 'TCP', port }] : []));
  const service = snapshot.find('', 'Service', 'default', 'kubernetes')?.object;
  const own = toHostPrefix(textAt(service, 'spec', 'clusterIP'));
  return [
    {
      end: { kind: 'addresses', prefixes: [...prefixes, ...own], except: [], name: 'the API server', note: '' },
      ports: uniquePorts([...ports, ...usualPorts]),
    },
  ];
};

const usualPorts: readonly FlowPort[] = [
  { protocol: 'TCP', port: 443 },
  { protocol: 'TCP', port: 6443 },
];
