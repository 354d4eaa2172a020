/** What a kustomization refers to: folders and files on disk, or something on another machine, which is never fetched. */

import { isAbsolute, join } from 'node:path';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { readYamlFile } from '../yaml-file.ts';
import type { Disk } from '../source.ts';

export type KustomizationFile =
  | { readonly kind: 'kustomization'; readonly file: string; readonly value: JsonObject }
  | { readonly kind: 'problem'; readonly file: string; readonly message: string };

/** The three names kustomize knows. */
const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export const readKustomization = async (folder: string, disk: Disk): Promise<KustomizationFile> => {
  for (const name of fileNames) {
    const file = `${folder}/${name}`;
    if ((await kindOf(file, disk)) !== 'file') continue;
    const read = await readYamlFile(file, disk);
    if (read.kind === 'problem') return { kind: 'problem', file, message: read.message };
    if (!isJsonObject(read.value))
      return { kind: 'problem', file, message: 'this is no kustomization: it holds no mapping' };
    return { kind: 'kustomization', file, value: read.value };
  }
  return { kind: 'problem', file: `${folder}/${fileNames[0]}`, message: 'this file does not exist' };
};

export interface References {
  /** Folders that are rendered as part of this one, directly or through others. */
  readonly folders: readonly string[];
  /** What would be fetched from another machine, each as it is written. */
  readonly remote: readonly string[];
  /** What should be on this disk and is not, by the file that names it. */
  readonly missing: readonly { readonly file: string; readonly entry: string }[];
  /** The kustomizations that have kustomize run Helm. */
  readonly inflating: readonly string[];
}

/** Follows a kustomization into the folders it builds on. Deeper than any real one, and an end for a circle of links. */
const mostFolders = 1000;

export const findReferences = async (folder: string, disk: Disk): Promise<References> => {
  const folders: string[] = [];
  const remote = new Set<string>();
  const missing: { readonly file: string; readonly entry: string }[] = [];
  const inflating: string[] = [];
  const seen = new Set([toFolderName(folder)]);
  const queue = [folder];
  for (let next = queue.shift(); next !== undefined && seen.size < mostFolders; next = queue.shift()) {
    const read = await readKustomization(next, disk);
    if (read.kind === 'problem') continue;
    const { file, value } = read;
    if (helmFields.some((field) => isJsonArray(value[field]))) inflating.push(file);
    for (const entry of toFolderEntries(value)) {
      const path = isAbsolute(entry) ? entry : toFolderName(join(next, entry));
      const kind = isUrl(entry) ? 'absent' : await kindOf(path, disk);
      // An entry that is neither file nor folder is taken for a repository and cloned.
      if (kind === 'absent' && isElsewhere(entry)) remote.add(entry);
      else if (kind === 'absent') missing.push({ file, entry });
      else if (kind === 'folder' && !seen.has(path)) {
        seen.add(path);
        folders.push(path);
        queue.push(path);
      }
    }
    for (const entry of toFileEntries(value)) if (isUrl(entry)) remote.add(entry);
  }
  return { folders, remote: [...remote], missing, inflating };
};

const helmFields = ['helmCharts', 'helmChartInflationGenerator'];

/** One name for a folder, however it is written: `./a/b/` is `a/b`. */
export const toFolderName = (path: string): string => join(path).replace(/(?<=.)[/\\]$/, '');

/** Fields whose entries may be folders, and so repositories. */
const toFolderEntries = (value: JsonObject): readonly string[] =>
  ['resources', 'bases', 'components', 'generators', 'transformers', 'validators'].flatMap((field) =>
    // Generators, transformers and validators may stand in the file itself, as YAML in a text of several lines.
    texts(value[field]).filter((entry) => !entry.includes('\n')),
  );

/** Fields whose entries are files; kustomize fetches those that are addresses. */
const toFileEntries = (value: JsonObject): readonly string[] => [
  ...['crds', 'configurations', 'patchesStrategicMerge'].flatMap((field) => texts(value[field])),
  ...['patches', 'patchesJson6902', 'replacements'].flatMap((field) =>
    objects(value[field]).flatMap(({ path }) => texts([path ?? null])),
  ),
  ...['configMapGenerator', 'secretGenerator'].flatMap((field) =>
    objects(value[field])
      .flatMap(({ files, envs, env }) => [...texts(files), ...texts(envs), ...texts([env ?? null])])
      .map((entry) => entry.replace(/^[^=/]*=/, '')),
  ),
  ...(isJsonObject(value['openapi']) ? texts([value['openapi']['path'] ?? null]) : []),
];

/** `https://…`, `git::…`, `ssh://…`, `git@host:…`. */
const isUrl = (entry: string): boolean =>
  /^(?:[a-z][a-z0-9+.-]*:)(?:\/\/|:)/i.test(entry) || /^[\w.-]+@[\w.-]+:/.test(entry);

/** What names another machine: an address, or a host and a path of a repository on it. */
const isElsewhere = (entry: string): boolean =>
  isUrl(entry) ||
  /[?&]ref=|\.git(?:$|[/?])/.test(entry) ||
  (/^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}[/:]/i.test(entry) && !/\.(?:ya?ml|json)$/i.test(entry));

const kindOf = async (path: string, disk: Disk): Promise<'file' | 'folder' | 'other' | 'absent'> => {
  try {
    return (await disk.stat(path)).kind;
  } catch {
    return 'absent';
  }
};

const texts = (value: Json | undefined): readonly string[] =>
  isJsonArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

const objects = (value: Json | undefined): readonly JsonObject[] =>
  isJsonArray(value) ? value.filter(isJsonObject) : [];
