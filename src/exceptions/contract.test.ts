/** What every exception format promises, run over the registry. */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { parseDay } from '../lang/day/parse-day.ts';
import { whyNotApplicable } from '../engine/except/foreign-rules.ts';
import type { Exception } from '../model/exception.ts';
import { importExceptions } from './import-exceptions.ts';
import { exceptionFormats } from './registry.ts';

/** A file of each format, as its tool's documentation shows one, with the name it goes by. */
const examples: Readonly<Record<string, readonly [file: string, text: string]>> = {
  vauban: ['vauban-exceptions.yaml', 'exceptions:\n  - rule: a/b\n    name: web\n    reason: why\n    owner: me\n'],
  kyverno: [
    'exception.yaml',
    'apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: x}\nspec:\n  exceptions: [{policyName: disallow-host-path, ruleNames: [host-path]}]\n  match: {any: [{resources: {kinds: [Pod], names: [web-*]}}]}\n',
  ],
  kubescape: [
    'exceptions.json',
    '[{"name": "x", "policyType": "postureExceptionPolicy", "resources": [{"designatorType": "Attributes", "attributes": {"namespace": "shop"}}], "posturePolicies": [{"controlID": "C-0057"}]}]',
  ],
  trivy: ['.trivyignore', '# why\nAVD-KSV-0017 exp:2027-04-01\nCVE-2026-1\n'],
  checkov: ['.checkov.yaml', 'skip-check:\n  - CKV_K8S_16\n'],
  annotation: [
    'web.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    checkov.io/skip1: CKV_K8S_16=why\n',
  ],
  'kube-linter': ['.kube-linter.yaml', 'checks:\n  exclude: [privileged-container]\n'],
};

test('there is an example of each format and of no other', () =>
  assert.deepEqual(Object.keys(examples).toSorted(), exceptionFormats.map(({ id }) => id).toSorted()));

for (const format of exceptionFormats) {
  const [file = '', text = ''] = examples[format.id] ?? [];

  test(`${format.id} is recognised before any other, and by the file's name wherever it is`, () => {
    assert.equal(importExceptions(text, file).format, format.id);
    assert.equal(importExceptions(`\uFEFF${text}`, `C:\\files\\${file}`).format, format.id);
  });

  test(`${format.id} reads its example`, () => {
    const { exceptions, problems } = format.parse(text, file);
    assert.deepEqual(problems, []);
    assert.ok(exceptions.length > 0);
    exceptions.forEach((exception) => assertSound(exception, format.id, file));
  });

  test(`${format.id} never throws, and says where it stopped`, () => {
    const pieces = text.split(/(?<=[\s:{}[\],"])/);
    const piece = fc.constantFrom(
      ...pieces,
      '\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      ': ',
      '---\n',
      '*',
      'null',
      '7',
      '&a',
      '*a',
      '\t',
    );
    const hostile = fc.oneof(
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
      // The example with one piece replaced.
      fc.tuple(fc.nat(pieces.length - 1), piece).map(([at, other]) => pieces.with(at, other).join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(hostile, (source) => {
        format.recognises(file, source);
        const { exceptions, problems } = format.parse(source, file);
        exceptions.forEach((exception) => assertSound(exception, format.id, file));
        for (const { message, span } of problems) {
          assert.equal(span?.file, file);
          assert.doesNotMatch(message, /\n|undefined|\[object/);
        }
      }),
      { numRuns: 300, seed: 23 },
    );
  });
}

/** An exception that says who, what and until when in the words of the model. */
const assertSound = (exception: Exception, format: string, file: string): void => {
  const { scope, reason, expires, span, notApplicable } = exception;
  assert.equal(exception.format, format);
  assert.equal(span.file, file);
  assert.notEqual(reason.trim(), '');
  assert.ok(expires === null || parseDay(expires) === expires);
  // What cannot be applied keeps a rule that will not fit ours when it is copied to our own file.
  if (notApplicable !== null) assert.notEqual(whyNotApplicable(scope.rule), null);
  else assert.equal(whyNotApplicable(scope.rule), null);
};

test('a file of no known format is one clear problem', () => {
  assert.deepEqual(
    importExceptions('hello', 'notes.txt').problems.map(({ message }) => message),
    [
      "no known format of exceptions; these are read: vauban-exceptions.yaml; Kyverno's PolicyException; Kubescape's exceptions (a JSON list of postureExceptionPolicy); .trivyignore and .trivyignore.yaml; Checkov's .checkov.yaml (skip-check); kube-linter's .kube-linter.yaml (checks.exclude); manifests with annotations of Checkov, kube-linter or Vauban",
    ],
  );
});

const unreadable: readonly (readonly [
  name: string,
  text: string,
  file: string,
  line: number | null,
  message: RegExp,
])[] = [
  ['broken YAML', 'a: b\nskip: [one\n', 'skips.yaml', 2, /^(?!no known format)/],
  ['broken JSON', '[{"name": "x",\n}}', 'exceptions.json', 2, /^(?!no known format)/],
  ['a broken file of ours', 'exceptions:\n  - rule: [\n', 'vauban-exceptions.yaml', 2, /^(?!no known format)/],
  ['a binary file', 'PK\u0003\u0004\u0000\u0000', 'skips.yaml', null, /^this is no text in UTF-8$/],
  ['a text in UTF-16', '\uFFFD\uFFFDe\u0000x\u0000', 'vauban-exceptions.yaml', null, /^this is no text in UTF-8$/],
  ['an empty file', '\n', 'skips.yaml', null, /^the file is empty$/],
];

for (const [name, text, file, line, message] of unreadable) {
  test(`${name} is one problem that says what is wrong and where`, () => {
    const { exceptions, problems } = importExceptions(text, file);
    assert.equal(exceptions.length, 0);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.message ?? '', message);
    assert.equal(problems[0]?.span?.line, line);
  });
}

test('recognising takes time in proportion to the text', () => {
  for (const piece of ['\n', ' ', 'checks:\n ', '"kind" ', '{"kind":', 'exceptions', '- ', 'checkov.io/skip ']) {
    const start = process.cpuUsage().user;
    importExceptions(piece.repeat(60_000), 'x');
    assert.ok(process.cpuUsage().user - start < 3_000_000, JSON.stringify(piece));
  }
});
