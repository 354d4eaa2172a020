/** Reads the documents of a test's files as they are: they are made up for the test, and never leave the machine. */

import { join, isAbsolute } from 'node:path';
import { isNamespaced } from '../../../kube/schema/kinds.ts';
import { parseYaml } from '../../../lang/yaml/read-yaml.ts';
import { createDocumentSplitter } from '../../../lang/yaml/split-documents.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Problem } from '../../../model/problem.ts';
import { toGroup, type Origin, type Resource } from '../../../model/resource.ts';
import type { Disk } from '../../../sources/source.ts';

export interface FixtureDocument {
  readonly value: Json;
  readonly origin: Extract<Origin, { kind: 'file' }>;
}

export interface FixturesRead {
  readonly documents: readonly FixtureDocument[];
  readonly problems: readonly Problem[];
}

/** Larger than any fixture: a file of another kind that was named by mistake is not taken into memory. */
const largestFile = 64 * 1024 * 1024;

/** A folder stands for the YAML files in it; with `isDeep` for those of its folders, too. */
export const readFixtures = async (
  paths: readonly string[],
  folder: string,
  disk: Disk,
  { isDeep }: { readonly isDeep: boolean },
): Promise<FixturesRead> => {
  const documents: FixtureDocument[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const whole = isAbsolute(path) ? path : join(folder, path);
    if (/^https?:/.test(path)) problems.push(toProblem(path, 'nothing is fetched for a test; keep the file beside it'));
    else
      for (const file of await listFiles(whole, disk, isDeep ? deepest : 1)) readInto(file, disk, documents, problems);
  }
  return { documents, problems };
};

const deepest = 16;

interface FixtureFile {
  readonly file: string;
  /** `null` where it is not there: then reading it says so. */
  readonly size: number | null;
}

const listFiles = async (path: string, disk: Disk, depth: number): Promise<readonly FixtureFile[]> => {
  let found: Awaited<ReturnType<Disk['stat']>>;
  try {
    found = await disk.stat(path);
  } catch {
    return [{ file: path, size: null }];
  }
  if (found.kind !== 'folder') return [{ file: path, size: found.size }];
  if (depth === 0) return [];
  const files: FixtureFile[] = [];
  for (const { kind, name } of [...(await disk.list(path))].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (name.startsWith('.')) continue;
    if (kind === 'folder' ? depth > 1 : /\.ya?ml$/.test(name))
      files.push(...(await listFiles(join(path, name), disk, depth - 1)));
  }
  return files;
};

const readInto = ({ file, size }: FixtureFile, disk: Disk, documents: FixtureDocument[], problems: Problem[]): void => {
  if (size === null || size > largestFile) {
    const why = size === null ? 'there is no such file' : `it is larger than ${largestFile / 1024 / 1024} MiB`;
    problems.push(toProblem(file, `it could not be read: ${why}`));
    return;
  }
  let bytes: Uint8Array;
  try {
    bytes = disk.readRange(file, 0, size);
  } catch (cause) {
    problems.push(toProblem(file, `it could not be read: ${cause instanceof Error ? cause.message : String(cause)}`));
    return;
  }
  for (const { start, end } of splitDocuments(bytes)) {
    const parsed = parseYaml(decoder.decode(bytes.subarray(start, end)));
    if (parsed.kind === 'defect') {
      const line = countLines(bytes, start) + parsed.line;
      problems.push({ ...toProblem(file, parsed.message), span: { file, line, column: parsed.column } });
    } else if (parsed.value !== null)
      documents.push({
        value: parsed.value,
        origin: { kind: 'file', file, document: documents.length, item: null, start, end },
      });
  }
};

const decoder = new TextDecoder();

function* splitDocuments(bytes: Uint8Array): Generator<{ readonly start: number; readonly end: number }> {
  const splitter = createDocumentSplitter();
  let start = 0;
  for (const part of [...splitter.push(bytes), ...splitter.end()]) {
    if (part.kind === 'bytes') continue;
    if (part.start > start) yield { start, end: part.start };
    start = part.start + part.bytes.length;
  }
  if (bytes.length > start) yield { start, end: bytes.length };
}

const countLines = (bytes: Uint8Array, end: number): number => {
  let lines = 0;
  for (let at = 0; at < end; at += 1) if (bytes[at] === 10) lines += 1;
  return lines;
};

const toProblem = (file: string, message: string): Problem => ({
  severity: 'error',
  message,
  span: { file, line: null, column: null },
  policy: null,
});

/**
 * The object as the reference's loader gives it to policies; a problem where it is no object of Kubernetes. What is not
 * `placed` in the namespace called default lives where it says, or in none.
 */
export const toFixture = (
  { value, origin }: FixtureDocument,
  { placed }: { readonly placed: boolean } = { placed: true },
): Resource | Problem => {
  if (!isJsonObject(value) || typeof value['kind'] !== 'string' || value['kind'] === '')
    return toProblem(origin.file, 'a document in it has no kind, so it is no object of Kubernetes');
  const apiVersion = toText(value['apiVersion']);
  const { metadata, kind } = value;
  const fields = isJsonObject(metadata) ? metadata : {};
  const isClusterScoped = isNamespaced(toGroup(apiVersion), kind) === false;
  const written = toText(fields['namespace']);
  const namespace = written !== '' ? written : isClusterScoped || !placed ? null : 'default';
  const object = namespace === null || written !== '' ? value : { ...value, metadata: { ...fields, namespace } };
  return { ref: { apiVersion, kind, namespace, name: toText(fields['name']) }, object: fillMaps(object), origin };
};

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const mapFields: ReadonlySet<string> = new Set([
  'annotations',
  'labels',
  'matchLabels',
  'nodeSelector',
  'data',
  'stringData',
]);

/** `annotations:` with nothing behind it is an empty map, as templates write it. */
const fillMaps = (object: JsonObject): JsonObject => {
  const filled = fill(object);
  return isJsonObject(filled) ? filled : object;
};

const fill = (value: Json): Json => {
  if (Array.isArray(value)) {
    const list = (value as readonly Json[]).map(fill);
    return list.some((item, index) => item !== (value as readonly Json[])[index]) ? list : value;
  }
  if (!isJsonObject(value)) return value;
  let isSame = true;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
    const filled = inner === null && mapFields.has(key) ? {} : fill(inner);
    if (filled !== inner) isSame = false;
    return [key, filled];
  });
  return isSame ? value : Object.fromEntries(entries);
};
