/** What the first page costs: script and styles as they are sent, with whatever draws graphs left out of it. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const config = fileURLToPath(new URL('../../console/vite.config.ts', import.meta.url));

test('the first page takes less than 250 kB of script, and the layout of graphs is no part of it', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-budget-'));
  context.after(() => rmSync(folder, { recursive: true }));
  await build({ configFile: config, logLevel: 'silent', build: { outDir: folder, emptyOutDir: true, manifest: true } });
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Readonly<
    Record<string, { readonly file: string; readonly imports?: readonly string[] }>
  >;
  const files = new Set<string>();
  const add = (name: string): void => {
    const entry = manifest[name];
    if (entry === undefined || files.has(entry.file)) return;
    files.add(entry.file);
    for (const each of entry.imports ?? []) add(each);
  };
  add('index.html');
  add('src/pages/overview/page.tsx');
  const texts = [...files].map((file) => readFileSync(join(folder, file), 'utf8'));
  const sent = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
  assert.ok(files.size > 1 && sent < 250_000, `${sent} bytes in ${files.size} files`);
  assert.equal(
    texts.some((text) => text.includes('ranksep')),
    false,
  );
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  assert.doesNotMatch(page, /<style|<script(?![^>]*\ssrc=)|https?:\/\//);
  assert.ok(
    readdirSync(join(folder, 'assets')).some((name) =>
      readFileSync(join(folder, 'assets', name), 'utf8').includes('ranksep'),
    ),
  );
});
