/** Dashboards of Grafana, and whether a Grafana shows them. */

import { at, objectAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import { findCharts, findRunning } from '../find-running.ts';
import type { Where } from '../survey.ts';
import { toItem, toLack } from '../to-item.ts';

export const dashboardKind = { group: 'grafana.integreatly.org', kind: 'GrafanaDashboard' } as const;

export const listDashboards = (snapshot: Snapshot, where: Where): readonly Item[] => {
  const boards = [
    ...snapshot.list('', 'ConfigMap').filter(isDashboard),
    ...snapshot.list(dashboardKind.group, dashboardKind.kind),
  ];
  const own = findRunning(snapshot, new Map([['falcosidekick-ui', 'Falcosidekick']]));
  const charts =
    snapshot.kind === 'cluster'
      ? []
      : findCharts(snapshot, new Map([['kube-prometheus-stack', 'Grafana']])).filter(
          ({ values }) =>
            at(values, 'grafana', 'enabled') !== false && at(values, 'grafana', 'defaultDashboardsEnabled') !== false,
        );
  const items = [
    ...boards.map((about) => toItem({ about, state: 'met', why: 'is a dashboard of Grafana' }, where)),
    ...own.map(({ workload: { resource } }) =>
      toItem({ about: resource, state: 'met', why: 'shows the alerts of Falco' }, where),
    ),
    ...charts.map(({ resource }) =>
      toItem({ about: resource, state: 'met', why: 'installs Grafana with the dashboards it comes with' }, where),
    ),
  ];
  if (items.length === 0)
    return [
      toLack('A dashboard', 'no ConfigMap labelled grafana_dashboard and no GrafanaDashboard was read', snapshot),
    ];
  const isShown =
    boards.length === 0 ||
    snapshot.kind === 'manifests' ||
    findRunning(
      snapshot,
      new Map(['grafana/grafana', 'grafana', 'grafana-oss', 'grafana-enterprise'].map((name) => [name, 'Grafana'])),
    ).length > 0;
  return isShown
    ? items
    : [...items, toLack('Grafana', 'dashboards lie there, and no Grafana that shows them runs', snapshot)];
};

/** The label that the sidecar of Grafana's chart looks for, whatever its value, on what holds a dashboard. */
export const isDashboard = ({ object }: Resource): boolean =>
  at(object, 'metadata', 'labels', 'grafana_dashboard') !== undefined &&
  Object.entries(objectAt(object, 'data')).some(
    ([key, text]) => key.endsWith('.json') && typeof text === 'string' && text.includes('{'),
  );
