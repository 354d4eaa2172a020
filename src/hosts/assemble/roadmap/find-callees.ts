/** Who is called by whom in a mesh: each workload with its callers, those with a certificate by their account. */

import { listInhabitedNamespaces, type Inhabited } from '../../../analysers/inhabited-namespaces.ts';
import { findNeededFlows } from '../../../kube/network/generate/find-needed-flows.ts';
import {
  renderFlowEnd,
  toWorkloadKey,
  type NeededFlow,
  type Workload,
} from '../../../kube/network/generate/needed-flow.ts';
import { readWorkloads } from '../../../kube/network/generate/read-workloads.ts';
import { readSides } from '../../../kube/network/read-sides.ts';
import type { Snapshot } from '../../../model/snapshot.ts';

/** A workload that is called. */
export interface Callee {
  readonly workload: Workload;
  readonly calls: readonly Call[];
}

export interface Call {
  /** `null` where the caller has no certificate: it is outside the mesh, or the cluster. */
  readonly account: { readonly namespace: string; readonly name: string } | null;
  readonly caller: string;
  /** In ascending order, never empty. */
  readonly ports: readonly number[];
}

/** Of the workloads in those namespaces. */
export const findCallees = (snapshot: Snapshot, namespaces: readonly string[]): readonly Callee[] => {
  const members = new Set(listMembers(snapshot).map(({ name }) => name));
  const wanted = new Set(namespaces);
  const { flows } = findNeededFlows(snapshot, readWorkloads(snapshot, readSides(snapshot)));
  const byCallee = new Map<string, Gathered>();
  for (const { from, to, ports } of flows) {
    if (to.kind !== 'workload' || !wanted.has(to.workload.namespace) || to.workload.hostNetwork) continue;
    const key = toWorkloadKey(to.workload);
    const known = byCallee.get(key) ?? { workload: to.workload, calls: new Map() };
    byCallee.set(key, known);
    const account = toAccount(from, members);
    const caller = account === null ? renderFlowEnd(from) : `${account.namespace}/${account.name}`;
    const call = known.calls.get(caller) ?? { account, caller, ports: new Set<number>() };
    known.calls.set(caller, call);
    // A mesh carries TCP; anything else passes beside it.
    for (const { protocol, port } of ports) if (protocol === 'TCP') call.ports.add(port);
  }
  return [...byCallee.values()].map(({ workload, calls }) => ({
    workload,
    calls: [...calls.values()]
      .filter(({ ports }) => ports.size > 0)
      .map(({ account, caller, ports }) => ({ account, caller, ports: [...ports].sort((a, b) => a - b) })),
  }));
};

/** Namespaces of agents of the nodes alone stand outside a mesh. */
export const listMembers = (snapshot: Snapshot): readonly Inhabited[] =>
  listInhabitedNamespaces(snapshot).filter(({ agentsAlone }) => !agentsAlone);

interface Gathered {
  readonly workload: Workload;
  readonly calls: Map<string, Omit<Call, 'ports'> & { readonly ports: Set<number> }>;
}

const toAccount = (from: NeededFlow['from'], members: ReadonlySet<string>): Call['account'] =>
  from.kind === 'workload' && members.has(from.workload.namespace) && !from.workload.hostNetwork
    ? { namespace: from.workload.namespace, name: from.workload.serviceAccount || 'default' }
    : null;
