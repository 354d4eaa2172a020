/** What is an alert, and who is told: rules without a route are log lines, and a route to nobody is none. */

import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { isJsonArray, type Json } from '../../model/json.ts';
import { at, objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import { findCharts, findRunning, type Running } from '../find-running.ts';
import type { Where } from '../survey.ts';
import { toItem, toLack, type ItemDraft } from '../to-item.ts';

export const alertKinds = [
  { group: 'monitoring.coreos.com', kind: 'PrometheusRule' },
  { group: 'monitoring.coreos.com', kind: 'AlertmanagerConfig' },
  { group: 'operator.victoriametrics.com', kind: 'VMRule' },
  { group: 'operator.victoriametrics.com', kind: 'VMAlertmanagerConfig' },
  { group: 'notification.toolkit.fluxcd.io', kind: 'Alert' },
] as const;

export const listAlerts = (snapshot: Snapshot, where: Where): readonly Item[] => {
  const rules = [
    ...snapshot.list('monitoring.coreos.com', 'PrometheusRule'),
    ...snapshot.list('operator.victoriametrics.com', 'VMRule'),
  ].filter(({ object }) =>
    objectsAt(object, 'spec', 'groups').some((group) =>
      objectsAt(group, 'rules').some((rule) => textAt(rule, 'alert') !== ''),
    ),
  );
  const routes = listRoutes(snapshot);
  const items = [
    ...rules.map((about): ItemDraft => ({ about, state: 'met', why: 'says what is an alert' })),
    ...routes,
  ].map((draft) => toItem(draft, where));
  // One that cannot be told is a route all the same: it is said once.
  return routes.length > 0
    ? items
    : [
        ...items,
        toLack(
          'A route from alerts to people',
          `no Alertmanager, AlertmanagerConfig or Falcosidekick was read`,
          snapshot,
        ),
      ];
};

const listRoutes = (snapshot: Snapshot): readonly ItemDraft[] => {
  const configurations = [
    ...snapshot.list('monitoring.coreos.com', 'AlertmanagerConfig'),
    ...snapshot.list('operator.victoriametrics.com', 'VMAlertmanagerConfig'),
  ].map((about) => judgeReceivers(about, at(about.object, 'spec', 'receivers'), 'spec.receivers'));
  const files = snapshot.list('', 'ConfigMap').flatMap((about): readonly ItemDraft[] => {
    const text = alertmanagerText(about);
    if (text === null) return [];
    const parsed = parseYaml(text);
    return [judgeReceivers(about, parsed.kind === 'defect' ? undefined : at(parsed.value, 'receivers'), 'data')];
  });
  const flux = snapshot
    .list('notification.toolkit.fluxcd.io', 'Alert')
    .filter(({ object }) => at(object, 'spec', 'suspend') !== true)
    .map((about): ItemDraft => ({ about, state: 'met', why: 'says who is told' }));
  const sidekicks = findRunning(snapshot, new Map([['falcosidekick', 'Falcosidekick']])).map(judgeSidekick);
  const charts = snapshot.kind === 'cluster' ? [] : listSidekickCharts(snapshot);
  const told = [...configurations, ...files, ...flux, ...sidekicks, ...charts];
  // Its own configuration is a Secret, which nobody reads; what names receivers beside it has told already.
  return told.some(({ state }) => state === 'met') ? told : [...told, ...listManagers(snapshot)];
};

/** A receiver without any channel swallows what it gets: `null`, as charts ship it. */
const judgeReceivers = (about: Resource, receivers: Json | undefined, path: string): ItemDraft => {
  const tellsSomebody = objectsAt({ receivers: receivers ?? null }, 'receivers').some((receiver) =>
    Object.entries(receiver).some(
      ([name, value]) => /_?[cC]onfigs$/.test(name) && isJsonArray(value) && value.length > 0,
    ),
  );
  return tellsSomebody
    ? { about, state: 'met', why: 'says who is told' }
    : { about, state: 'unmet', why: 'has no receiver that tells anybody', path };
};

const judgeSidekick = ({ workload: { resource: about, spec }, container: { object } }: Running): ItemDraft => {
  const hasOutput =
    objectsAt(object, 'env').length > 0 ||
    objectsAt(object, 'envFrom').length > 0 ||
    objectsAt(spec, 'volumes').length > 0;
  return hasOutput
    ? { about, state: 'met', why: 'runs Falcosidekick, which sends alerts on' }
    : { about, state: 'unmet', why: 'runs Falcosidekick without any output' };
};

const listSidekickCharts = (snapshot: Snapshot): readonly ItemDraft[] =>
  findCharts(
    snapshot,
    new Map([
      ['falco', 'falco'],
      ['falcosidekick', 'falcosidekick'],
    ]),
  ).flatMap(({ resource: about, name, values }): readonly ItemDraft[] => {
    const isOn = name === 'falcosidekick' || at(values, 'falcosidekick', 'enabled') === true;
    return isOn ? [{ about, state: 'met', why: 'installs Falcosidekick, which sends alerts on' }] : [];
  });

const listManagers = (snapshot: Snapshot): readonly ItemDraft[] => [
  ...findRunning(snapshot, new Map([['alertmanager', 'Alertmanager']])).map(
    ({ workload: { resource } }): ItemDraft => ({
      about: resource,
      state: 'unknown',
      why: 'runs Alertmanager, whose receivers lie in a Secret that is not read',
    }),
  ),
  ...(snapshot.kind === 'cluster'
    ? []
    : findCharts(snapshot, new Map([['kube-prometheus-stack', 'Alertmanager']])).map(
        ({ resource, values }): ItemDraft => {
          const receivers = at(values, 'alertmanager', 'config', 'receivers');
          return receivers === undefined
            ? {
                about: resource,
                state: 'unmet',
                why: 'installs Alertmanager with the receiver it comes with, which tells nobody',
              }
            : judgeReceivers(resource, receivers, 'spec');
        },
      )),
];

export const alertmanagerText = ({ object }: Resource): string | null => {
  const data = objectAt(object, 'data');
  const key = Object.keys(data).find((name) => /^alertmanager\.ya?ml$/.test(name));
  return key === undefined ? null : textAt(data, key);
};
