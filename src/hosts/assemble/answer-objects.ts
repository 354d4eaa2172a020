/** Answers questions about objects from a snapshot: one, the list of a kind, or a path of the API server. */

import { kindOfPlural, parseResourcePath, type ResourcePath } from '../../kube/schema/parse-resource-path.ts';
import type { LabelSelector } from '../../kube/selector/label-selector.ts';
import { parseSelectorText } from '../../kube/selector/selector-text.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Answer, Request } from '../../model/request.ts';
import { toGroup } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';

export type ListRequest = Extract<Request, { kind: 'list' }>;

export const listObjects = (
  snapshot: Snapshot,
  { apiVersion, objectKind, namespace }: Pick<ListRequest, 'apiVersion' | 'objectKind' | 'namespace'>,
  selector: LabelSelector,
): readonly JsonObject[] => {
  const group = toGroup(apiVersion);
  return snapshot
    .list(group, objectKind)
    .filter(
      (resource) =>
        (namespace === null || (resource.ref.namespace === '' ? 'default' : resource.ref.namespace) === namespace) &&
        selector.matches(toLabels(resource.object)) &&
        // What is handed over with the policies may be read again among the subjects: a cluster has one of a name.
        snapshot.find(group, objectKind, resource.ref.namespace, resource.ref.name) === resource,
    )
    .map(({ object }) => object);
};

export const findObject = (
  snapshot: Snapshot,
  { apiVersion, objectKind, namespace, name }: Omit<Extract<Request, { kind: 'object' }>, 'kind'>,
): JsonObject | undefined => snapshot.find(toGroup(apiVersion), objectKind, namespace, name)?.object;

/** What a GET of the API server would give of the kinds that are known. */
export const answerPath = (snapshot: Snapshot, text: string, kindOf: KindOfPlural = kindOfPlural): Answer => {
  const path = parseResourcePath(text);
  if (path === null)
    return { kind: 'refused', why: `${text} is no path of objects, and nothing else is answered here` };
  const objectKind = kindOf(path.group, path.resource) ?? kindOfPlural(path.group, path.resource);
  if (objectKind === undefined)
    return {
      kind: 'refused',
      why: `nobody here knows which kind ${path.resource} of ${path.group || 'the core group'} is`,
    };
  if (path.subresource !== null) return { kind: 'refused', why: `the subresource ${path.subresource} is no object` };
  const wanted = { apiVersion: toApiVersion(path), objectKind, namespace: path.namespace };
  if (path.name !== null) {
    const found = findObject(snapshot, { ...wanted, name: path.name });
    return found === undefined ? { kind: 'absent' } : { kind: 'value', value: found };
  }
  const labels = parseSelectorText(path.labelSelector);
  if (labels.kind === 'defect') return { kind: 'refused', why: `labelSelector: ${labels.message}` };
  const fields = parseFieldSelector(path.fieldSelector);
  if (fields === null)
    return {
      kind: 'refused',
      why: `fieldSelector ${path.fieldSelector}: only metadata.name and metadata.namespace are known here`,
    };
  const items = listObjects(snapshot, wanted, labels.selector).filter(fields);
  return {
    kind: 'value',
    value: { apiVersion: wanted.apiVersion, kind: `${objectKind}List`, metadata: { resourceVersion: '' }, items },
  };
};

/** Custom kinds are known by their definitions alone. */
export type KindOfPlural = (group: string, plural: string) => string | undefined;

const toApiVersion = ({ group, version }: ResourcePath): string => (group === '' ? version : `${group}/${version}`);

/** `null` for one that asks for other fields, which differ from kind to kind. */
const parseFieldSelector = (text: string): ((object: JsonObject) => boolean) | null => {
  const tests: ((object: JsonObject) => boolean)[] = [];
  for (const term of text.split(',').filter((one) => one !== '')) {
    const parsed = /^metadata\.(name|namespace)(==?|!=)(.*)$/.exec(term);
    if (parsed === null) return null;
    const [, field = '', operator, value = ''] = parsed;
    tests.push(({ metadata }) => {
      const is = isJsonObject(metadata) && metadata[field] === value;
      return operator === '!=' ? !is : is;
    });
  }
  return (object) => tests.every((fits) => fits(object));
};

export const toLabels = ({ metadata }: JsonObject): JsonObject | undefined => {
  const labels = isJsonObject(metadata) ? metadata['labels'] : undefined;
  return isJsonObject(labels) ? labels : undefined;
};
