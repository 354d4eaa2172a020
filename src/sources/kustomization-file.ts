/** A kustomization as it is written: its file, and the entries that name other folders and files. */

import { join } from 'node:path';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Disk } from './source.ts';
import { readYamlFile } from './yaml-file.ts';

export type KustomizationFile =
  | { readonly kind: 'kustomization'; readonly file: string; readonly value: JsonObject }
  | { readonly kind: 'problem'; readonly file: string; readonly message: string };

/** The three names kustomize knows. */
export const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export const readKustomization = async (folder: string, disk: Disk): Promise<KustomizationFile> => {
  for (const name of kustomizationNames) {
    const file = `${folder}/${name}`;
    if ((await kindOf(file, disk)) !== 'file') continue;
    const read = await readYamlFile(file, disk);
    if (read.kind === 'problem') return { kind: 'problem', file, message: read.message };
    if (!isJsonObject(read.value))
      return { kind: 'problem', file, message: 'this is no kustomization: it holds no mapping' };
    return { kind: 'kustomization', file, value: read.value };
  }
  return { kind: 'problem', file: `${folder}/${kustomizationNames[0]}`, message: 'this file does not exist' };
};

/** One name for a folder, however it is written: `./a/b/` is `a/b`. */
export const toFolderName = (path: string): string => join(path).replace(/(?<=.)[/\\]$/, '');

/** Fields whose entries may be folders, and so repositories. */
export const toFolderEntries = (value: JsonObject): readonly string[] =>
  ['resources', 'bases', 'components', 'generators', 'transformers', 'validators'].flatMap((field) =>
    // Generators, transformers and validators may stand in the file itself, as YAML in a text of several lines.
    texts(value[field]).filter((entry) => !entry.includes('\n')),
  );

/** Entries that can be nothing but files; kustomize fetches those that are addresses. */
export const toFileEntries = (value: JsonObject): readonly string[] => [
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
export const isUrl = (entry: string): boolean =>
  /^(?:[a-z][a-z0-9+.-]*:)(?:\/\/|:)/i.test(entry) || /^[\w.-]+@[\w.-]+:/.test(entry);

export const kindOf = async (path: string, disk: Disk): Promise<'file' | 'folder' | 'other' | 'absent'> => {
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
