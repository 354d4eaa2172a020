/** Takes away what a policy excludes from the controls a pod breaks, the way Kyverno does. */

import { compileWildcard, type TextTest } from '../../../lang/pattern/wildcard.ts';
import { toPodView, type PodView } from '../../../kube/pod-security/pod-view.ts';
import { containerLists } from '../../../kube/workload/containers.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { evaluateControls, type ControlFailure, type ControlRevision } from './evaluate-controls.ts';
import { renderRestrictedField, type FieldError } from './field-error.ts';

/** One entry of `exclude`, compiled. */
export interface Exclusion {
  readonly controlName: string;
  /** Which containers it is for; `null` for the pod itself. */
  readonly images: TextTest | null;
  /** With `*` for indices; the empty text for every field of the control. */
  readonly restrictedField: string;
  /** Which values it allows; `null` for all. */
  readonly values: TextTest | null;
}

/** True for a text that any of the wildcards matches. */
export const compileAnyWildcard = (patterns: readonly string[]): TextTest => {
  const tests = patterns.map(compileWildcard);
  return (text) => tests.some((test) => test(text));
};

/**
 * Kyverno judges again what the entry is for, alone: the pod with one empty container, or the containers with those
 * images and no pod around them. Each field that fails there and fits the entry takes one such field away here.
 */
export const excludeControls = (
  failures: readonly ControlFailure[],
  exclusions: readonly Exclusion[],
  selected: readonly ControlRevision[],
  pod: PodView,
): readonly ControlFailure[] => {
  let left = failures;
  for (const exclusion of exclusions) {
    if (left.length === 0) return left;
    const alone = evaluateControls(
      selected,
      exclusion.images === null ? toPodAlone(pod) : toMatching(pod, exclusion.images),
    );
    left = left.flatMap((failure) => excludeOne(failure, exclusion, alone));
  }
  return left;
};

const excludeOne = (
  failure: ControlFailure,
  exclusion: Exclusion,
  alone: readonly ControlFailure[],
): readonly ControlFailure[] => {
  if (failure.errors === null || failure.control.name !== exclusion.controlName) return [failure];
  const errors = [...failure.errors];
  for (const { control, errors: excluded } of alone) {
    if (control !== failure.control) continue;
    for (const error of excluded ?? []) if (isExcluded(error, exclusion)) takeAway(errors, error, exclusion);
  }
  return errors.length === 0 ? [] : [{ control: failure.control, errors }];
};

const isExcluded = (error: FieldError, { restrictedField, values }: Exclusion): boolean => {
  if (restrictedField !== '' && renderRestrictedField(error) !== restrictedField) return false;
  return values === null || toBadValues(error).every(values);
};

const toBadValues = ({ bad }: FieldError): readonly string[] => {
  if (typeof bad === 'object') return bad;
  return bad === '' ? [] : [String(bad)];
};

/** The first like it; the last takes its place, as in Kyverno's own list. */
const takeAway = (errors: FieldError[], excluded: FieldError, { images }: Exclusion): void => {
  const field = renderRestrictedField(excluded);
  const index = errors.findIndex(
    (error) =>
      renderRestrictedField(error) === field &&
      (images === null || error.container === null || error.container === (excluded.container ?? '')),
  );
  const last = errors.pop();
  if (index >= 0 && index < errors.length && last !== undefined) errors[index] = last;
  else if (index < 0 && last !== undefined) errors.push(last);
};

const toPodAlone = ({ spec, annotations }: PodView): PodView => {
  const { initContainers, ephemeralContainers, ...rest } = spec;
  void initContainers;
  void ephemeralContainers;
  return toView({ ...rest, containers: [{ name: 'fake' }] }, annotations);
};

const toMatching = ({ spec }: PodView, images: TextTest): PodView => {
  const matching: Record<string, Json> = {};
  for (const list of containerLists) {
    const containers = spec[list];
    if (isJsonArray(containers)) matching[list] = containers.filter((container) => images(imageOf(container)));
  }
  return toView(matching, {});
};

const imageOf = (container: Json): string =>
  isJsonObject(container) && typeof container['image'] === 'string' ? container['image'] : '';

const toView = (spec: JsonObject, annotations: JsonObject): PodView =>
  toPodView({ kind: 'template', prefix: [], metadata: { annotations }, spec });
