/** The analysers, in the order reports list their rules; the charts, whose parts the attack graph is merged from; and the surveys. */

import type { Analyser } from './analyser.ts';
import type { Chart } from './chart.ts';
import { controlPlaneAnalyser } from './control-plane/index.ts';
import { complianceSurvey } from './compliance/index.ts';
import { controlPlaneSurvey } from './control-plane/survey.ts';
import { enforcementAnalyser } from './enforcement/index.ts';
import { admissionSurvey } from './enforcement/survey.ts';
import { meshSurvey } from './mesh/index.ts';
import { monitoringSurvey } from './monitoring/index.ts';
import { namespacesAnalyser } from './namespaces/index.ts';
import { podSecuritySurvey } from './namespaces/survey.ts';
import { networkAnalyser, networkChart } from './network/index.ts';
import { networkSurvey } from './network/survey.ts';
import { pipelineSurvey } from './pipeline/index.ts';
import { rbacAnalyser, rbacChart } from './rbac/index.ts';
import { secretsChart } from './secrets/index.ts';
import { externalSecretsSurvey } from './secrets/survey.ts';
import type { Survey } from './survey.ts';
import { webhooksAnalyser } from './webhooks/index.ts';
import { workloadChart } from './workload/index.ts';
import { imageSurvey } from './workload/survey.ts';

export const analysers: readonly Analyser[] = toRegistry([
  namespacesAnalyser,
  enforcementAnalyser,
  webhooksAnalyser,
  rbacAnalyser,
  controlPlaneAnalyser,
  networkAnalyser,
]);

/** The dangerous rights that are judged, with everybody who holds them. */
export { listPowers } from './rbac/index.ts';

export const charts: readonly Chart[] = Object.freeze([workloadChart, networkChart, secretsChart, rbacChart]);

/** In the order of the roadmap. */
export const surveys: readonly Survey[] = Object.freeze([
  controlPlaneSurvey,
  podSecuritySurvey,
  networkSurvey,
  pipelineSurvey,
  imageSurvey,
  admissionSurvey,
  externalSecretsSurvey,
  monitoringSurvey,
  meshSurvey,
  complianceSurvey,
]);

/** Two rules of one id could not be told apart in a report: refused when the program starts, with the id. */
function toRegistry(list: readonly Analyser[]): readonly Analyser[] {
  const seen = new Set<string>();
  for (const id of list.flatMap((analyser) => [analyser.id, ...analyser.rules.map((rule) => rule.id)])) {
    if (seen.has(id)) throw new Error(`two analysers or rules are called ${id}`);
    seen.add(id);
  }
  return Object.freeze([...list]);
}
