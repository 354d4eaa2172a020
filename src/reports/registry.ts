/** The report formats, in the order help lists them. */

import { jsonReport } from './json/index.ts';
import type { ReportFormat } from './report.ts';
import { tableReport } from './table/index.ts';

export const reportFormats: readonly ReportFormat[] = toRegistry([tableReport, jsonReport]);

/** Two formats of one name would leave one unreachable: refused when the program starts, with the name. */
function toRegistry(formats: readonly ReportFormat[]): readonly ReportFormat[] {
  const seen = new Set<string>();
  for (const { id } of formats) {
    if (seen.has(id)) throw new Error(`two report formats are called ${id}`);
    seen.add(id);
  }
  return Object.freeze([...formats]);
}
