/** The renderers with the real helm, kustomize or kubectl, where this machine has them. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createNodeDisk } from '../hosts/assemble/node-disk.ts';
import { sourceById } from './registry.ts';
import { createScriptedContext } from './scripted-context.ts';
import type { RunResult, SourceContext } from './source.ts';

const run: SourceContext['run'] = (program, parameters, { folder, timeout, most }) =>
  new Promise<RunResult | undefined>((resolve) => {
    execFile(
      program,
      [...parameters],
      { cwd: folder, timeout, maxBuffer: most, encoding: 'buffer' },
      (error, output, complaint) => {
        if (error !== null && error.code === 'ENOENT') resolve(undefined);
        else resolve({ code: error === null ? 0 : 1, output, error: complaint.toString('utf8') });
      },
    );
  });

const show = async (renderer: 'helm' | 'kustomize', folder: string): Promise<readonly string[]> => {
  const context: SourceContext = { ...createScriptedContext({}), disk: createNodeDisk(), run };
  const lines: string[] = [];
  for await (const item of sourceById(renderer).read(folder, context)) {
    if (item.kind === 'resource') {
      const { ref, origin } = item.resource;
      lines.push(
        `${ref.kind} ${ref.name}${origin.kind === 'rendered' && origin.template !== null ? ` from ${origin.template}` : ''}`,
      );
    } else
      lines.push(
        item.kind === 'problem' ? item.problem.message : item.kind === 'unread' ? item.unread.reason : item.kind,
      );
  }
  return lines;
};

const write = (test: TestContext, files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-render-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

const has = async (program: string, ...parameters: readonly string[]): Promise<boolean> =>
  (await run(program, parameters, { folder: tmpdir(), timeout: 20_000, most: 1 << 20 }))?.code === 0;

const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: NAME}\n';

test('a real kustomize renders an overlay with its base', async (test) => {
  if (!(await has('kustomize', 'version')) && !(await has('kubectl', 'version', '--client'))) {
    test.skip('neither kustomize nor kubectl is on the PATH');
    return;
  }
  const folder = write(test, {
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'base/web.yaml': service.replace('NAME', 'web'),
    'prod/kustomization.yaml': 'namePrefix: prod-\nresources: [../base]\n',
    'broken/kustomization.yaml': 'resources: [web.yaml]\nnoSuchField: 1\n',
    'broken/web.yaml': service,
  });
  assert.deepEqual(await show('kustomize', join(folder, 'prod')), ['Service prod-web']);
  assert.match(
    (await show('kustomize', join(folder, 'broken'))).join('|'),
    /^kustomize cannot render this folder: [^|\n]*noSuchField/,
  );
});

test('a real helm renders a chart, and says what is wrong with one', async (test) => {
  if (!(await has('helm', 'version'))) {
    test.skip('no helm on the PATH');
    return;
  }
  const folder = write(test, {
    'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'shop/templates/web.yaml': service.replace('NAME', '{{ .Release.Name }}-web'),
    'shop/templates/off.yaml': `{{ if .Values.off }}\n${service}{{ end }}\n`,
    'needy/Chart.yaml':
      'apiVersion: v2\nname: needy\nversion: 1.0.0\ndependencies: [{name: db, version: 1.0.0, repository: "https://charts.invalid"}]\n',
    'broken/Chart.yaml': 'apiVersion: v2\nname: broken\nversion: 1.0.0\n',
    'broken/templates/web.yaml': '{{ fail "an image is needed" }}\n',
  });
  assert.deepEqual(await show('helm', join(folder, 'shop')), ['Service shop-web from templates/web.yaml']);
  assert.deepEqual(await show('helm', join(folder, 'needy')), [
    `the chart's dependencies are not there, and Vauban fetches nothing: run helm dependency build ${join(folder, 'needy')}`,
  ]);
  assert.match(
    (await show('helm', join(folder, 'broken'))).join('|'),
    /^helm cannot render this chart: [^|\n]*an image is needed$/,
  );
});
