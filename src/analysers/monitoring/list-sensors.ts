/** What watches system calls on the nodes, and whether it stands on every one of them. */

import { objectAt, textAt } from '../../model/read-object.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import { findUnread } from '../gap.ts';
import { findCharts, findRunning } from '../find-running.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Where } from '../survey.ts';
import { toItem, toLack } from '../to-item.ts';

const sensors: ReadonlyMap<string, string> = new Map([
  ['falco', 'Falco'],
  ['falco-no-driver', 'Falco'],
  ['falco-distroless', 'Falco'],
  ['tetragon', 'Tetragon'],
  ['kubearmor', 'KubeArmor'],
  ['tracee', 'Tracee'],
  ['sysdig/agent', 'Sysdig'],
  ['sysdig/agent-slim', 'Sysdig'],
  ['neuvector/enforcer', 'NeuVector'],
  ['falcon-sensor', 'CrowdStrike Falcon'],
  ['kubescape/node-agent', 'Kubescape'],
]);

const charts: ReadonlyMap<string, string> = new Map([
  ['falco', 'Falco'],
  ['tetragon', 'Tetragon'],
  ['kubearmor', 'KubeArmor'],
  ['kubearmor-operator', 'KubeArmor'],
  ['tracee', 'Tracee'],
]);

export const falcoKind = { group: 'instance.falcosecurity.dev', kind: 'Falco' } as const;

export const listSensors = (snapshot: Snapshot, where: Where): readonly Item[] => {
  const found = findRunning(snapshot, sensors);
  if (found.length > 0) return found.map(({ workload, name }) => judgeSensor(workload, name, snapshot, where));
  const asked = [
    ...findCharts(snapshot, charts),
    ...snapshot
      .list(falcoKind.group, falcoKind.kind)
      .filter(({ object }) => ['', 'DaemonSet'].includes(textAt(object, 'spec', 'type')))
      .map((resource) => ({ resource, name: 'Falco' })),
  ];
  // In a cluster what was asked for and does not run is not there.
  if (asked.length > 0 && snapshot.kind === 'manifests')
    return asked.map(({ resource, name }) =>
      toItem({ about: resource, state: 'met', why: `installs ${name}, which stands on every node` }, where),
    );
  const unread = findUnread(snapshot, 'apps/DaemonSet', null);
  const lack = toLack('A sensor on every node', 'no Falco, Tetragon, KubeArmor or Tracee was read', snapshot);
  return [
    unread === undefined ? lack : { ...lack, state: 'unknown', why: `DaemonSets could not be read: ${unread.reason}` },
  ];
};

const judgeSensor = (workload: StandingWorkload, name: string, snapshot: Snapshot, where: Where): Item => {
  const { resource: about, spec } = workload;
  if (about.ref.kind !== 'DaemonSet')
    return toItem({ about, state: 'unmet', why: `runs ${name}, but not as a DaemonSet on every node` }, where);
  const first = Object.keys(objectAt(spec, 'nodeSelector')).find((key) => !everyNode.has(key));
  if (first !== undefined)
    return toItem(
      {
        about,
        state: 'unmet',
        why: `runs ${name} only on nodes with the label ${first}`,
        path: 'spec.template.spec.nodeSelector',
      },
      where,
    );
  const bare = listBareNodes(workload, snapshot);
  if (bare.length > 0)
    return toItem(
      {
        about,
        state: 'unmet',
        why: `runs ${name}, and not on ${bare.slice(0, 3).join(', ')}${bare.length > 3 ? ` and ${bare.length - 3} more nodes` : ''}`,
      },
      where,
    );
  return toItem({ about, state: 'met', why: `runs ${name} on every node` }, where);
};

/** What every node of a usual cluster has. */
const everyNode: ReadonlySet<string> = new Set(['kubernetes.io/os', 'kubernetes.io/arch', 'beta.kubernetes.io/os']);

/** Only where its pods were read; sensors of system calls are for Linux. */
const listBareNodes = ({ nodes }: StandingWorkload, snapshot: Snapshot): readonly string[] => {
  if (snapshot.kind !== 'cluster' || nodes.length === 0) return [];
  const on = new Set(nodes);
  return snapshot
    .list('', 'Node')
    .filter(({ object }) => textAt(object, 'metadata', 'labels', 'kubernetes.io/os') !== 'windows')
    .flatMap(({ ref }) => (on.has(ref.name) ? [] : [ref.name]));
};
