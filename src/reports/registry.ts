/** The report formats, in the order help lists them. */

import { htmlReport } from './html/index.ts';
import { jsonReport } from './json/index.ts';
import { junitReport } from './junit/index.ts';
import { markdownReport } from './markdown/index.ts';
import { openReports } from './open-reports/index.ts';
import { policyReport } from './policy-report/index.ts';
import type { ReportFormat } from './report.ts';
import { sarifReport } from './sarif/index.ts';
import { tableReport } from './table/index.ts';

export const reportFormats: readonly ReportFormat[] = toRegistry([
  tableReport,
  jsonReport,
  sarifReport,
  junitReport,
  markdownReport,
  htmlReport,
  policyReport,
  openReports,
]);

/** Two formats of one name would leave one unreachable: refused when the program starts, with the name. */
function toRegistry(formats: readonly ReportFormat[]): readonly ReportFormat[] {
  const seen = new Set<string>();
  for (const { id } of formats) {
    if (seen.has(id)) throw new Error(`two report formats are called ${id}`);
    seen.add(id);
  }
  return Object.freeze([...formats]);
}
