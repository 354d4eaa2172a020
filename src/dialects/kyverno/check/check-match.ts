/** What a rule may match: kinds, wildcards, users, and not only what it excludes. */

import { parseLabelSelector } from '../../../kube/selector/label-selector.ts';
import { isWildcard } from '../../../lang/pattern/wildcard.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../../../model/json.ts';
import { field, list, object, objects, text, textMap, texts } from '../parse/read-field.ts';
import { matchesNothing } from './matches-nothing.ts';
import { filtersOf, kindsOf, type PolicyToCheck, type Refuse, type RuleToCheck } from './policy-to-check.ts';

type Path = readonly (string | number)[];

export const checkMatch = ({ rule, path }: RuleToCheck, { policy }: PolicyToCheck, refuse: Refuse): void => {
  checkKinds(rule, path, policy.background, refuse);
  for (const name of ['match', 'exclude'] as const) {
    checkShape(rule, name, path, refuse);
    for (const { filter, path: at } of filtersOf(rule, name, path)) {
      checkUsers(filter, at, refuse);
      checkResources(object(filter, 'resources') ?? {}, [...at, 'resources'], policy.namespace !== null, refuse);
      if (policy.background) checkBackground(filter, at, refuse);
    }
  }
  if (matchesNothing(rule)) refuse(path, 'the rule matches what it excludes, and nothing else');
};

const checkShape = (rule: JsonObject, name: 'match' | 'exclude', path: Path, refuse: Refuse): void => {
  const block = object(rule, name);
  if (block === null) return;
  const [any, all] = [objects(block, 'any'), objects(block, 'all')];
  if (any.length > 0 && all.length > 0) refuse([...path, name], 'any and all cannot stand together');
  const resources = object(block, 'resources');
  const hasResources = resources !== null && Object.keys(resources).length > 0;
  if (any.length + all.length > 0 && hasResources)
    refuse([...path, name, 'resources'], 'resources cannot stand beside any and all');
};

const checkKinds = (rule: JsonObject, path: Path, background: boolean, refuse: Refuse): void => {
  for (const name of ['match', 'exclude'] as const) {
    for (const { filter, path: at } of filtersOf(rule, name, path)) {
      const kinds = kindsOf(filter);
      if (!kinds.includes('*')) continue;
      const where = [...at, 'resources', 'kinds'];
      if (background) refuse(where, 'the kind * needs background: false in spec');
      else if (kinds.length > 1) refuse(where, 'the kind * stands alone');
      else checkEverything(rule, where, refuse);
    }
  }
  if (filtersOf(rule, 'match', path).length > 1) {
    for (const { filter, path: at } of filtersOf(rule, 'match', path).slice(1)) {
      if (kindsOf(filter).length === 0) refuse([...at, 'resources', 'kinds'], 'at least one kind is required');
    }
  } else if (kindsOf(object(rule, 'match') ?? {}).length === 0)
    refuse([...path, 'match', 'resources', 'kinds'], 'at least one kind is required');
};

/** A rule on every kind can say something of metadata alone. */
const checkEverything = (rule: JsonObject, where: Path, refuse: Refuse): void => {
  const validate = object(rule, 'validate') ?? {};
  const mutate = object(rule, 'mutate') ?? {};
  if (
    field(rule, 'generate') !== undefined ||
    field(rule, 'verifyImages') !== undefined ||
    field(validate, 'foreach') !== undefined
  ) {
    refuse(where, 'the kind * is none for generate, verifyImages and foreach');
    return;
  }
  const documents = [field(validate, 'pattern'), ...list(validate, 'anyPattern'), field(mutate, 'patchStrategicMerge')];
  const isBeyond = documents.some(
    (document) => isJsonObject(document) && Object.keys(document).some((key) => key !== 'metadata'),
  );
  if (isBeyond) refuse(where, 'with the kind * a rule can read and write metadata alone');
  const conditions = object(validate, 'deny')?.['conditions'];
  if (!isJsonArray(conditions)) return;
  for (const condition of conditions.filter(isJsonObject)) {
    const key = text(condition, 'key');
    if (!key.includes('request.object.metadata.') && (!readsRequest.test(key) || key.includes('request.object.spec')))
      refuse(where, 'with the kind * a rule can read and write metadata alone');
  }
};

const readsRequest = /\{\{\s*(request\.|serviceAccountName|serviceAccountNamespace)[^{}]*\}\}/;

const checkUsers = (filter: JsonObject, path: Path, refuse: Refuse): void => {
  for (const [index, role] of texts(filter, 'roles').entries()) {
    if (role.split(':').length !== 2) refuse([...path, 'roles', index], 'a role is written NAMESPACE:NAME');
  }
  for (const [index, subject] of objects(filter, 'subjects').entries()) {
    const at = [...path, 'subjects', index];
    const kind = text(subject, 'kind');
    if (!userKinds.includes(kind)) refuse([...at, 'kind'], `a subject is one of ${userKinds.join(', ')}`);
    if (text(subject, 'name') === '') refuse([...at, 'name'], 'this is required');
    if (kind === 'ServiceAccount' && text(subject, 'namespace') === '')
      refuse([...at, 'namespace'], 'a ServiceAccount has a namespace');
  }
};

const userKinds: readonly string[] = ['User', 'Group', 'ServiceAccount'];

const checkBackground = (filter: JsonObject, path: Path, refuse: Refuse): void => {
  for (const name of ['roles', 'clusterRoles', 'subjects']) {
    if (list(filter, name).length > 0)
      refuse([...path, name], 'who asks is known at admission alone; set background: false in spec');
  }
};

const checkResources = (resources: JsonObject, path: Path, isNamespaced: boolean, refuse: Refuse): void => {
  if (text(resources, 'name') !== '' && texts(resources, 'names').length > 0)
    refuse([...path, 'name'], 'name and names cannot stand together');
  const selector = object(resources, 'selector');
  if (selector !== null && !hasWildcard(selector)) {
    const parsed = parseLabelSelector(selector);
    if (parsed.kind === 'defects')
      for (const { message, path: below } of parsed.defects)
        refuse([...path, 'selector', ...below.filter((segment) => typeof segment !== 'object')], message);
    else if (parsed.selector.isEmpty) refuse([...path, 'selector'], 'the selector asks for nothing');
  }
  if (isNamespaced && texts(resources, 'namespaces').length > 0)
    refuse([...path, 'namespaces'], 'a namespaced policy judges its own namespace alone');
};

const hasWildcard = (selector: JsonObject): boolean =>
  Object.entries(textMap(selector, 'matchLabels')).some(([key, value]) => isWildcard(key) || isWildcard(value));
