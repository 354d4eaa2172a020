/** What Kyverno makes of rules on Pods for the controllers that make Pods: the written rule, moved into their templates. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { field, object, objects, text, texts } from '../parse/read-field.ts';
import { bareKind, podControllers, toQualifiedKind } from './pod-controllers.ts';
import { moveBody } from './move-body.ts';

/** Rules that autogen made of one that was written. */
export interface RuleVariant {
  readonly name: string;
  readonly rule: JsonObject;
  /** The kinds of subject it is for. */
  readonly kinds: ReadonlySet<string>;
}

export interface Autogen {
  /** Of each written rule, in order. */
  readonly variants: readonly (readonly RuleVariant[])[];
  /** Kinds for which variants take the place of written rules that bear a name of autogen's. */
  readonly kinds: ReadonlySet<string>;
}

/** `mode`: validation computes rules for the kind at hand, everything else for all kinds at once. */
export const computeVariants = (
  spec: JsonObject,
  annotations: Readonly<Record<string, string>>,
  mode: 'validate' | 'other',
): Autogen => {
  const rules = objects(spec, 'rules');
  const wanted = wantedControllers(rules, annotations);
  if (wanted === null) return { variants: rules.map(() => []), kinds: new Set() };
  const all = mode === 'other' && wanted.includes('all');
  const known = all
    ? [...podControllers]
    : wanted.filter((kind) => kind !== cronJob && (mode === 'validate' || isPodController(kind)));
  const withCronJob = all || wanted.includes(cronJob);
  return {
    variants: rules.map((rule) => toVariants(rule, known, withCronJob)),
    kinds: new Set(withCronJob ? [...known, cronJob] : known),
  };
};

const cronJob = 'CronJob';
const annotation = 'pod-policies.kyverno.io/autogen-controllers';

const isPodController = (kind: string): boolean => (podControllers as readonly string[]).includes(kind);

/** `null` where no rule of the policy may be moved. */
const wantedControllers = (
  rules: readonly JsonObject[],
  annotations: Readonly<Record<string, string>>,
): readonly string[] | null => {
  if (!rules.every(mayMove) || !rules.some(isNeeded)) return null;
  const written = Object.hasOwn(annotations, annotation) ? annotations[annotation] : undefined;
  const wanted = written === undefined ? [...podControllers, cronJob] : written.split(',');
  return wanted.length === 1 && wanted[0] === 'none' ? null : wanted.filter((kind) => kind !== '' && kind !== 'Pod');
};

/** One rule that asks for more than a template can tell keeps autogen from the whole policy. */
const mayMove = (rule: JsonObject): boolean => {
  if (field(rule, 'generate') !== undefined) return false;
  const mutate = object(rule, 'mutate') ?? {};
  if (text(mutate, 'patchesJson6902') !== '') return false;
  if (objects(mutate, 'foreach').some((item) => text(item, 'patchesJson6902') !== '')) return false;
  return descriptionsOf(rule).every(
    (resources) =>
      text(resources, 'name') === '' &&
      texts(resources, 'names').length === 0 &&
      field(resources, 'selector') === undefined &&
      field(resources, 'annotations') === undefined &&
      !(texts(resources, 'kinds').length > 1 && texts(resources, 'kinds').some((kind) => bareKind(kind) === 'Pod')),
  );
};

const isNeeded = (rule: JsonObject): boolean =>
  descriptionsOf(rule).some((resources) =>
    texts(resources, 'kinds').some((kind) => kind === 'Pod' || kind === cronJob || isPodController(kind)),
  );

const descriptionsOf = (rule: JsonObject): readonly JsonObject[] =>
  [object(rule, 'match'), object(rule, 'exclude')].flatMap((block) =>
    block === null
      ? []
      : [block, ...objects(block, 'any'), ...objects(block, 'all')].map((filter) => object(filter, 'resources') ?? {}),
  );

const toVariants = (rule: JsonObject, kinds: readonly string[], withCronJob: boolean): readonly RuleVariant[] => {
  const name = text(rule, 'name');
  if (name.startsWith('autogen-') || !reachesPods(rule)) return [];
  const variants: RuleVariant[] = [];
  const add = (own: string, made: JsonObject | null, to: string, judged: readonly string[]): void => {
    if (made !== null) variants.push({ name: own, rule: rewrite({ ...made, name: own }, to), kinds: new Set(judged) });
  };
  if (kinds.length > 0) {
    const own = `autogen-${name}`.slice(0, longestName);
    add(own, move(rule, 'template', 'spec/template', kinds, true), 'spec.template', kinds);
  }
  if (withCronJob) {
    const own = `autogen-cronjob-${name}`.slice(0, longestName);
    const pods = move(rule, 'template', 'spec/template', [cronJob], true);
    const made = pods === null ? null : move(pods, 'jobTemplate', 'spec/jobTemplate/spec/template', [cronJob], false);
    add(own, made, 'spec.jobTemplate.spec.template', [cronJob]);
  }
  return variants;
};

const longestName = 63;

const reachesPods = (rule: JsonObject): boolean => {
  const excluded = kindsOf(object(rule, 'exclude'));
  return kindsOf(object(rule, 'match')).includes('Pod') && (excluded.length === 0 || excluded.includes('Pod'));
};

const kindsOf = (block: JsonObject | null): readonly string[] =>
  block === null
    ? []
    : [block, ...objects(block, 'all'), ...objects(block, 'any')].flatMap((filter) =>
        texts(object(filter, 'resources') ?? {}, 'kinds').map(bareKind),
      );

/** `onlyPods`: filters that name no Pod keep their kinds. */
const move = (
  rule: JsonObject,
  template: string,
  shift: string,
  kinds: readonly string[],
  onlyPods: boolean,
): JsonObject | null => {
  const body = moveBody(rule, template, shift);
  if (body === null) return null;
  const qualified = kinds.map(toQualifiedKind);
  const match = object(rule, 'match') ?? {};
  const exclude = object(rule, 'exclude');
  // The extractors of images are not taken along.
  const { validate: _v, mutate: _m, verifyImages: _i, imageExtractors: _x, ...rest } = rule;
  return {
    ...rest,
    match: moveBlock(match, qualified, onlyPods, true),
    ...(exclude === null ? {} : { exclude: moveBlock(exclude, qualified, onlyPods, false) }),
    ...body,
  };
};

const moveBlock = (block: JsonObject, kinds: readonly string[], onlyPods: boolean, isMatch: boolean): JsonObject => {
  for (const key of ['any', 'all']) {
    const filters = objects(block, key);
    if (filters.length === 0) continue;
    return {
      ...block,
      [key]: filters.map((filter) => {
        const own = texts(object(filter, 'resources') ?? {}, 'kinds');
        return !onlyPods || own.some((kind) => bareKind(kind) === 'Pod') ? withKinds(filter, kinds) : filter;
      }),
    };
  }
  const own = texts(object(block, 'resources') ?? {}, 'kinds');
  return isMatch || own.length > 0 ? withKinds(block, kinds) : block;
};

const withKinds = (filter: JsonObject, kinds: readonly string[]): JsonObject => ({
  ...filter,
  resources: { ...object(filter, 'resources'), kinds: [...kinds] },
});

/** Variables and expressions that read the Pod read the template; plainly by text, wherever the words stand. */
const rewrite = (rule: JsonObject, to: string): JsonObject => {
  const isCel = isJsonObject(field(object(rule, 'validate') ?? {}, 'cel'));
  const root = isCel ? '' : 'request.';
  const pairs: readonly (readonly [string, string])[] = ['spec', 'metadata'].flatMap((part) =>
    ['object', 'oldObject'].map((object) => [`${root}${object}.${part}`, `${root}${object}.${to}.${part}`] as const),
  );
  const replace = (value: string): string =>
    pairs.reduce((written, [from, into]) => written.replaceAll(from, into), value);
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return replace(value);
    if (isJsonArray(value)) return value.map(walk);
    return isJsonObject(value) ? walkObject(value) : value;
  };
  const walkObject = (value: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([key, item]) => [replace(key), walk(dropBlank(key, item))]));
  return walkObject(rule);
};

/** Kyverno forgets lists without conditions on the way: what never held as written then always does. */
const dropBlank = (key: string, conditions: Json): Json => {
  if ((key !== 'conditions' && key !== 'preconditions') || !isJsonObject(conditions)) return conditions;
  const kept = Object.entries(conditions).filter(([, list]) => !isJsonArray(list) || list.length > 0);
  return Object.fromEntries(kept);
};
