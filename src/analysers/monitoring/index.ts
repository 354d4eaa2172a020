/** Surveys what watches at run time: a sensor on every node, routes to people, and dashboards. */

import { isOneOf } from '../is-one-of.ts';
import type { Survey } from '../survey.ts';
import { alertKinds, alertmanagerText, listAlerts } from './list-alerts.ts';
import { dashboardKind, isDashboard, listDashboards } from './list-dashboards.ts';
import { falcoKind, listSensors } from './list-sensors.ts';

const kinds = [...alertKinds, dashboardKind, falcoKind, { group: '', kind: 'ConfigMap' }] as const;

export const monitoringSurvey: Survey = {
  id: 'monitoring',
  kinds,
  keep: (resource) => {
    const { ref } = resource;
    if (!isOneOf(ref, kinds)) return null;
    return ref.kind !== 'ConfigMap' || isDashboard(resource) || alertmanagerText(resource) !== null ? resource : null;
  },
  observe: (snapshot, where) => [
    { criterion: 'monitoring/falco', items: listSensors(snapshot, where), doubt: null },
    { criterion: 'monitoring/alerts', items: listAlerts(snapshot, where), doubt: null },
    { criterion: 'monitoring/dashboards', items: listDashboards(snapshot, where), doubt: null },
  ],
};
