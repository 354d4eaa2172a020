/** Finds what `vauban test` runs: folders of policies with `pass/` and `fail/` beside them. */

import { join } from 'node:path';
import type { Disk } from '../../sources/source.ts';

/** One folder with policies and fixtures. */
export interface PolicySuite {
  readonly folder: string;
  /** Files beside `pass/` and `fail/`: policies, bindings, parameters; sorted. */
  readonly policies: readonly string[];
  readonly cases: readonly PolicyCase[];
}

export interface PolicyCase {
  readonly file: string;
  readonly expected: 'pass' | 'fail';
}

/** Deeper than anybody nests policies; a circle of links is not followed at all. */
const deepest = 16;

/** In the order of their paths. Throws what the disk throws for `folder` itself. */
export const findPolicySuites = async (folder: string, disk: Disk): Promise<readonly PolicySuite[]> => {
  const suites: PolicySuite[] = [];
  await walk(folder, disk, suites, 0);
  return suites;
};

const walk = async (folder: string, disk: Disk, suites: PolicySuite[], depth: number): Promise<void> => {
  const entries = [...(await disk.list(folder))].sort((a, b) => (a.name < b.name ? -1 : 1));
  const folders = entries.filter(
    ({ kind, name }) => kind === 'folder' && !name.startsWith('.') && name !== 'node_modules',
  );
  const cases: PolicyCase[] = [];
  for (const expected of ['pass', 'fail'] as const) {
    if (folders.some(({ name }) => name === expected))
      for (const file of await listManifests(join(folder, expected), disk, 0)) cases.push({ file, expected });
  }
  const policies = entries
    .filter(({ kind, name }) => kind === 'file' && isManifest(name))
    .map(({ name }) => join(folder, name));
  if (folders.some(({ name }) => name === 'pass' || name === 'fail')) suites.push({ folder, policies, cases });
  if (depth === deepest) return;
  for (const { name } of folders)
    if (name !== 'pass' && name !== 'fail') await walk(join(folder, name), disk, suites, depth + 1);
};

const listManifests = async (folder: string, disk: Disk, depth: number): Promise<readonly string[]> => {
  const files: string[] = [];
  for (const { kind, name } of [...(await disk.list(folder))].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (kind === 'file' && isManifest(name)) files.push(join(folder, name));
    else if (kind === 'folder' && depth < deepest)
      files.push(...(await listManifests(join(folder, name), disk, depth + 1)));
  }
  return files;
};

const isManifest = (name: string): boolean => /\.(?:ya?ml|json)$/i.test(name);
