/** Reads the built-in policy library: the documents of `policies/` in a clone, one file made of them in the package. */

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { toResource } from '../../kube/schema/to-resource.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Action } from '../../model/finding.ts';
import { layers, type Layer } from '../../model/layer.ts';
import type { Resource } from '../../model/resource.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { isSeverity } from '../../model/severity.ts';

export interface Library {
  /** Three numbers: `1.0.0`. */
  readonly version: string;
  /** By group, then by name. */
  readonly policies: readonly LibraryPolicy[];
}

export interface LibraryPolicy extends RuleMetadata {
  /** The first segment of the id. */
  readonly group: string;
  /** The version of the library that brought it, two numbers. */
  readonly since: string;
  /** What it is meant to do where nobody says otherwise. */
  readonly suggested: Action;
  /** Controls of frameworks it answers, one a line: `cis-1.11 5.2.7`. */
  readonly mappings: readonly string[];
  /** It judges where an object lives: a manifest that leaves that to whoever applies it cannot be judged. */
  readonly needsNamespace: boolean;
  readonly document: Resource;
  /** The document as it is written, with its comments. */
  readonly text: string;
}

/** What the package holds instead of a folder, made by `npm run build`. */
export interface PackedLibrary {
  readonly version: string;
  readonly documents: readonly PackedPolicy[];
}

interface PackedPolicy {
  readonly file: string;
  readonly text: string;
  readonly object: JsonObject;
}

/** Every caller of a process sees one library: it never changes while the program runs. */
let read: Library | undefined;

/** The library of this installation. It is Vauban's own: a defect in it is a bug and throws. */
export const readLibrary = (): Library => {
  read ??= toLibrary(readPacked());
  return read;
};

/** The library as one value, for the package. */
export const readPacked = (): PackedLibrary => {
  const folder = fileURLToPath(new URL('../../../policies/', import.meta.url));
  if (existsSync(`${folder}library.yaml`)) return readFolder(folder);
  const packed = packedPlaces.map((place) => new URL(place, import.meta.url)).find((place) => existsSync(place));
  if (packed === undefined) throw new Error('this installation has no policy library');
  return JSON.parse(readFileSync(packed, 'utf8')) as PackedLibrary;
};

/** Beside the program, seen from it and from its chunks. */
const packedPlaces = ['./library.json', '../library.json'];

const readFolder = (folder: string): PackedLibrary => {
  const about = parseObject(readFileSync(`${folder}library.yaml`, 'utf8'), 'policies/library.yaml');
  const documents = listFolders(folder).flatMap((group) =>
    listFolders(`${folder}${group}/`).map((name) => {
      const file = `policies/${group}/${name}/policy.yaml`;
      const text = readFileSync(`${folder}${group}/${name}/policy.yaml`, 'utf8');
      return { file, text, object: parseObject(text, file) };
    }),
  );
  const { version } = about;
  if (typeof version !== 'string') throw new Error('policies/library.yaml names no version');
  return { version, documents };
};

const listFolders = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

const parseObject = (text: string, file: string): JsonObject => {
  const parsed = parseYaml(text);
  if (parsed.kind === 'defect') throw new Error(`${file}:${parsed.line}: ${parsed.message}`);
  return toObject(parsed.value);
};

const toObject = (value: Json | undefined): JsonObject => {
  if (!isJsonObject(value)) throw new Error('the policy library holds a document that is no object');
  return value;
};

const toLibrary = ({ version, documents }: PackedLibrary): Library => ({
  version,
  policies: documents.map(toPolicy),
});

const prefix = 'policies.vauban.dev/';

const toPolicy = ({ file, text, object }: PackedPolicy): LibraryPolicy => {
  const made = toResource(object, { kind: 'file', file, document: 0, item: null, start: 0, end: 0 });
  if (made.kind !== 'resource') throw new Error(`${file} is no policy`);
  const annotations = toObject(toObject(object['metadata'])['annotations']);
  const word = (name: string): string => {
    const value = annotations[`${prefix}${name}`];
    if (typeof value !== 'string' || value === '') throw new Error(`${file} has no annotation ${prefix}${name}`);
    return value.trim();
  };
  const lines = (name: string): readonly string[] => {
    const value = annotations[`${prefix}${name}`];
    return typeof value === 'string'
      ? value
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '')
      : [];
  };
  const id = word('id');
  const severity = word('severity');
  if (!isSeverity(severity)) throw new Error(`${file}: ${severity} is no severity`);
  return {
    id,
    group: id.slice(0, id.indexOf('/')),
    title: word('title'),
    severity,
    layer: toLayer(word('layer'), file),
    control: word('control'),
    what: word('what'),
    why: word('why'),
    fine: word('fine'),
    remediation: word('remediation'),
    references: lines('references'),
    since: word('since'),
    suggested: toAction(word('action'), file),
    mappings: lines('mappings'),
    needsNamespace: lines('needs').includes('namespace'),
    document: made.resource,
    text,
  };
};

const toLayer = (word: string, file: string): Layer => {
  const layer = layers.find((one) => one === word);
  if (layer === undefined) throw new Error(`${file}: ${word} is no layer`);
  return layer;
};

const toAction = (word: string, file: string): Action => {
  if (word === 'deny' || word === 'warn' || word === 'audit' || word === 'none') return word;
  throw new Error(`${file}: ${word} is no action`);
};
