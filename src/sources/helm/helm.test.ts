/** The source `helm` with a scripted helm: what is run, and what becomes of what it prints. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScriptedContext } from '../scripted-context.ts';
import type { RunOptions, RunResult, SourceItem } from '../source.ts';
import { helmSource } from './index.ts';

const chart = 'apiVersion: v2\nname: My_Shop\nversion: 1.0.0\n';

const read = async (
  run: (program: string, parameters: readonly string[], options: RunOptions) => RunResult | undefined,
  files: Readonly<Record<string, string>> = { 'charts/shop/Chart.yaml': chart },
) => {
  const items: SourceItem[] = [];
  for await (const item of helmSource.read('charts/shop', createScriptedContext({ files, run }))) items.push(item);
  return items;
};

const printed = (output: string): RunResult => ({ code: 0, output: Buffer.from(output), error: '' });
const failed = (error: string): RunResult => ({ code: 1, output: Buffer.from(''), error });

test('the chart is rendered in its folder, under its own name, with nothing that reaches a cluster or the network', async () => {
  const runs: unknown[] = [];
  await read((program, parameters, { folder }) => {
    runs.push([program, ...parameters, folder]);
    return printed('');
  });
  assert.deepEqual(runs, [['helm', 'template', 'my-shop', '.', 'charts/shop']]);
});

test('every object knows the template it came from', async () => {
  const output = `---
# Source: My_Shop/templates/web.yaml
apiVersion: v1
kind: Service
metadata: {name: web}
---
# Source: My_Shop/templates/off.yaml
---
# Source: My_Shop/charts/db/templates/list.yaml
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
---
just: values
`;
  const items = await read(() => printed(output));
  assert.deepEqual(
    items.map((item) => (item.kind === 'resource' ? [item.resource.ref.name, item.resource.origin] : [item.kind])),
    [
      [
        'web',
        {
          kind: 'rendered',
          by: 'helm',
          folder: 'charts/shop',
          template: 'templates/web.yaml',
          document: 0,
          item: null,
        },
      ],
      [
        'a',
        {
          kind: 'rendered',
          by: 'helm',
          folder: 'charts/shop',
          template: 'charts/db/templates/list.yaml',
          document: 2,
          item: 0,
        },
      ],
      [
        'b',
        {
          kind: 'rendered',
          by: 'helm',
          folder: 'charts/shop',
          template: 'charts/db/templates/list.yaml',
          document: 2,
          item: 1,
        },
      ],
      ['other-document'],
    ],
  );
});

test('secrets in what was rendered do not enter the model', async () => {
  const items = await read(() =>
    printed('apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: canary-1234}\n'),
  );
  assert.equal(items.length, 1);
  assert.doesNotMatch(JSON.stringify(items), /canary-1234/);
});

const said: readonly (readonly [
  string,
  RunResult | undefined,
  Readonly<Record<string, string>> | undefined,
  SourceItem['kind'],
  string,
])[] = [
  [
    'no helm',
    undefined,
    undefined,
    'unread',
    'not scanned: no helm on the PATH; run helm template charts/shop | vauban scan -',
  ],
  [
    'dependencies that were never fetched',
    failed(
      'Error: An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: redis\n',
    ),
    undefined,
    'problem',
    "the chart's dependencies are not there, and Vauban fetches nothing: run helm dependency build charts/shop",
  ],
  [
    'a template that fails',
    failed(
      'walk.go:75: found symbolic link in path\nError: execution error at (My_Shop/templates/web.yaml:3:4): image is required\n\nUse --debug flag to render out invalid YAML\n',
    ),
    undefined,
    'problem',
    'helm cannot render this chart: execution error at (My_Shop/templates/web.yaml:3:4): image is required',
  ],
  [
    'a helm that says nothing',
    failed(''),
    undefined,
    'problem',
    'helm cannot render this chart: it ended with code 1 and said nothing',
  ],
  [
    'a template that is no YAML once rendered',
    printed('# Source: s/templates/x.yaml\na: [1\n'),
    undefined,
    'problem',
    '',
  ],
  ['no Chart.yaml', undefined, {}, 'problem', 'this file does not exist'],
  [
    'a Chart.yaml that is a list',
    undefined,
    { 'charts/shop/Chart.yaml': '[]' },
    'problem',
    'this is no chart: it holds no mapping',
  ],
];

for (const [name, result, files, kind, message] of said) {
  test(`${name} is one line`, async () => {
    const items = await read(() => result, files);
    assert.equal(items.length, 1);
    const [item] = items;
    assert.equal(item?.kind, kind);
    const line = item?.kind === 'problem' ? item.problem.message : item?.kind === 'unread' ? item.unread.reason : '';
    if (message === '') assert.match(line, /^what helm rendered from templates\/x\.yaml is not YAML once rendered: /);
    else assert.equal(line, message);
  });
}

test('a library chart deploys nothing by itself: said and counted, not an error', async () => {
  const items = await read(() => undefined, { 'charts/shop/Chart.yaml': `${chart}type: library\n` });
  const span = { file: 'charts/shop/Chart.yaml', line: null, column: null };
  const message = 'this is a library chart, which deploys nothing by itself';
  assert.deepEqual(items, [
    { kind: 'other-document', file: 'charts/shop/Chart.yaml', document: 0 },
    { kind: 'problem', problem: { severity: 'warning', message, span, policy: null } },
  ]);
});
