/** What a survey finds in YAML text for one criterion, a line an item, for tests. */

import { keepForAttacks } from './keep-for-attacks.ts';
import { toSnapshot, type SnapshotExtras } from './snapshot-of-yaml.ts';
import type { Survey } from './survey.ts';
import { renderAbout } from './to-item.ts';

export interface SurveyedOf {
  readonly criterion: string;
  /** Default `manifests`. */
  readonly kind?: SnapshotExtras['kind'];
  readonly extras?: Omit<SnapshotExtras, 'kind'>;
}

/** `met (declared): Namespace shop: enforces the level restricted`, and last `doubt: …` where there is one. */
export const surveyYaml = (
  survey: Survey,
  text: string,
  { criterion, kind = 'manifests', extras = {} }: SurveyedOf,
): readonly string[] => {
  const keep: Survey['keep'] = (resource) => keepForAttacks(resource) ?? survey.keep(resource);
  const found = survey
    .observe(toSnapshot(text, { keep }, { kind, ...extras }), (resource, path) => `${renderAbout(resource)} ${path}`)
    .filter((each) => each.criterion === criterion);
  if (found.length !== 1) throw new Error(`${survey.id} answers ${criterion} ${found.length} times`);
  return found.flatMap(({ items, doubt }) => [
    ...items.map(({ state, proof, what, why }) => `${state}${proof === null ? '' : ` (${proof})`}: ${what}: ${why}`),
    ...(doubt === null ? [] : [`doubt: ${doubt}`]),
  ]);
};
