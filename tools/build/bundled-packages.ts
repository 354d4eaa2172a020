/** The packages whose code went into the bundle, as their own manifests, their licence files and the lockfile tell. */

import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly description: string | null;
  /** SPDX id or expression. */
  readonly licence: string;
  /** The texts its licence asks to be handed on, in the order of their files' names. */
  readonly notices: readonly string[];
  /** Subresource integrity of the registry's archive, from the lockfile. */
  readonly integrity: string;
  /** Names of the packages it asks for, bundled or not. */
  readonly dependencies: readonly string[];
}

/** Sorted by name, then version. Throws when a package has no licence or is not in the lockfile: it may not be published. */
export const readBundledPackages = async (
  root: string,
  modules: readonly string[],
): Promise<readonly BundledPackage[]> => {
  const lockfile = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  const folders = new Set(
    modules.map((module) => toFolder(relative(root, module))).filter((folder) => folder !== null),
  );
  const packages = await Promise.all([...folders].map((folder) => readBundledPackage(root, folder, lockfile)));
  return packages.toSorted((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
};

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

/** `node_modules/a/node_modules/@b/c` of a module in there; `null` for our own. */
const toFolder = (module: string): string | null =>
  /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(module.replaceAll('\\', '/'))?.[0] ?? null;

const readBundledPackage = async (root: string, folder: string, { packages }: Lockfile): Promise<BundledPackage> => {
  const manifest = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly description?: string;
    readonly license?: string;
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const { name, version, description, license: licence, dependencies } = manifest;
  const integrity = packages[folder]?.integrity;
  if (licence === undefined) throw new Error(`${name} says no licence`);
  if (integrity === undefined) throw new Error(`${name} has no integrity in package-lock.json`);
  const files = (await readdir(join(root, folder))).filter((file) =>
    /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(file),
  );
  const notices = await Promise.all(files.toSorted().map((file) => readFile(join(root, folder, file), 'utf8')));
  return {
    name,
    version,
    description: description ?? null,
    licence,
    notices,
    integrity,
    dependencies: Object.keys(dependencies ?? {}),
  };
};

/** By code unit: the order must not depend on the machine's language. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
