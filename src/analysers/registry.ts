/** The analysers, in the order reports list their rules; and the charts, whose parts the attack graph is merged from. */

import type { Analyser } from './analyser.ts';
import type { Chart } from './chart.ts';
import { controlPlaneAnalyser } from './control-plane/index.ts';
import { enforcementAnalyser } from './enforcement/index.ts';
import { namespacesAnalyser } from './namespaces/index.ts';
import { networkAnalyser, networkChart } from './network/index.ts';
import { rbacAnalyser, rbacChart } from './rbac/index.ts';
import { secretsChart } from './secrets/index.ts';
import { webhooksAnalyser } from './webhooks/index.ts';
import { workloadChart } from './workload/index.ts';

export const analysers: readonly Analyser[] = toRegistry([
  namespacesAnalyser,
  enforcementAnalyser,
  webhooksAnalyser,
  rbacAnalyser,
  controlPlaneAnalyser,
  networkAnalyser,
]);

export const charts: readonly Chart[] = Object.freeze([workloadChart, networkChart, secretsChart, rbacChart]);

/** Two rules of one id could not be told apart in a report: refused when the program starts, with the id. */
function toRegistry(list: readonly Analyser[]): readonly Analyser[] {
  const seen = new Set<string>();
  for (const id of list.flatMap((analyser) => [analyser.id, ...analyser.rules.map((rule) => rule.id)])) {
    if (seen.has(id)) throw new Error(`two analysers or rules are called ${id}`);
    seen.add(id);
  }
  return Object.freeze([...list]);
}
