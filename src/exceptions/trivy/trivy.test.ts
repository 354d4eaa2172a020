/** Trivy's ignore files, line by line. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { trivyFormat } from './index.ts';

const read = (text: string, file = '.trivyignore') => {
  const { exceptions, problems } = trivyFormat.parse(text, file);
  return {
    exceptions: exceptions.map(({ scope, reason, expires, span, notApplicable }) => [
      scope.rule,
      reason,
      expires,
      span.line,
      notApplicable,
    ]),
    problems: problems.map(({ severity, message, span }) => `${span?.line} ${severity}: ${message}`),
  };
};

test('an id a line, with the comment above as the reason and the day before its date as the last', () => {
  assert.deepEqual(read('# Accepted: the agent\n# needs it.\nAVD-KSV-0017 exp:2027-04-01\n\nKSV012 # for now\n'), {
    exceptions: [
      ['pod-security/baseline/privileged', 'Accepted: the agent needs it.', '2027-03-31', 3, null],
      ['pod-security/restricted/run-as-non-root', 'for now', null, 5, null],
    ],
    problems: [],
  });
});

test('a comment is the reason of the lines below it, up to the next comment or blank', () => {
  assert.deepEqual(
    read('# one\nKSV017\nKSV012\n# two\nKSV001\n\nKSV030\n').exceptions.map(([, reason]) => reason),
    ['one', 'one', 'two', 'imported from trivy, which gives no reason for KSV030'],
  );
});

test('a vulnerability is kept for the scanner to come', () => {
  assert.deepEqual(read('CVE-2026-1\r\n').exceptions, [
    [
      'trivy/CVE-2026-1',
      'imported from trivy, which gives no reason for CVE-2026-1',
      null,
      1,
      'there is no rule for CVE-2026-1 yet',
    ],
  ]);
});

test('a date that is none is a problem, the other lines count', () => {
  assert.deepEqual(read('KSV017 exp:soon\nKSV012').problems, [
    '1 error: KSV017: exp:soon is no day; write it as exp:2027-03-31',
  ]);
});

test('a line that holds no id is a problem, the other lines count', () => {
  const { exceptions, problems } = read('garbage\n<<<<<<< HEAD\nKSV017 because\naws-access-key-id\nMIT\n');
  assert.deepEqual(problems, [
    '1 error: "garbage" is no id as Trivy writes them, such as KSV-0017 or CVE-2026-1',
    '2 error: "<<<<<<<" is no id as Trivy writes them, such as KSV-0017 or CVE-2026-1',
  ]);
  assert.deepEqual(
    exceptions.map(([rule]) => rule),
    ['pod-security/baseline/privileged', 'trivy/aws-access-key-id', 'trivy/MIT'],
  );
});

test('a check that is about less than our rule says so', () => {
  assert.deepEqual(read('KSV-0010').problems, [
    '1 warning: KSV-0010 is about hostPID alone; pod-security/baseline/host-namespaces covers more, so this hides more than was accepted',
  ]);
});

const yaml = `misconfigurations:
  - id: KSV-0017
    statement: needs it
    expired_at: 2027-04-01
  - id: KSV-0012
    paths: [charts/agent.yaml]
  - statement: nothing
vulnerabilities:
  - id: CVE-2026-1
`;

test('the YAML form says the same, and what is for some files alone is kept but not applied', () => {
  assert.deepEqual(read(yaml, '.trivyignore.yaml'), {
    exceptions: [
      ['pod-security/baseline/privileged', 'needs it', '2027-03-31', 2, null],
      [
        'trivy/KSV-0012',
        'imported from trivy, which gives no reason for KSV-0012',
        null,
        5,
        'it is for charts/agent.yaml alone, which a kind, a namespace and a name must say',
      ],
      [
        'trivy/CVE-2026-1',
        'imported from trivy, which gives no reason for CVE-2026-1',
        null,
        9,
        'there is no rule for CVE-2026-1 yet',
      ],
    ],
    problems: ['7 error: an entry of misconfigurations has no id'],
  });
});
