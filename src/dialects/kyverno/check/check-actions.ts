/** What a rule does: one thing, completely said. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { parseYaml } from '../../../lang/yaml/read-yaml.ts';
import { findVariables } from '../context/find-variables.ts';
import { field, flag, list, object, objects, text, texts } from '../parse/read-field.ts';
import { kindsOf, filtersOf, type PolicyToCheck, type Refuse, type RuleToCheck } from './policy-to-check.ts';

type Path = readonly (string | number)[];

export const checkActions = ({ rule, path }: RuleToCheck, { policy }: PolicyToCheck, refuse: Refuse): void => {
  const done = actions.filter((action) => isSaid(field(rule, action)));
  if (done.length > 1) refuse(path, `a rule does one thing, and this one has ${done.join(' and ')}`);
  if (object(rule, 'imageExtractors') !== null && !done.includes('verifyImages'))
    refuse([...path, 'imageExtractors'], 'only a rule with verifyImages extracts images');
  const [validate, mutate, generate] = ['validate', 'mutate', 'generate'].map((action) => object(rule, action));
  if (mutate) checkMutate(mutate, [...path, 'mutate'], refuse);
  if (validate) checkValidate(validate, [...path, 'validate'], refuse);
  if (generate) checkGenerate(rule, generate, policy.namespace, [...path, 'generate'], refuse);
  const celConditions = list(rule, 'celPreconditions').length > 0;
  if (celConditions && field(validate ?? {}, 'cel') === undefined)
    refuse([...path, 'celPreconditions'], 'these are for validate.cel alone');
  for (const [index, images] of objects(rule, 'verifyImages').entries())
    checkImages(images, policy.failureAction.action, [...path, 'verifyImages', index], refuse);
};

const actions = ['validate', 'mutate', 'generate', 'verifyImages'] as const;

const isSaid = (value: Json | undefined): boolean =>
  (isJsonObject(value) && Object.keys(value).length > 0) || (isJsonArray(value) && value.length > 0);

const checkMutate = (mutate: JsonObject, path: Path, refuse: Refuse): void => {
  const patches = text(mutate, 'patchesJson6902');
  const hasOverlay = field(mutate, 'patchStrategicMerge') !== undefined;
  const foreach = objects(mutate, 'foreach');
  if ((foreach.length > 0 && (hasOverlay || patches !== '')) || (hasOverlay && patches !== ''))
    refuse(path, 'a mutation has one of patchStrategicMerge, patchesJson6902 and foreach');
  checkPatches(patches, [...path, 'patchesJson6902'], refuse);
  for (const [index, item] of foreach.entries()) checkLoop(item, [...path, 'foreach', index], refuse, 0);
};

/** What nests deeper is no policy of a person's. */
const deepest = 20;

const checkLoop = (item: JsonObject, path: Path, refuse: Refuse, depth: number): void => {
  const inner = objects(item, 'foreach');
  const beside = ['context', 'preconditions', 'patchesJson6902', 'patchStrategicMerge'].filter(
    (name) => field(item, name) !== undefined && field(item, name) !== '',
  );
  if (inner.length > 0) {
    if (beside.length > 0)
      refuse(path, `a loop that holds another has nothing else, and this one has ${beside.join(', ')}`);
    if (depth >= deepest) refuse(path, `loops nest more than ${deepest} deep`);
    else inner.forEach((each, index) => checkLoop(each, [...path, 'foreach', index], refuse, depth + 1));
    return;
  }
  const changes = beside.filter((name) => name.startsWith('patch'));
  if (changes.length !== 1) refuse(path, 'a loop has one of patchStrategicMerge and patchesJson6902');
};

/** Where a path is a variable nobody can tell yet, Kyverno lets none stand. */
const checkPatches = (patches: string, path: Path, refuse: Refuse): void => {
  if (patches === '') return;
  const parsed = parseYaml(withoutVariables(patches));
  if (parsed.kind !== 'value') {
    refuse(path, `this is no list of patches: ${parsed.message}`);
    return;
  }
  if (!isJsonArray(parsed.value)) {
    refuse(path, 'this is no list of patches');
    return;
  }
  for (const patch of parsed.value.filter(isJsonObject)) {
    const at = text(patch, 'path');
    const operation = text(patch, 'op');
    if (!at.startsWith('/')) refuse(path, `the path ${JSON.stringify(at)} of a patch begins with a slash`);
    if (!operations.includes(operation))
      refuse(path, `${JSON.stringify(operation)} is none of ${operations.join(', ')}`);
    else if (needsValue.includes(operation) && !Object.hasOwn(patch, 'value'))
      refuse(path, `a patch that does ${operation} has a value`);
  }
};

/** What a variable gives is not known yet; its braces are no YAML. */
const withoutVariables = (written: string): string => {
  let text = '';
  let from = 0;
  for (const { open, end } of findVariables(written)) {
    text += `${written.slice(from, open)}variable`;
    from = end;
  }
  return text + written.slice(from);
};

const needsValue: readonly string[] = ['add', 'replace', 'test'];
const operations: readonly string[] = [...needsValue, 'remove', 'move', 'copy'];

const checkValidate = (validate: JsonObject, path: Path, refuse: Refuse): void => {
  const given = checks.filter((check) => field(validate, check) !== undefined);
  if (given.length > 1) refuse(path, `a check is one of ${checks.join(', ')}, and this one has ${given.join(' and ')}`);
  for (const [index, item] of objects(validate, 'foreach').entries()) {
    const at = [...path, 'foreach', index];
    if (text(item, 'list') === '') refuse([...at, 'list'], 'this is required');
    const inside = loopChecks.filter((check) => field(item, check) !== undefined);
    if (inside.length !== 1) refuse(at, `a loop has one of ${loopChecks.join(', ')}`);
  }
  for (const name of ['pattern', 'anyPattern']) checkPattern(field(validate, name) ?? null, [...path, name], refuse);
  const podSecurity = object(validate, 'podSecurity');
  if (podSecurity !== null) checkPodSecurity(podSecurity, [...path, 'podSecurity'], refuse);
  const cel = object(validate, 'cel');
  if (cel !== null) checkCel(cel, [...path, 'cel'], refuse);
};

const loopChecks = ['pattern', 'anyPattern', 'deny', 'foreach'] as const;
const checks = [...loopChecks, 'podSecurity', 'cel', 'manifests'] as const;

/** A pattern can demand and not add; an existence anchor holds a list. */
const checkPattern = (pattern: Json, path: Path, refuse: Refuse): void => {
  if (path.length > deepestPattern) return;
  if (isJsonArray(pattern)) pattern.forEach((item, index) => checkPattern(item, [...path, index], refuse));
  else if (isJsonObject(pattern))
    for (const [key, value] of Object.entries(pattern)) {
      const at = [...path, key];
      if (key.startsWith('+(') && key.endsWith(')')) refuse(at, 'the anchor +() adds, and a check adds nothing');
      if (key.startsWith('^(') && key.endsWith(')') && !(isJsonArray(value) && value.length > 0))
        refuse(at, 'the anchor ^() holds a list with at least one item');
      checkPattern(value, at, refuse);
    }
};

const deepestPattern = 200;

const checkPodSecurity = (podSecurity: JsonObject, path: Path, refuse: Refuse): void => {
  for (const [index, exclude] of objects(podSecurity, 'exclude').entries()) {
    const at = [...path, 'exclude', index];
    const name = text(exclude, 'controlName');
    const hasImages = texts(exclude, 'images').length > 0;
    if (ofContainers.has(name) && !hasImages)
      refuse([...at, 'images'], `${name} is a control of containers: say of which images`);
    if (ofPods.has(name) && hasImages)
      refuse([...at, 'images'], `${name} is a control of Pods: images make no difference`);
    if (text(podSecurity, 'level') === 'baseline' && ofRestricted.has(name))
      refuse([...at, 'controlName'], `${name} is no control of the level baseline`);
    const [restricted, values] = [text(exclude, 'restrictedField') !== '', list(exclude, 'values').length > 0];
    if (restricted !== values) refuse(at, 'restrictedField and values stand together');
  }
};

const ofContainers: ReadonlySet<string> = new Set([
  'Capabilities',
  'Privileged Containers',
  'Host Ports',
  '/proc Mount Type',
  'Privilege Escalation',
]);
const ofPods: ReadonlySet<string> = new Set(['Host Namespaces', 'HostPath Volumes', 'Sysctls', 'Volume Types']);
const ofRestricted: ReadonlySet<string> = new Set([
  'Volume Types',
  'Privilege Escalation',
  'Running as Non-root',
  'Running as Non-root user',
]);

const checkCel = (cel: JsonObject, path: Path, refuse: Refuse): void => {
  const [kind, ref] = [object(cel, 'paramKind'), object(cel, 'paramRef')];
  if ((kind === null) !== (ref === null)) refuse(path, 'paramKind and paramRef stand together');
  if (kind !== null)
    for (const name of ['apiVersion', 'kind']) {
      if (text(kind, name) === '') refuse([...path, 'paramKind', name], 'this is required');
    }
  if (ref === null) return;
  if ((text(ref, 'name') === '') === (object(ref, 'selector') === null))
    refuse([...path, 'paramRef'], 'a parameter is found by its name or by a selector, by one of them');
  if (text(ref, 'parameterNotFoundAction') === '')
    refuse([...path, 'paramRef', 'parameterNotFoundAction'], 'this is required');
};

const checkGenerate = (
  rule: JsonObject,
  generate: JsonObject,
  namespace: string | null,
  path: Path,
  refuse: Refuse,
): void => {
  const given = ['data', 'clone', 'cloneList', 'foreach'].filter((name) => isGiven(generate, name));
  if (given.length > 1)
    refuse(path, `a generation has one of data, clone, cloneList and foreach, and this one has ${given.join(' and ')}`);
  const loops = objects(generate, 'foreach');
  if (loops.length === 0) checkTarget(generate, namespace, path, refuse);
  for (const [index, item] of loops.entries()) checkTarget(item, namespace, [...path, 'foreach', index], refuse);
  const [direct] = filtersOf(rule, 'match', []);
  const kind = text(generate, 'kind');
  if (kind !== '' && direct !== undefined && kindsOf(direct.filter).includes(kind))
    refuse([...path, 'kind'], 'a rule cannot generate what it is about');
};

const isGiven = (parent: JsonObject, name: string): boolean => {
  const value = field(parent, name);
  return value !== undefined && !(name === 'clone' && isJsonObject(value) && Object.keys(value).length === 0);
};

const checkTarget = (target: JsonObject, namespace: string | null, path: Path, refuse: Refuse): void => {
  const clones = object(target, 'cloneList');
  if (clones === null || texts(clones, 'kinds').length === 0) {
    for (const name of ['apiVersion', 'kind', 'name']) {
      if (text(target, name) === '') refuse([...path, name], 'this is required');
    }
    return;
  }
  const source = text(clones, 'namespace');
  if (namespace !== null && source !== namespace)
    refuse([...path, 'cloneList', 'namespace'], 'a namespaced policy clones from its own namespace alone');
};

const checkImages = (images: JsonObject, inherited: 'Enforce' | 'Audit', path: Path, refuse: Refuse): void => {
  if (texts(images, 'imageReferences').length === 0 && text(images, 'image') === '')
    refuse([...path, 'imageReferences'], 'at least one image is required');
  const own = text(images, 'failureAction');
  const audits = own === '' ? inherited === 'Audit' : own.toLowerCase() === 'audit';
  if (audits && flag(images, 'mutateDigest', true))
    refuse([...path, 'mutateDigest'], 'a rule that audits changes nothing: write mutateDigest: false');
  for (const [index, set] of objects(images, 'attestors').entries())
    checkAttestors(set, [...path, 'attestors', index], refuse);
};

const checkAttestors = (set: JsonObject, path: Path, refuse: Refuse): void => {
  const entries = objects(set, 'entries');
  if (entries.length === 0) refuse([...path, 'entries'], 'at least one entry is required');
  const count = field(set, 'count');
  if (typeof count === 'number' && count > entries.length)
    refuse([...path, 'count'], 'more are asked for than there are entries');
  for (const [index, entry] of entries.entries()) {
    const given = ['keys', 'certificates', 'keyless', 'attestor'].filter((name) => field(entry, name) !== undefined);
    if (given.length !== 1)
      refuse([...path, 'entries', index], 'an entry is one of keys, certificates, keyless and attestor');
  }
};
