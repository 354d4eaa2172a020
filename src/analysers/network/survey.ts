/** Surveys the network: which namespaces are closed by default, whether anything enforces that, and which needed connections are allowed by name. */

import { findCovered } from '../../kube/network/generate/find-covered.ts';
import { findNeededFlows } from '../../kube/network/generate/find-needed-flows.ts';
import { renderFlowEnd, type NeededFlow } from '../../kube/network/generate/needed-flow.ts';
import { readWorkloads } from '../../kube/network/generate/read-workloads.ts';
import { readSides } from '../../kube/network/read-sides.ts';
import type { Item } from '../../posture/item.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { listInhabitedNamespaces } from '../inhabited-namespaces.ts';
import type { Survey, Where } from '../survey.ts';
import { surveyDefaultDeny } from './survey-default-deny.ts';
import { surveyEnforcement } from './survey-enforcement.ts';

export const networkSurvey: Survey = {
  id: 'network',
  kinds: [],
  keep: () => null,
  observe: (snapshot, where) => [
    { criterion: 'network/default-deny', items: surveyDefaultDeny(snapshot, where), doubt: null },
    surveyEnforcement(snapshot, where),
    {
      criterion: 'network/required-traffic',
      items: listFlows(snapshot, where),
      doubt: snapshot.kind === 'manifests' ? 'what only runs in the cluster files do not show' : null,
    },
  ],
};

/** One for each pair of ends: what several variables and Services say twice is one connection. */
const listFlows = (snapshot: Snapshot, where: Where): readonly Item[] => {
  const namespaces = listInhabitedNamespaces(snapshot).map(({ name }) => name);
  const inhabited = new Set(namespaces);
  const workloads = readWorkloads(snapshot, readSides(snapshot));
  const flows = findNeededFlows(snapshot, workloads).flows.filter((flow) => isOf(flow, inhabited));
  const covered = findCovered(snapshot, namespaces, flows);
  const byEnds = Map.groupBy(flows, ({ from, to }) => `${renderFlowEnd(from)} → ${renderFlowEnd(to)}`);
  return [...byEnds].flatMap(([what, same]): readonly Item[] => {
    const cut = same.find((flow) => !covered.has(flow));
    const shown = cut ?? same[0];
    if (shown === undefined) return [];
    const { because, ports } = shown;
    const item: Item = {
      what,
      ref: because.resource?.ref ?? null,
      state: cut === undefined ? 'met' : 'unmet',
      proof: cut !== undefined ? null : snapshot.kind === 'cluster' ? 'enforced' : 'declared',
      why:
        cut === undefined
          ? `is allowed by name (${because.text})`
          : `no policy allows ${ports.map(({ protocol, port }) => `${protocol} ${port}`).join(', ')} by name (${because.text})`,
      source: because.resource === null ? '' : where(because.resource, because.path),
      controls: cut === undefined ? [] : namespacesOf(cut).map((name) => `network/default-deny/${name}`),
    };
    return [item];
  });
};

const namespacesOf = ({ from, to }: NeededFlow): readonly string[] => [
  ...new Set([from, to].flatMap((end) => (end.kind === 'workload' ? [end.workload.namespace] : []))),
];

const isOf = (flow: NeededFlow, inhabited: ReadonlySet<string>): boolean =>
  namespacesOf(flow).some((name) => inhabited.has(name)) &&
  [flow.from, flow.to].every((end) => end.kind !== 'workload' || !end.workload.hostNetwork);
