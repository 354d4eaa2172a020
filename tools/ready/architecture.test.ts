/** Proves the layer table, the house rules on files and names, and that nothing but the hosts touches the process. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { explainForbiddenImport, rooms } from './layers.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const listFiles = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

const sources = listFiles('src').filter((file) => file.endsWith('.ts'));
const texts = new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

const importsOf = (file: string): readonly string[] =>
  [...(texts.get(file) ?? '').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');

test('imports point down, plug-ins never meet, hosts use registries', () => {
  const wrong = sources.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.startsWith('.'))
      .flatMap((target) => {
        const path = posix.normalize(posix.join(posix.dirname(file), target));
        if (!path.startsWith('src/')) return file.endsWith('.test.ts') ? [] : [`${file}: imports ${path}, outside src`];
        const reason = explainForbiddenImport(file.slice(4), path.slice(4));
        return reason === null || file.endsWith('.test.ts') ? [] : [`${file}: ${reason}`];
      }),
  );
  assert.deepEqual(wrong, []);
});

test('every room of src stands in the layer table, and the table names no room that is not there', () => {
  const folders = [...new Set(sources.map((file) => file.split('/')[1] ?? ''))];
  assert.deepEqual(folders.toSorted(), rooms.map(({ name }) => name).toSorted());
});

test('only hosts touch argv, environment, clock, randomness and signals', () => {
  const forbidden = /(?<![-\w])process\.\w|\bDate\.now\(|new Date\(\)|Math\.random\(|\bperformance\.now\(|\bconsole\./;
  const wrong = sources
    .filter((file) => !file.startsWith('src/hosts/') && !file.endsWith('.test.ts'))
    .filter((file) => forbidden.test(withoutComments(texts.get(file) ?? '')));
  assert.deepEqual(wrong, []);
});

test('only the families made for it touch network, disk and programs', () => {
  const forbidden = /'node:(?:fs|fs\/promises|http|https|net|tls|child_process|dgram|dns)'/;
  const allowed = ['src/hosts/', 'src/sources/', 'src/stores/', 'src/kube/client/'];
  const wrong = sources
    .filter((file) => !allowed.some((folder) => file.startsWith(folder)) && !file.endsWith('.test.ts'))
    .filter((file) => forbidden.test(texts.get(file) ?? ''));
  assert.deepEqual(wrong, []);
});

test('each file is kebab-case, says in its first line what it is for, and has at most 400 lines', () => {
  const wrong = sources.flatMap((file) => {
    const text = texts.get(file) ?? '';
    const name = file.split('/').at(-1) ?? '';
    return [
      /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.ts$/.test(name) ? null : `${file}: not kebab-case`,
      /^\/\*\*(?: |\n \* ).+/.test(text) ? null : `${file}: the first line does not say what the file is for`,
      text.split('\n').length <= 401 ? null : `${file}: more than 400 lines`,
    ].filter((problem) => problem !== null);
  });
  assert.deepEqual(wrong, []);
});

test('no folder or file has a name that says nothing', () => {
  const empty = /^(?:utils?|helpers?|common|misc|shared|managers?)$/;
  const wrong = sources.filter((file) =>
    file.split('/').some((part) => empty.test(part.replace(/(?:\.test)?\.ts$/, ''))),
  );
  assert.deepEqual(wrong, []);
});

test('nothing is imported in a circle between folders', () => {
  const edges = new Map<string, Set<string>>();
  for (const file of sources.filter((candidate) => !candidate.endsWith('.test.ts'))) {
    for (const target of importsOf(file).filter((name) => name.startsWith('.'))) {
      const from = dirname(file);
      const to = posix.dirname(posix.normalize(posix.join(from, target)));
      // A registry lists its plug-ins and each plug-in knows the family's contract: that circle is the design.
      if (to === from || to.startsWith(`${from}/`) || from.startsWith(`${to}/`)) continue;
      edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  }
  assert.deepEqual(findCircle(edges), []);
});

const findCircle = (edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] => {
  const done = new Set<string>();
  const visit = (folder: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(folder)) return [...trail.slice(trail.indexOf(folder)), folder];
    if (done.has(folder)) return [];
    for (const next of edges.get(folder) ?? []) {
      const circle = visit(next, [...trail, folder]);
      if (circle.length > 0) return circle;
    }
    done.add(folder);
    return [];
  };
  for (const folder of edges.keys()) {
    const circle = visit(folder, []);
    if (circle.length > 0) return circle;
  }
  return [];
};

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
