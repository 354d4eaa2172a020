/**
 * Takes every secret out of an object before it enters the model, so that no rule, report or log can repeat one.
 *
 * One walk over the whole object, whatever its kind: a pod template is found wherever a custom resource hides it. What
 * is a secret is told by the field's name (`secret-name.ts`), by the value's own shape (`secret-value.ts`) and, in texts
 * that hold several values, by both (`redact-text.ts`). Keys, types of fields and references stay, and every literal
 * leaves a marker (`marker.ts`), so a rule can still tell that one stood there. Where in doubt, it is taken out.
 */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { redacted, redactedLiteral } from './marker.ts';
import { isSecretText, redactText } from './redact-text.ts';
import { type NameKind, toNameKind } from './secret-name.ts';
import { looksRandom, redactShapes } from './secret-value.ts';

/** The object without its secrets. What needs no redaction is shared with the input: often that is all of it. */
export const redactObject = (object: JsonObject): JsonObject => redactFields(object, toMode(object), 0);

/**
 * How strings are judged. `names`: by name and shape. `shapes`: by shape alone, for policies and schemas, whose fields
 * called `password` are patterns and descriptions. `inside`: below a field that holds one secret, `collection`: several.
 */
type Mode = 'names' | 'shapes' | 'inside' | 'collection';

const policyGroups =
  /^(?:admissionregistration\.k8s\.io|apiextensions\.k8s\.io|(?:[\w-]+\.)*kyverno\.io|(?:templates|constraints|config|mutations|externaldata|expansion)\.gatekeeper\.sh|rbac\.authorization\.k8s\.io)\//;

const toMode = (object: JsonObject): Mode => {
  const { apiVersion } = object;
  return typeof apiVersion === 'string' && policyGroups.test(apiVersion) ? 'shapes' : 'names';
};

/** No kind of Kubernetes nests half as deep; below that, nothing is kept, since nothing was looked at. */
const deepest = 128;

const redactFields = (object: JsonObject, mode: Mode, depth: number): JsonObject => {
  if (depth > deepest) return { [redacted]: redacted };
  let changed: Record<string, Json> | undefined;
  for (const key in object) {
    const before = object[key] as Json;
    const after =
      typeof before === 'string' || typeof before === 'object'
        ? redactField(object, key, before, mode, depth)
        : redactScalar(key, before, mode);
    if (after === before) continue;
    changed ??= { ...object };
    if (after === undefined) delete changed[key];
    // A key named __proto__ is data here, as it was in the document.
    else if (key === '__proto__')
      Object.defineProperty(changed, key, { value: after, enumerable: true, configurable: true });
    else changed[key] = after;
  }
  return changed ?? object;
};

/** A number or a boolean: secret only where the name says password. */
const redactScalar = (key: string, value: Json, mode: Mode): Json =>
  mode !== 'shapes' && (typeof value === 'number' || typeof value === 'bigint') && toNameKind(key) === 'password'
    ? redactedLiteral
    : value;

type Handler = (value: Json, object: JsonObject, mode: Mode, depth: number) => Json | undefined;

const redactField = (object: JsonObject, key: string, value: Json, mode: Mode, depth: number): Json | undefined => {
  const handler = handlers.get(key);
  if (handler !== undefined) return handler(value, object, mode, depth);
  if (mode === 'shapes') return redactValue(value, mode, depth);
  const kind = toNameKind(key);
  if (kind === 'plain') {
    if (mode === 'names' || pointing.has(key)) return redactValue(value, 'names', depth);
    return typeof value === 'string' && (mode === 'collection' || holding.has(key))
      ? redactAs('secret', value)
      : redactValue(value, mode, depth);
  }
  return redactUnder(kind, value, object, mode, depth);
};

/** A value under a name that says secret. */
const redactUnder = (kind: NameKind, value: Json, object: JsonObject, mode: Mode, depth: number): Json => {
  if (typeof value === 'string') {
    // An ExternalSecret's `secretKey` is a key of the Secret to be made.
    return 'remoteRef' in object || (kind === 'secret' && isAboutSecrets(value))
      ? redactText(value)
      : redactAs(kind, value);
  }
  if (isJsonArray(value)) {
    return redactItems(value, (item) =>
      typeof item === 'string' ? redactAs(kind, item) : redactValue(item, mode, depth + 1),
    );
  }
  if (!isJsonObject(value)) return value;
  return redactFields(value, kind === 'collection' ? 'collection' : kind === 'hint' ? mode : 'inside', depth + 1);
};

const redactAs = (kind: NameKind, text: string): string =>
  isSecretText(kind, text) ? redactedLiteral : redactText(text);

/** A file named after secrets whose every line says where they are kept: `provider: vault`, `path: secret/data/shop`. */
const isAboutSecrets = (text: string): boolean => {
  if (text.length > longestAbout || !text.includes('\n')) return false;
  const lines = text.split('\n').filter((line) => !/^\s*(?:#|$)/.test(line));
  return (
    lines.length > 1 && lines.every((line) => pointingLine.test(line) && !looksRandom(line.replace(/^.*:\s*/, '')))
  );
};

const longestAbout = 4096;

const pointingLine =
  /^\s*(?:- +)?(?:name|namespace|kind|apiVersion|type|secretName|path|mountPath|provider|store|mode|engine|role|region): +["']?[\w./-]{1,128}["']?\s*$/;

const redactValue = (value: Json, mode: Mode, depth: number): Json => {
  if (typeof value === 'string') {
    if (mode === 'shapes') return value.length < shortestShape ? value : redactShapes(value);
    return value.length < shortestPair ? value : redactText(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isJsonArray(value)) return redactItems(value, (item) => redactValue(item, mode, depth + 1));
  return redactFields(value, mode, depth + 1);
};

/** No credential that shows by its shape is shorter, and no pair of a name and a value. */
const shortestShape = 16;
const shortestPair = 6;

const redactItems = (items: readonly Json[], redactItem: (item: Json) => Json): readonly Json[] => {
  let changed: Json[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const before = items[index] as Json;
    const after = redactItem(before);
    if (after === before) continue;
    changed ??= [...items];
    changed[index] = after;
  }
  return changed ?? items;
};

/** Below a secret's name: where the secret itself stands … */
const holding: ReadonlySet<string> = new Set(
  'value plaintext plainText plain literal inline raw content text string data default'.split(' '),
);

/** … and what says where it is kept. */
const pointing: ReadonlySet<string> = new Set(
  'name namespace key kind apiVersion type source secretName path mountPath provider store mode optional engine role version property field from items region'.split(
    ' ',
  ),
);

/** Text whose value can be no secret, and lists of such texts: looked at no further. */
const keep: Handler = (value, _object, mode, depth) =>
  typeof value === 'string' || (isJsonArray(value) && typeof value[0] === 'string')
    ? value
    : redactValue(value, mode, depth);

/** `{name: DB_PASSWORD, value: …}`, wherever it is: environment, headers, parameters, queries. */
const redactNamedValue: Handler = (value, object, mode, depth) => {
  if (mode === 'shapes') return redactValue(value, mode, depth);
  const name = object['name'] ?? object['key'] ?? object['header'];
  if (mode === 'inside' || mode === 'collection') return redactUnder('secret', value, object, mode, depth);
  return typeof name === 'string'
    ? redactUnder(toNameKind(name), value, object, mode, depth)
    : redactValue(value, mode, depth);
};

/** `data`, `stringData` and `binaryData`: of a Secret all, of a ConfigMap by key and content; embedded ones too. */
const redactData: Handler = (value, object, mode, depth) => {
  if (!isJsonObject(value))
    return mode === 'names' ? redactValue(value, mode, depth) : redactUnder('secret', value, object, mode, depth);
  if (object['kind'] === 'Secret' || isHelmRelease(object)) return replaceValues(value);
  return redactFields(value, mode, depth + 1);
};

/** Bytes nobody can look into. */
const redactBinaryData: Handler = (value, _object, mode, depth) =>
  isJsonObject(value) ? replaceValues(value) : redactValue(value, mode, depth);

const replaceValues = (values: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, value === '' || value === null ? value : redacted]),
  );

/** Helm keeps whole charts with their values in Secrets, and in ConfigMaps where it is told to. */
const isHelmRelease = (object: JsonObject): boolean => {
  const metadata = object['metadata'];
  if (object['kind'] !== 'ConfigMap' || !isJsonObject(metadata)) return false;
  const { name, labels } = metadata;
  const owner = isJsonObject(labels) ? (labels['owner'] ?? labels['OWNER']) : undefined;
  return (
    (typeof name === 'string' && name.startsWith('sh.helm.release.')) ||
    (typeof owner === 'string' && /^(?:helm|tiller)$/i.test(owner))
  );
};

/** Copies of the whole object that appliers leave behind: kubectl, kapp, Rancher Fleet, Banzai's objectmatch … */
const copies =
  /last-applied|applied-configuration|(?:^|\/)original(?:-diff)?(?:-md5)?$|objectset\.rio\.cattle\.io\/applied|previous-configuration|original-(?:manifest|spec|config)/;

const redactAnnotations: Handler = (value, _object, mode, depth) => {
  if (!isJsonObject(value)) return redactValue(value, mode, depth);
  let changed: Record<string, Json> | undefined;
  for (const key in value) {
    const before = value[key] as Json;
    if (typeof before !== 'string') continue;
    const after = copies.test(key) ? redacted : redactAs(toNameKind(key), before);
    if (after === before) continue;
    changed ??= { ...value };
    changed[key] = after;
  }
  return changed ?? value;
};

/** Words of a command line: `--password=x` in one, `--password` and `x` in two, a script in the last. */
const redactWords: Handler = (value, _object, mode, depth) => {
  if (mode === 'shapes' || !isJsonArray(value)) return redactValue(value, mode, depth);
  let flag: NameKind = 'plain';
  return redactItems(value, (word) => {
    if (typeof word !== 'string') return redactValue(word, mode, depth + 1);
    const kind = flag;
    flag = /^--?[A-Za-z][\w.-]*$/.test(word) ? toNameKind(word) : 'plain';
    return flag === 'plain' && kind !== 'plain' && !aSwitch.test(word) ? redactAs(kind, word) : redactText(word);
  });
};

/** Where `--token` stands without a value the next flag follows: one letter, or words. No program takes such a value. */
const aSwitch = /^(?:-[A-Za-z]|--[a-z]+(?:-[a-z]+)*)$/;

/** Who wrote which field: no rule asks, and it is a third of a live object. */
const drop: Handler = (value, _object, mode, depth) =>
  isJsonArray(value) ? undefined : redactValue(value, mode, depth);

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['managedFields', drop],
  ['annotations', redactAnnotations],
  ['data', redactData],
  ['stringData', redactData],
  ['binaryData', redactBinaryData],
  ['value', redactNamedValue],
  ['args', redactWords],
  ['command', redactWords],
  // What nearly every object has, and no secret can be in.
  ...[
    'apiVersion',
    'kind',
    'name',
    'namespace',
    'uid',
    'resourceVersion',
    'creationTimestamp',
    'generateName',
    'image',
    'imageID',
    'imagePullPolicy',
    'mountPath',
    'protocol',
    'restartPolicy',
    'terminationMessagePath',
    'terminationMessagePolicy',
    'dnsPolicy',
    'schedulerName',
    'serviceAccountName',
    'serviceAccount',
    'nodeName',
    'fieldPath',
    'resources',
    'resourceNames',
    'verbs',
    'apiGroups',
    'finalizers',
    'type',
    'topologyKey',
    'caBundle',
  ].map((key): [string, Handler] => [key, keep]),
  // Selectors must go on matching labels, so names count for nothing here.
  ...['labels', 'matchLabels', 'selector', 'nodeSelector', 'podSelector', 'namespaceSelector'].map(
    (key): [string, Handler] => [key, (value, _object, _mode, depth) => redactValue(value, 'shapes', depth)],
  ),
  ['openAPIV3Schema', (value) => value],
]);
