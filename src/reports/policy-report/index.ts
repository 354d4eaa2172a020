/** PolicyReport objects of wgpolicyk8s.io, for dashboards that read them from the cluster. */

import { renderPolicyReports } from '../policy-results.ts';
import type { ReportFormat } from '../report.ts';

export const policyReport = {
  id: 'policyreport',
  summary: 'PolicyReport objects (wgpolicyk8s.io/v1alpha2), one or more a namespace',
  extension: 'yaml',
  render: (report) =>
    renderPolicyReports(report, {
      apiVersion: 'wgpolicyk8s.io/v1alpha2',
      namespacedKind: 'PolicyReport',
      clusterKind: 'ClusterPolicyReport',
      fields: {},
    }),
} satisfies ReportFormat;
