/** Reading, appending to and pruning the exceptions file, comments and all. */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { appendException, pruneExceptions } from './exception-file.ts';
import { type ExceptionEntry, parseExceptionFile } from './parse-exception-file.ts';

const file = 'vauban-exceptions.yaml';

const entry: ExceptionEntry = {
  scope: {
    rule: 'pod-security/baseline/privileged',
    finding: null,
    kind: null,
    namespace: 'logging',
    name: 'agent',
    labels: {},
  },
  reason: 'ships the logs',
  owner: 'platform@example.com',
  expires: '2027-03-31',
};

const printed = `  - rule: pod-security/baseline/privileged
    namespace: logging
    name: agent
    reason: ships the logs
    owner: platform@example.com
    expires: "2027-03-31"
`;

const append = (text: string, one: ExceptionEntry = entry): string => {
  const edited = appendException(text, one);
  return edited.kind === 'text' ? edited.text : `defect: ${edited.message}`;
};

const two = `# Ours.
exceptions:
  # The first.
  - rule: a/b
    name: x
    reason: one # why
    owner: me
    expires: 2027-01-01

  # The second.
  - finding: 3f2a9c1b77d0e4aa
    reason: |
      # no comment
      two
    owner: you

# The end.
`;

test('a new file is begun', () =>
  assert.equal(
    append(''),
    `# Findings we live with: why, who answers for it, and until when.\nexceptions:\n${printed}`,
  ));

test('an entry goes to the end of the list, behind everything that stands there', () =>
  assert.equal(append(two), two.replace('    owner: you\n', `    owner: you\n${printed}`)));

const layouts: readonly (readonly [string, string, string])[] = [
  ['an empty list', 'exceptions: [] # none\nversion: 1\n', `exceptions: # none\n${printed}version: 1\n`],
  ['no list', 'version: 1\n', `version: 1\nexceptions:\n${printed}`],
  ['only comments', '# ours\n', `# ours\nexceptions:\n${printed}`],
  [
    'dashes at the margin',
    'exceptions:\n- {finding: a, reason: b, owner: c}\nversion: 1\n',
    `exceptions:\n- {finding: a, reason: b, owner: c}\n${printed.replaceAll(/^ {2}/gm, '')}version: 1\n`,
  ],
  [
    'a second document',
    'exceptions:\n  - finding: a\n    reason: b\n---\nx: 1\n',
    `exceptions:\n  - finding: a\n    reason: b\n${printed}---\nx: 1\n`,
  ],
  [
    'Windows line breaks',
    'exceptions:\r\n  - finding: a\r\n    reason: b\r\n',
    `exceptions:\n  - finding: a\n    reason: b\n${printed}`.replaceAll('\n', '\r\n'),
  ],
];

for (const [name, before, after] of layouts) {
  test(`an entry is added where there is ${name}`, () => assert.equal(append(before), after));
}

test('a layout that cannot be edited safely is left alone', () => {
  for (const text of ['exceptions: [{finding: a, reason: b}]\n', '{"exceptions": [{"finding": "a", "reason": "b"}]}']) {
    assert.match(append(text), /^defect: its layout is not one that can be edited safely/);
  }
  assert.match(append('exceptions: 7'), /^defect: exceptions: must be a list/);
  assert.match(append('a: [b'), /^defect: line 1: a bracket/);
});

const prune = (text: string, ...lines: readonly number[]): string => {
  const edited = pruneExceptions(text, new Set(lines));
  return edited.kind === 'text' ? edited.text : `defect: ${edited.message}`;
};

test('an entry goes with the comment above it, the others keep theirs', () => {
  assert.equal(prune(two, 4), two.replace(/ {2}# The first\.\n[\s\S]*?2027-01-01\n/, ''));
  assert.equal(prune(two, 11), two.replace(/ {2}# The second\.\n[\s\S]*?owner: you\n/, ''));
});

test('a list that becomes empty says so', () =>
  assert.equal(prune(two, 4, 11), '# Ours.\nexceptions: []\n\n\n# The end.\n'));

test('nothing to remove leaves the text as it is', () => assert.equal(prune(two, 99), two));

const problems: readonly (readonly [string, string])[] = [
  ['- a', 'the file must hold a list under exceptions:'],
  ['exeptions: []', '"exeptions" is no part of an exceptions file, which holds a list under exceptions:'],
  ['exceptions: 7', 'exceptions: must be a list, one entry a dash'],
  [
    'exceptions: [7]',
    'an exception must be a mapping with rule, finding, kind, namespace, name, labels, reason, owner, expires',
  ],
  [
    'exceptions: [{rule: a, namspace: b, reason: c, owner: d}]',
    '"namspace" is no part of an exception; it knows rule, finding, kind, namespace, name, labels, reason, owner, expires',
  ],
  ['exceptions: [{rule: a, owner: d}]', 'reason is missing: say why it is fine'],
  ['exceptions: [{reason: a, owner: d}]', 'an exception must name a rule, a finding or an object'],
  [
    'exceptions: [{rule: a, reason: b, owner: d, expires: 2027-02-30}]',
    'expires: "2027-02-30" is no day; write it as 2027-03-31',
  ],
  ['exceptions: [{rule: a, reason: b, owner: [d]}]', 'owner must be a text that is not empty'],
  ['exceptions: [{rule: a, reason: b, owner: d, labels: [x]}]', 'labels must be a mapping from names to texts'],
];

for (const [text, message] of problems) {
  test(`${text} is a mistake that hides nothing`, () => {
    const parsed = parseExceptionFile(text, file);
    assert.deepEqual(
      parsed.problems.map((problem) => problem.message),
      [message],
    );
    assert.deepEqual(parsed.exceptions, []);
  });
}

test('an entry without an owner counts, with a word about it', () => {
  const parsed = parseExceptionFile('exceptions: [{rule: a, name: b, reason: c}]', file);
  assert.equal(parsed.exceptions.length, 1);
  assert.deepEqual(
    parsed.problems.map(({ severity, message }) => [severity, message]),
    [['warning', 'this exception has no owner: say who answers for it']],
  );
});

test('an entry knows its line', () =>
  assert.deepEqual(
    parseExceptionFile(two, file).exceptions.map(({ span }) => span.line),
    [4, 11],
  ));

test('an entry from a tool without an engine is kept for later', () =>
  assert.equal(
    parseExceptionFile('exceptions: [{rule: trivy/CVE-2026-1, reason: c, owner: d}]', file).exceptions[0]
      ?.notApplicable,
    'there is no rule for CVE-2026-1 yet',
  ));

const words = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.constantFrom('yes', '1', '~', 'a: b', '# x', '- a', "it's", 'a\nb', ' a', '2027-01-01', '*', '&a', '!x', '|'),
);
const text = words.filter((word) => word.trim() !== '' && word.isWellFormed());
const day = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const entries = fc.record(
  {
    scope: fc.record(
      {
        rule: text,
        finding: fc.option(text),
        kind: fc.option(text),
        namespace: fc.option(text),
        name: fc.option(text),
        labels: fc.dictionary(text, text, { maxKeys: 2, noNullPrototype: true }),
      },
      { noNullPrototype: true },
    ),
    reason: text,
    owner: fc.option(text),
    expires: fc.option(day),
  },
  { noNullPrototype: true },
);

const strip = (source: string) =>
  parseExceptionFile(source, file).exceptions.map(({ scope, reason, owner, expires }) => ({
    scope,
    reason,
    owner,
    expires,
  }));

test('what was appended is read back, after what was there', () => {
  fc.assert(
    fc.property(
      fc.array(entries, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', two, 'version: 1\n'),
      (list, start) => {
        const source = list.reduce<string>((before, one) => append(before, one), start);
        assert.deepEqual(strip(source), [...strip(start), ...list]);
        const [first] = parseExceptionFile(source, file).exceptions;
        assert.deepEqual(strip(prune(source, first?.span.line ?? 0)), strip(source).slice(1));
      },
    ),
    { numRuns: 200, seed: 13 },
  );
});

test('no text makes reading or editing throw', () => {
  const piece = fc.constantFrom(
    'exceptions:',
    '\n',
    '  ',
    '- ',
    'rule: a',
    'reason: b',
    '# c',
    '[',
    '{',
    '|',
    "'",
    'x',
    ': ',
    '---',
    '\t',
    '&a',
    '*a',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')),
      (source) => {
        parseExceptionFile(source, file);
        append(source);
        prune(source, 1, 2, 3);
      },
    ),
    { numRuns: 800, seed: 17 },
  );
});
