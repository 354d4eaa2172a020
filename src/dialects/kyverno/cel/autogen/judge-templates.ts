/** Judges each Pod template found inside an object of a custom kind, as the Pod it would make. */

import type { Value } from '../../../../lang/cel/value.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../model/json.ts';
import { conditionsNotMet, respond, type CelResponse } from '../cel-response.ts';
import { textOf } from '../parse/fields.ts';
import type { SubjectView } from '../subject-view.ts';

export interface TemplatePod {
  readonly object: Value;
  readonly oldObject: Value;
  readonly request: Value;
}

/** The first that fails or cannot be told decides; one that is excepted does not speak for the others. */
export const judgeTemplates = (view: SubjectView, judge: (pod: TemplatePod) => CelResponse): CelResponse => {
  const { object, oldObject } = view.attributes;
  const source = object ?? oldObject ?? {};
  const templates = findTemplates(source);
  if (templates.length === 0) {
    return respond(
      'error',
      `error: extraction mode: no pod template found in ${textOf(source, 'apiVersion')}/${textOf(source, 'kind')}`,
    );
  }
  const others = new Map(findTemplates(object === null ? {} : (oldObject ?? {})).map((each) => [each.path, each]));
  let last: CelResponse | null = null;
  let excepted: CelResponse | null = null;
  for (const template of templates) {
    const pod = toPod(template.template, view);
    const other = others.get(template.path);
    const otherPod = other === undefined ? null : toPod(other.template, view);
    const response = judge(object === null ? toAsked(view, null, pod) : toAsked(view, pod, otherPod));
    if (response.status === 'fail' || response.status === 'error')
      return { ...response, message: `${response.message} (pod template at ${template.path})` };
    if (response.reason === 'excepted') excepted ??= response;
    else if (response.status === 'pass') last = response;
  }
  return last ?? excepted ?? conditionsNotMet;
};

interface FoundTemplate {
  readonly template: JsonObject;
  readonly path: string;
}

/** Within `spec` alone: what `status` holds is history. What is a template is not looked into. */
const findTemplates = ({ spec }: JsonObject): readonly FoundTemplate[] => {
  const found: FoundTemplate[] = [];
  const open: { readonly value: Json | undefined; readonly path: string }[] = [{ value: spec, path: 'spec' }];
  if (!isJsonObject(spec)) return found;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (isJsonArray(value)) {
      for (let index = value.length - 1; index >= 0; index -= 1)
        open.push({ value: value[index], path: `${path}[${index}]` });
    } else if (isJsonObject(value)) {
      if (isTemplate(value)) found.push({ template: value, path });
      else
        for (const name of Object.keys(value).toReversed()) open.push({ value: value[name], path: `${path}.${name}` });
    }
  }
  return found;
};

const isTemplate = (value: JsonObject): boolean => {
  if (Object.hasOwn(value, 'metadata') && !isJsonObject(value['metadata'])) return false;
  const spec = Object.hasOwn(value, 'spec') ? value['spec'] : undefined;
  const containers = isJsonObject(spec) ? spec['containers'] : undefined;
  if (!isJsonArray(containers) || containers.length === 0) return false;
  return containers.every(
    (container) =>
      isJsonObject(container) &&
      typeof container['name'] === 'string' &&
      container['name'] !== '' &&
      typeof container['image'] === 'string',
  );
};

const toPod = ({ metadata, spec }: JsonObject, { attributes }: SubjectView): JsonObject => {
  const written = isJsonObject(metadata) ? metadata : {};
  const isNamed = typeof written['name'] === 'string' && written['name'] !== '';
  const isPlaced = typeof written['namespace'] === 'string' && written['namespace'] !== '';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...written,
      ...(isNamed ? {} : { name: attributes.name }),
      ...(isPlaced ? {} : { namespace: attributes.namespace }),
    },
    ...(isJsonObject(spec) ? { spec } : {}),
  };
};

const toAsked = (view: SubjectView, object: JsonObject | null, oldObject: JsonObject | null): TemplatePod => ({
  object,
  oldObject,
  request: { ...toRecord(view.request), ...ofPods, ...toNames(object ?? oldObject), object, oldObject },
});

const toRecord = (request: Value): { readonly [key: string]: Value } =>
  request !== null && typeof request === 'object' && Object.getPrototypeOf(request) === Object.prototype
    ? (request as { readonly [key: string]: Value })
    : {};

const kind = { group: '', version: 'v1', kind: 'Pod' };
const resource = { group: '', version: 'v1', resource: 'pods' };
const ofPods = { kind, requestKind: kind, resource, requestResource: resource };

const toNames = (pod: JsonObject | null): { readonly [key: string]: Value } => {
  const metadata = pod?.['metadata'];
  if (!isJsonObject(metadata)) return {};
  const { name, namespace } = metadata;
  return {
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(typeof namespace === 'string' && namespace !== '' ? { namespace } : {}),
  };
};
