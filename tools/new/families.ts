/** What `npm run new` can scaffold: each family's files, its registry, and what is left to do by hand. */

export interface Family {
  /** The word for the command line. */
  readonly name: string;
  readonly noun: string;
  readonly registry: string;
  /** The constant in the registry that is the list. */
  readonly list: string;
  importLine(id: string): string;
  registryLine(id: string): string;
  files(id: string): readonly { readonly path: string; readonly text: string }[];
  /** What a person does next. */
  readonly next: string;
}

export const families: readonly Family[] = [
  {
    name: 'pod-security',
    noun: 'check',
    registry: 'src/kube/pod-security/registry.ts',
    list: 'checks',
    importLine: (id) => `import { ${camel(id)} } from './checks/${id}.ts';`,
    registryLine: (id) => camel(id),
    files: (id) => [
      { path: `src/kube/pod-security/checks/${id}.ts`, text: checkText(id) },
      { path: `src/kube/pod-security/checks/${id}.test.ts`, text: checkTestText(id) },
    ],
    next: 'write find and the metadata, put baseline checks before the restricted ones in the registry and count them in its test, then npm run docs and npm run ready',
  },
  {
    name: 'reports',
    noun: 'report',
    registry: 'src/reports/registry.ts',
    list: 'reportFormats',
    importLine: (id) => `import { ${camel(id)}Report } from './${id}/index.ts';`,
    registryLine: (id) => `${camel(id)}Report`,
    files: (id) => [
      {
        path: `src/reports/${id}/index.ts`,
        text: `/** Renders a report as ${id}. */

import type { Report, ReportFormat, RenderOptions } from '../report.ts';

export const ${camel(id)}Report = {
  id: '${id}',
  summary: 'what it is for, in one line of help',
  extension: 'txt',
  render,
} satisfies ReportFormat;

function* render(report: Report, options: RenderOptions): Generator<string> {
  throw new Error(\`${id} has to be written: \${report.findings.length} findings, \${options.width} columns\`);
}
`,
      },
      {
        path: `src/reports/${id}/${id}.test.ts`,
        text: testText(`${camel(id)}Report`, './index.ts', `${id} shows a finding as a person expects it`),
      },
    ],
    next: 'write render, then npm run docs and npm run ready; the contract suite runs the new format already',
  },
  {
    name: 'exceptions',
    noun: 'format',
    registry: 'src/exceptions/registry.ts',
    list: 'exceptionFormats',
    importLine: (id) => `import { ${camel(id)}Format } from './${id}/index.ts';`,
    registryLine: (id) => `${camel(id)}Format`,
    files: (id) => [
      {
        path: `src/exceptions/${id}/index.ts`,
        text: `/** Reads the exceptions of ${id}. */

import type { ExceptionFormat } from '../exception-format.ts';

export const ${camel(id)}Format = {
  id: '${id}',
  summary: 'which files these are',
  recognises: (file, text) => file.endsWith('${id}') && text !== '',
  parse: (text, file) => {
    throw new Error(\`${id} has to be written: \${file} has \${text.length} characters\`);
  },
} satisfies ExceptionFormat;
`,
      },
      {
        path: `src/exceptions/${id}/${id}.test.ts`,
        text: testText(`${camel(id)}Format`, './index.ts', `an entry of ${id} becomes an exception`),
      },
    ],
    next: 'write recognises and parse, add the id to Exception.format, then npm run ready',
  },
  {
    name: 'sources',
    noun: 'source',
    registry: 'src/sources/registry.ts',
    list: 'sources',
    importLine: (id) => `import { ${camel(id)}Source } from './${id}/index.ts';`,
    registryLine: (id) => `${camel(id)}Source`,
    files: (id) => [
      {
        path: `src/sources/${id}/index.ts`,
        text: `/** Reads resources from ${id}. */

import type { Source, SourceContext, SourceItem } from '../source.ts';

export const ${camel(id)}Source = { id: '${id}', target: 'path', read } satisfies Source;

async function* read(target: string, context: SourceContext): AsyncGenerator<SourceItem> {
  const { size } = await context.disk.stat(target);
  throw new Error(\`${id} has to be written: \${target} has \${size} bytes\`);
}
`,
      },
      {
        path: `src/sources/${id}/${id}.test.ts`,
        text: testText(`${camel(id)}Source`, './index.ts', `${id} yields the resources it reads`),
      },
    ],
    next: 'write read, redact before a resource is made (toResource does), then npm run ready',
  },
  {
    name: 'dialects',
    noun: 'dialect',
    registry: 'src/dialects/registry.ts',
    list: 'dialects',
    importLine: (id) => `import { ${camel(id)}Dialect } from './${id}/index.ts';`,
    registryLine: (id) => `${camel(id)}Dialect`,
    files: (id) => [
      {
        path: `src/dialects/${id}/index.ts`,
        text: `/** Compiles the policies of ${id} to rules. */

import type { Dialect } from '../dialect.ts';

export const ${camel(id)}Dialect = {
  id: '${id}',
  groups: ['${id}'],
  claims: ({ kind }) => kind === '${id}',
  compile: (documents) => {
    throw new Error(\`${id} has to be written: \${documents.length} documents\`);
  },
} satisfies Dialect;
`,
      },
      {
        path: `src/dialects/${id}/${id}.test.ts`,
        text: testText(`${camel(id)}Dialect`, './index.ts', `a policy of ${id} becomes a rule`),
      },
    ],
    next: 'write claims and compile, then npm run ready; --policy and vauban test take its documents already',
  },
  {
    name: 'analysers',
    noun: 'analyser',
    registry: 'src/analysers/registry.ts',
    list: 'analysers',
    importLine: (id) => `import { ${camel(id)}Analyser } from './${id}/index.ts';`,
    registryLine: (id) => `${camel(id)}Analyser`,
    files: (id) => [
      {
        path: `src/analysers/${id}/index.ts`,
        text: `/** Answers one question about a whole snapshot: ${id}. */

import type { Analyser } from '../analyser.ts';

export const ${camel(id)}Analyser = {
  id: '${id}',
  rules: [],
  keep: () => null,
  analyse: (snapshot) => {
    throw new Error(\`${id} has to be written: \${snapshot.unread.length} kinds are unread\`);
  },
} satisfies Analyser;
`,
      },
      {
        path: `src/analysers/${id}/${id}.test.ts`,
        text: testText(`${camel(id)}Analyser`, './index.ts', `${id} finds what it is for, and not its healthy twin`),
      },
    ],
    next: 'write its rules, keep and analyse, then npm run docs and npm run ready; every scan asks it already',
  },
];

const camel = (id: string): string => id.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A test that fails until somebody writes it. */
const testText = (name: string, door: string, sentence: string): string => `/** What ${name} does, case by case. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ${name} } from '${door}';

test('${sentence}', () => {
  assert.fail(\`write this test of \${${name}.id}\`);
});
`;

const checkText = (id: string): string => `/**
 * What the standard asks for, restricted, from v1.0: one sentence.
 *
 * Fields: spec.x of the pod. Allowed: undefined, null, and which values. Where versions differ, how.
 */

import type { Check, Violation } from '../check.ts';
import type { PodView } from '../pod-view.ts';

const find = ({ holders }: PodView): readonly Violation[] => {
  throw new Error(\`${id} has to be written: it met a pod with \${holders.length} security contexts\`);
};

export const ${camel(id)}: Check = {
  id: '${id}',
  level: 'restricted',
  control: 'pss-${id}',
  title: 'What holds where it is fulfilled',
  layer: 'runtime',
  what: 'What is asked for, to the letter.',
  why: 'What an attacker gains where it is not fulfilled.',
  fine: 'When it is right all the same.',
  remediation: 'What to change, and how to find out first what would break.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted'],
  reads: ['spec.x'],
  revisions: [{ since: 0, find }],
  overrides: null,
};
`;

/** Its one case cannot pass: what the check says about the simplest pod is the author's to write. */
const checkTestText = (id: string): string => `/** Tests of the check ${id}. */

import { testCheck } from './harness.ts';
import { ${camel(id)} } from './${id}.ts';

testCheck(${camel(id)}, [
  { name: 'lets pass a pod that', pod: '{ containers: [{ name: web }] }', expected: ['path: message, as a person reads it'] },
]);
`;
