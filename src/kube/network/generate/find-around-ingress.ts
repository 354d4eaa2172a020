/** Asks about Services that lead from outside past the Ingress or route in front of the same pods: generating must not make that way permanent unseen. */

import { toWorkloadKey, type NeededFlow, type OpenQuestion } from './needed-flow.ts';

/** Of the flows of ways in, `findEntryFlows`. */
export const findAroundIngress = (entries: readonly NeededFlow[]): readonly OpenQuestion[] => {
  const carried = new Map(
    entries.filter(({ because }) => isCarried(because.resource?.ref.kind)).flatMap((flow) => doorsOf(flow)),
  );
  const questions = new Map<string, OpenQuestion>();
  for (const flow of entries) {
    const { resource, text, path } = flow.because;
    if (resource?.ref.kind !== 'Service' || flow.to.kind !== 'workload') continue;
    const first = doorsOf(flow).flatMap(([door]) => carried.get(door)?.because.resource ?? [])[0];
    if (first === undefined) continue;
    const { namespace, name } = flow.to.workload;
    questions.set(`${namespace}/${resource.ref.name}`, {
      namespace,
      text: `${text}, which leads to ${name} around the ${first.ref.kind} ${first.ref.name}: its rule lets everybody outside in at that port. Make the Service a ClusterIP if nothing needs it, and generate again (network/around-ingress)`,
      resource,
      path,
    });
  }
  return [...questions.values()];
};

const isCarried = (kind: string | undefined): boolean => kind !== undefined && /^Ingress$|Route$/.test(kind);

const doorsOf = (flow: NeededFlow): readonly (readonly [door: string, flow: NeededFlow])[] => {
  const { to, ports } = flow;
  return to.kind === 'workload'
    ? ports.map(({ protocol, port }) => [`${toWorkloadKey(to.workload)} ${protocol} ${port}`, flow] as const)
    : [];
};
