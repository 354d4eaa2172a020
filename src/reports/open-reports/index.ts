/** Report objects of openreports.io, which follows on PolicyReport. */

import { renderPolicyReports } from '../policy-results.ts';
import type { ReportFormat } from '../report.ts';

export const openReports = {
  id: 'openreports',
  summary: 'OpenReports objects (openreports.io/v1alpha1), one or more a namespace',
  extension: 'yaml',
  render: (report) =>
    renderPolicyReports(report, {
      apiVersion: 'openreports.io/v1alpha1',
      namespacedKind: 'Report',
      clusterKind: 'ClusterReport',
      fields: { source: 'vauban' },
    }),
} satisfies ReportFormat;
