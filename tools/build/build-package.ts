/** Puts the published package into a folder: program, door, notices, bill of materials. The same clone gives the same bytes. */

import { chmod, copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { bundleConsole } from './bundle-console.ts';
import { bundleProgram } from './bundle-program.ts';
import { readBundledPackages } from './bundled-packages.ts';
import { renderBillOfMaterials } from './bill-of-materials.ts';
import { renderNotices } from './notices.ts';
import { readPacked } from '../../src/hosts/assemble/policy-library.ts';
import { toPublishedManifest, type Manifest } from './published-manifest.ts';

export interface BuildRequest {
  /** The clone, with its `node_modules`. */
  readonly root: string;
  /** Emptied first. */
  readonly folder: string;
}

export interface BuiltFile {
  /** Relative to the folder, with `/`. */
  readonly name: string;
  readonly bytes: number;
}

const copied = [
  'README.md',
  'LICENSE',
  'bin/vauban.mjs',
  'docs/report.schema.json',
  'docs/vauban.schema.json',
] as const;

export const buildPackage = async ({ root, folder }: BuildRequest): Promise<readonly BuiltFile[]> => {
  await rm(folder, { recursive: true, force: true });
  const { files, modules } = await bundleProgram(root);
  const pages = await bundleConsole(root);
  const packages = await readBundledPackages(root, [...modules, ...pages.modules.filter(isInstalled)]);
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
  const written = new Map<string, string | Uint8Array>([
    ...files,
    ...pages.files,
    ['package.json', toJsonText(toPublishedManifest(manifest))],
    ['LICENSES.txt', renderNotices(packages)],
    // Compact: it is read at every start, and the policies themselves are in the repository for people.
    ['library.json', JSON.stringify(readPacked())],
    ['roadmap.yaml', await readFile(join(root, 'frameworks/roadmap.yaml'), 'utf8')],
    ['sbom.cdx.json', toJsonText(renderBillOfMaterials(manifest, packages))],
  ]);
  for (const [name, text] of written) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  for (const name of copied) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await copyFile(join(root, name), join(folder, name));
  }
  await chmod(join(folder, 'bin/vauban.mjs'), 0o755);
  return Promise.all(
    [...written.keys(), ...copied]
      .toSorted()
      .map(async (name) => ({ name, bytes: (await stat(join(folder, name))).size })),
  );
};

/** Vite's own helpers have no path; what an installed package holds has. */
const isInstalled = (module: string): boolean => isAbsolute(module) && module.includes('node_modules');

const toJsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
