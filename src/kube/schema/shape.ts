/** Finds objects whose shape shows that something slipped: indentation lost, or a text where an object belongs. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { renderFieldPath, type FieldPath } from '../../model/field-path.ts';
import { toGroup } from '../../model/resource.ts';
import { groupsOfKind, isBuiltInGroup, isNamespaced, kindMeantBy } from './kinds.ts';
import type { ShapeProblem } from './to-resource.ts';
import { levels, podLevels, type Level } from './pod-fields.ts';

/**
 * At most one problem for each level of the object, the outermost first. It looks at the kinds that hold pods and at
 * `metadata` of every kind: there a slip decides about security, and the fields are known.
 */
export const findShapeProblems = (object: JsonObject): readonly ShapeProblem[] => {
  const wrongKind = findWrongKind(object);
  if (wrongKind !== undefined) return [wrongKind];
  const kind = typeof object.kind === 'string' ? object.kind : '';
  const isBuiltIn =
    typeof object.apiVersion === 'string' && isNamespaced(toGroup(object.apiVersion), kind) !== undefined;
  const tour: Tour = { kind, problems: [] };
  if (!isBuiltIn) return [];
  const spec = podLevels.get(kind);
  if (spec === undefined) visitPlain(tour, object);
  else visit(tour, object, spec, []);
  return tour.problems;
};

interface Tour {
  readonly kind: string;
  readonly problems: ShapeProblem[];
}

/** A kind that the group of Kubernetes it claims does not have: the API server refuses it, and no rule knows it. */
const findWrongKind = (object: JsonObject): ShapeProblem | undefined => {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const group = toGroup(apiVersion);
  if (!isBuiltInGroup(group)) return undefined;
  const known = groupsOfKind(kind);
  if (known.includes(group)) return undefined;
  const [right] = known;
  if (right !== undefined) {
    const place = right === '' ? 'the core group (`v1`)' : `\`${right}\``;
    const message = `there is no ${kind} in \`${apiVersion}\`, so the API server refuses it; it belongs to ${place}`;
    return { severity: 'error', message, path: ['apiVersion'] };
  }
  const meant = kindMeantBy(kind);
  if (meant !== undefined) {
    const message = `there is no kind \`${kind}\`, so the API server refuses it; did you mean \`${meant}\`?`;
    return { severity: 'error', message, path: ['kind'] };
  }
  // A newer Kubernetes may have it.
  const message = `no ${kind} in \`${apiVersion}\` is known here, so it was not judged; is it spelt as meant?`;
  return { severity: 'warning', message, path: ['kind'] };
};

/** A kind without a pod: only what all kinds share is known. */
const visitPlain = (tour: Tour, object: JsonObject): void => {
  const { metadata } = object;
  if (metadata !== undefined && metadata !== null && !isJsonObject(metadata)) {
    tour.problems.push(wrongType(tour, ['metadata'], metadata, 'an object'));
  } else if (metadata === null) reportFallen(tour, object, plainTop, []);
};

const plainTop: Level = { name: 'the top level', fields: new Set(), below: { metadata: 'metadata' } };

const visit = (tour: Tour, value: JsonObject, level: Level, path: FieldPath): void => {
  if (reportFallen(tour, value, level, path)) return;
  reportMissing(tour, value, level, path);
  for (const field in level.below) {
    const below = value[field];
    const name = level.below[field] ?? '';
    const next = levels[name];
    if (below === undefined || below === null || next === undefined) continue;
    if (level.lists?.has(field) === true) visitItems(tour, below, next, [...path, field]);
    else if (isJsonObject(below)) visit(tour, below, next, [...path, field]);
    else tour.problems.push(wrongType(tour, [...path, field], below, 'an object'));
  }
};

const visitItems = (tour: Tour, value: Json, level: Level, path: FieldPath): void => {
  if (!isJsonArray(value)) {
    tour.problems.push(wrongType(tour, path, value, 'a list'));
    return;
  }
  for (const [index, item] of value.entries()) {
    if (isJsonObject(item)) visit(tour, item, level, [...path, index]);
    else tour.problems.push(wrongType(tour, [...path, index], item, 'an object'));
  }
};

/**
 * What the API server refuses an object without. Left out it may be a patch that is merged elsewhere, so that is a
 * warning, and a Pod can be judged as far as it is there. Where something slipped already, this only follows from it.
 */
const reportMissing = (tour: Tour, value: JsonObject, level: Level, path: FieldPath): void => {
  if (tour.problems.length > 0) return;
  for (const field of level.needs ?? []) {
    const isLeftOut = value[field] === undefined;
    const isPart = tour.kind === 'Pod' || level.lists?.has(field) === true;
    if (isLeftOut ? isPart : value[field] !== null) continue;
    const at = [...path, field];
    const message = `this ${tour.kind} has ${isLeftOut ? 'no' : 'an empty'} \`${fieldsOf(at)}\`${isPart ? '' : ', so no pod to judge'}; the API server refuses it`;
    tour.problems.push({ severity: isLeftOut ? 'warning' : 'error', message, path: isLeftOut ? path : at });
    return;
  }
};

/**
 * Fields this level does not have, which belong below it or beside it. With their parent left empty the indentation
 * is lost for certain, and nothing at this level is as meant; else a single field slipped.
 */
const reportFallen = (tour: Tour, value: JsonObject, level: Level, path: FieldPath): boolean => {
  if (!hasStranger(value, level)) return false;
  const fallen = Object.keys(value)
    .filter((field) => !level.fields.has(field) && level.below[field] === undefined)
    .map((field) => ({ field, home: findHome(level, value, field) }))
    .filter((each): each is { readonly field: string; readonly home: Home } => each.home !== undefined);
  const telling = fallen.toSorted((a, b) => rank(a.field) - rank(b.field))[0];
  if (telling === undefined) return false;
  const { field, home } = telling;
  const more = fallen.length === 1 ? '' : ` (and ${fallen.length - 1} more so)`;
  const stands = `\`${field}\` stands ${placeOf(tour, level)} no such field`;
  const belongs = `it belongs ${home.where ?? `under ${fieldsOf([...path, ...home.path])}`}${more}`;
  const message = home.parentEmpty
    ? `the indentation seems lost: ${stands}; ${belongs}`
    : `${stands}, so Kubernetes ignores or refuses it; ${belongs}`;
  tour.problems.push({ severity: home.parentEmpty ? 'error' : 'warning', message, path: [...path, field] });
  return home.parentEmpty && path.length === 0;
};

/** A field this level does not have: few objects have one, and all are looked at. */
const hasStranger = (value: JsonObject, level: Level): boolean => {
  for (const field in value) if (!level.fields.has(field) && level.below[field] === undefined) return true;
  return false;
};

const placeOf = (tour: Tour, level: Level): string =>
  level.name === 'the top level' ? `at the top level, where a ${tour.kind} has` : `in ${level.name}, which has`;

const fieldsOf = (path: FieldPath): string => path.filter((segment) => typeof segment === 'string').join('.');

/** What decides about security is named before what does not. */
const rank = (field: string): number => {
  const index = telling.indexOf(field);
  return index < 0 ? telling.length : index;
};

const telling = [
  'runAsNonRoot',
  'allowPrivilegeEscalation',
  'privileged',
  'readOnlyRootFilesystem',
  'capabilities',
  'seccompProfile',
  'runAsUser',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'securityContext',
  'containers',
];

interface Home {
  readonly path: readonly string[];
  readonly parentEmpty: boolean;
  /** In words, where it is no level below. */
  readonly where?: string;
}

/** Where below this level the field belongs: the nearest level that has it, empty parents first. */
const findHome = (level: Level, value: JsonObject, field: string): Home | undefined => {
  let found: Home | undefined;
  for (const [name, key] of Object.entries(level.below)) {
    const home = searchBelow(key, [name], field, 0);
    if (home === undefined) continue;
    // The parent may have fallen out as well, and then it stands here, empty, too.
    const parentEmpty = home.some((each) => value[each] === null);
    if (
      found === undefined ||
      (parentEmpty && !found.parentEmpty) ||
      (parentEmpty === found.parentEmpty && home.length < found.path.length)
    ) {
      found = { path: home, parentEmpty };
    }
  }
  if (found !== undefined) return found;
  const beside = Object.entries(level.elsewhere ?? {}).find(([key]) => hasField(levels[key], field));
  return beside === undefined ? undefined : { path: [], parentEmpty: false, where: `in ${beside[1]}` };
};

const hasField = (level: Level | undefined, field: string): boolean =>
  level !== undefined && (level.fields.has(field) || level.below[field] !== undefined);

const searchBelow = (
  key: string,
  path: readonly string[],
  field: string,
  depth: number,
): readonly string[] | undefined => {
  const level = levels[key];
  if (level === undefined || depth > deepestHome) return undefined;
  if (hasField(level, field)) return path;
  let nearest: readonly string[] | undefined;
  for (const [name, below] of Object.entries(level.below)) {
    const found = searchBelow(below, [...path, name], field, depth + 1);
    if (found !== undefined && (nearest === undefined || found.length < nearest.length)) nearest = found;
  }
  return nearest;
};

/** spec → jobTemplate → spec → template → spec → containers → securityContext. */
const deepestHome = 8;

const wrongType = (tour: Tour, path: FieldPath, value: Json, wanted: string): ShapeProblem => {
  const message = `\`${renderFieldPath(path)}\` is ${describe(value)} where a ${tour.kind} has ${wanted}; is the indentation below it lost?`;
  return { severity: 'error', message, path };
};

const describe = (value: Json): string => {
  if (isJsonArray(value)) return 'a list';
  if (isJsonObject(value)) return 'an object';
  if (value === null) return 'empty';
  return typeof value === 'string' ? 'a text' : `a ${typeof value === 'boolean' ? 'boolean' : 'number'}`;
};
