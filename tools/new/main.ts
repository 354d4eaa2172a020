/** `npm run new -- FAMILY ID`: scaffolds a plug-in (its files and a test that fails) and adds it to its family's registry. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { families, type Family } from './families.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const main = (words: readonly string[]): number => {
  const [familyName = '', id = ''] = words;
  const family = families.find(({ name }) => name === familyName);
  if (family === undefined) {
    return refuse(
      `there is no family ${familyName || '(none given)'}; one of ${families.map(({ name }) => name).join(', ')}`,
    );
  }
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))
    return refuse(`an id is kebab-case, such as my-${family.noun}; not ${id || '(none given)'}`);
  const existing = family.files(id).find(({ path }) => existsSync(`${root}${path}`));
  if (existing !== undefined) return refuse(`${existing.path} is there already; nothing was written`);
  for (const { path, text } of family.files(id)) {
    mkdirSync(`${root}${path.slice(0, path.lastIndexOf('/'))}`, { recursive: true });
    writeFileSync(`${root}${path}`, text);
    process.stdout.write(`wrote  ${path}\n`);
  }
  register(family, id);
  format([family.registry, ...family.files(id).map(({ path }) => path)]);
  process.stdout.write(`next   ${family.next}\n`);
  return 0;
};

/** Adds the import and the line at the end of the registry's list; order is then the author's to choose. */
const register = (family: Family, id: string): void => {
  const { registry, list } = family;
  const path = `${root}${registry}`;
  const text = readFileSync(path, 'utf8');
  const lastImport = [...text.matchAll(/^import .*;$/gm)].at(-1);
  // The list is one call or literal with one pair of brackets behind its `=`, on one line or on one line an entry.
  const found = new RegExp(`^export const ${list}\\b[^=]*= [^[]*\\[([^\\]]*)\\]`, 'm').exec(text);
  if (lastImport === undefined || found === null) {
    process.stdout.write(`add    ${family.importLine(id)} and ${family.registryLine(id)} to ${registry}\n`);
    return;
  }
  const afterImport = lastImport.index + lastImport[0].length;
  const listEnd = found.index + found[0].length - 1;
  const entry = found[1]?.endsWith('\n') === true ? `  ${family.registryLine(id)},\n` : `, ${family.registryLine(id)}`;
  writeFileSync(
    path,
    `${text.slice(0, afterImport)}\n${family.importLine(id)}${text.slice(afterImport, listEnd)}${entry}${text.slice(listEnd)}`,
  );
  process.stdout.write(`edited ${registry}\n`);
};

/** A longer name breaks a line elsewhere; without the formatter `npm run ready` will say so. */
const format = (paths: readonly string[]): void => {
  spawnSync(`${root}node_modules/.bin/oxfmt`, paths, { cwd: root, shell: process.platform === 'win32' });
};

const refuse = (message: string): number => {
  process.stderr.write(`new: ${message}\n`);
  return 2;
};

process.exitCode = main(process.argv.slice(2));
