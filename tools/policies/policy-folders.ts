/** Reads the policy library as folders: each policy with its fixtures, and what is wrong with how they lie there. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../../src/lang/yaml/read-yaml.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';

export interface PolicyFolders {
  readonly policies: readonly PolicyFolder[];
  /** Sentences that begin with the path at fault. */
  readonly defects: readonly string[];
}

export interface PolicyFolder {
  /** `workload/privileged`: the folder, which is the rule's id too. */
  readonly id: string;
  /** `metadata.name` */
  readonly name: string;
  readonly document: JsonObject;
  readonly fixtures: readonly Fixture[];
}

/** One object of a fixture file. */
export interface Fixture {
  /** `workload/privileged/fail/init-container.yaml` */
  readonly file: string;
  /** From 0, in the file. */
  readonly index: number;
  readonly expected: Expected;
  readonly object: JsonObject;
}

export type Expected = 'pass' | 'fail';

export const readPolicyFolders = (root: string): PolicyFolders => {
  const defects: string[] = [];
  const policies = listFolders(root, '').flatMap((group) => {
    reportStray(root, group, defects);
    return listFolders(root, group).flatMap((id) => readPolicy(root, id, defects));
  });
  return { policies, defects };
};

const listFolders = (root: string, folder: string): readonly string[] =>
  entriesOf(root, folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => (folder === '' ? name : `${folder}/${name}`))
    .toSorted();

const entriesOf = (root: string, folder: string) => readdirSync(join(root, folder), { withFileTypes: true });

/** A group holds policies and nothing else. */
const reportStray = (root: string, group: string, defects: string[]): void => {
  for (const entry of entriesOf(root, group))
    if (!entry.isDirectory()) defects.push(`${group}/${entry.name}: a stray file; a group holds a folder a policy`);
};

const readPolicy = (root: string, id: string, defects: string[]): readonly PolicyFolder[] => {
  for (const { name } of entriesOf(root, id))
    if (!['policy.yaml', 'pass', 'fail'].includes(name))
      defects.push(`${id}/${name}: stray; a policy's folder holds policy.yaml, pass/ and fail/`);
  if (!existsSync(join(root, id, 'policy.yaml'))) {
    defects.push(`${id}: has no policy.yaml`);
    return [];
  }
  const documents = readObjects(root, `${id}/policy.yaml`, defects);
  const [document] = documents;
  if (document === undefined || documents.length !== 1) {
    defects.push(`${id}/policy.yaml: holds ${documents.length} documents, where one is expected`);
    return [];
  }
  const fixtures = (['pass', 'fail'] as const).flatMap((expected) => readFixtures(root, id, expected, defects));
  return [{ id, name: readText(document, 'metadata', 'name'), document, fixtures }];
};

const readFixtures = (root: string, id: string, expected: Expected, defects: string[]): readonly Fixture[] => {
  const folder = `${id}/${expected}`;
  if (!existsSync(join(root, folder))) return [];
  return entriesOf(root, folder)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name }) => {
      const file = `${folder}/${name}`;
      if (!/^[a-z0-9]+(?:-[a-z0-9]+)*\.yaml$/.test(name)) {
        defects.push(`${file}: a stray file; fixtures are kebab-case .yaml files`);
        return [];
      }
      const objects = readObjects(root, file, defects);
      if (objects.length === 0) defects.push(`${file}: holds no object`);
      return objects.map((object, index): Fixture => ({ file, index, expected, object }));
    });
};

/** The objects of a file, one a document; documents of comments alone are passed over. */
const readObjects = (root: string, file: string, defects: string[]): readonly JsonObject[] => {
  const documents = readFileSync(join(root, file), 'utf8').split(/^---.*$/m);
  return documents.flatMap((text) => {
    const parsed = parseYaml(text);
    if (parsed.kind === 'defect') defects.push(`${file}: line ${parsed.line} of a document: ${parsed.message}`);
    else if (isJsonObject(parsed.value)) return [parsed.value];
    else if (parsed.value !== null) defects.push(`${file}: holds a document that is no object`);
    return [];
  });
};

/** A text somewhere in an object; empty where there is none. */
export const readText = (object: JsonObject, ...path: readonly string[]): string => {
  let value: Json | undefined = object;
  for (const field of path) value = isJsonObject(value) ? value[field] : undefined;
  return typeof value === 'string' ? value : '';
};
