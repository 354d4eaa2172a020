/** A data store to which every pod of the cluster may connect: one stolen workload away from everybody's data. */

import type { PodSide } from '../../kube/network/side.ts';
import { nameOf, toEnforced, toNotEnforced, type Judged } from '../gap.ts';
import type { Decision } from './index-policies.ts';
import { policyContext, workloadContext, type NetworkGap, type NetworkView, type Workload } from './view.ts';

export const openData: NetworkGap = {
  rule: {
    id: 'network/open-data',
    title: 'A data store accepts connections from those who need it',
    severity: 'medium',
    layer: 'network',
    control: 'network-open-data',
    what: 'What answers at the usual port of a database, cache, queue or search engine is selected by a network policy whose rules name who may call, and the internet does not reach it.',
    why: 'Any pod of any namespace can try its passwords, and caches often ask for none. A workload that was taken at the edge goes straight for the data.',
    fine: 'Where a mesh admits only named identities to it, or it holds nothing worth protecting.',
    remediation:
      'Give the data store a NetworkPolicy for Ingress that names its callers and its port: namespaceSelector and podSelector in one item of from.',
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
      'https://kubernetes.io/docs/tasks/administer-cluster/declare-network-policy/',
    ],
  },
  subjects: workloadContext.slice(0, -1),
  context: [...policyContext, '/Namespace'],
  judge: (view) => view.workloads.flatMap((workload) => judge(workload, view)),
};

const judge = (workload: Workload, view: NetworkView): readonly Judged[] => {
  const doors = workload.sides.flatMap(([index, side]) => toDataPorts(side).map((port) => ({ index, side, port })));
  const [first] = doors;
  if (first === undefined) return [];
  const outside = workload.exposures.find(
    ({ from, port, protocol }) => from === 'internet' && protocol === 'TCP' && doors.some((door) => door.port === port),
  );
  if (outside !== undefined && outside.port !== null)
    return [
      toNotEnforced(
        workload.resource,
        `${stores.get(outside.port) ?? 'A data store'} that is open beyond the cluster: ${nameOf(outside.by)} leads to its port ${outside.port}`,
        { severity: 'high' },
      ),
    ];
  for (const { index, side, port } of doors) {
    // No policy of Kubernetes holds for it: that is another finding.
    if (side.hostNetwork) continue;
    const decision = view.policies.decide('ingress', index, { kind: 'stranger' }, port);
    if (decision.kind === 'denied') continue;
    return [
      toNotEnforced(
        workload.resource,
        `Every pod may connect to its port ${port} (${stores.get(port) ?? 'a data store'}): ${toReason(decision)}`,
        toDetails(decision),
      ),
    ];
  }
  return [toEnforced(workload.resource, 'Is closed to pods that no policy names')];
};

const toReason = (decision: Exclude<Decision, { kind: 'denied' }>): string =>
  decision.kind === 'open'
    ? 'no network policy selects it for incoming connections'
    : `${nameOf(decision.by.resource)} lets everybody in`;

const toDetails = (decision: Exclude<Decision, { kind: 'denied' }>): Parameters<typeof toNotEnforced>[2] =>
  decision.kind === 'open'
    ? {}
    : { evidence: [{ text: `the rule ${decision.rule.path}`, source: nameOf(decision.by.resource) }] };

const toDataPorts = ({ ports }: PodSide): readonly number[] => [
  ...new Set(ports.filter(({ protocol, port }) => protocol === 'TCP' && stores.has(port)).map(({ port }) => port)),
];

/** Only ports that hardly anything else uses. */
const stores: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5672, 'AMQP'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [7687, 'Neo4j'],
  [9042, 'Cassandra'],
  [9092, 'Kafka'],
  [9200, 'Elasticsearch'],
  [11_211, 'Memcached'],
  [26_257, 'CockroachDB'],
  [27_017, 'MongoDB'],
]);
