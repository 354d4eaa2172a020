/** The change shown for a merged entry mends every finding of it, by the rules' own judgement. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomPods } from '../../kube/pod-security/random-pods.ts';
import { createPodSecurityRules } from '../../kube/pod-security/rules.ts';
import { applyEdits } from '../../lang/patch/apply-edits.ts';
import type { Finding, FindingSubject } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Rule } from '../../model/rule.ts';
import { mergeFindings, toEntryFix, type MergedFinding } from './merge-findings.ts';

const rules = createPodSecurityRules({ override: { level: 'restricted', version: 'latest' } });
const ref = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' } as const;
const origin = { kind: 'file', file: 'a.yaml', document: 0, item: null, start: 0, end: 1 } as const;
const subject: FindingSubject = { ...ref, origin };

const judge = (rule: Rule, object: JsonObject): readonly Finding[] => {
  const judgement = rule.judge({ kind: 'resource', resource: { ref, object, origin } }, { answer: () => undefined });
  assert.equal(judgement.kind, 'done');
  const conclusions = judgement.kind === 'done' ? judgement.conclusions : [];
  return conclusions.map(({ status, path, message, action, enforcement, edits = [] }): Finding => ({
    id: `${rule.id} ${path}`,
    rule: rule.id,
    status,
    reason: null,
    severity: rule.severity,
    action,
    enforcement,
    message,
    path,
    subject,
    owner: null,
    responsible: 'you',
    fix: edits.length === 0 ? null : { target: ref, edits, reason: rule.title, permissions: [] },
    evidence: [],
  }));
};

const toEntries = (object: JsonObject): readonly MergedFinding[] =>
  mergeFindings(
    rules.flatMap((rule) => judge(rule, object)),
    new Map(rules.map((rule) => [rule.id, rule])),
  ).filter(({ also }) => also.length > 0);

const toUnmended = ({ finding, also }: MergedFinding, object: JsonObject): readonly string[] => {
  const mended = new Set([finding, ...also].map(({ rule }) => rule));
  return rules
    .filter(({ id }) => mended.has(id))
    .flatMap((rule) => judge(rule, object))
    .filter(({ status, path }) => status === 'fail' && path === finding.path)
    .map(({ rule }) => rule);
};

test('what keeps a capability that only the baseline allows does not count as the fix', () => {
  const capabilities = { add: ['SYS_ADMIN', 'CHOWN'], drop: ['ALL'] };
  const object = { spec: { containers: [{ name: 'web', securityContext: { capabilities } }] } };
  const [entry] = toEntries(object);
  assert.ok(entry !== undefined);
  assert.equal(entry.finding.rule, 'pod-security/baseline/capabilities');
  assert.deepEqual(
    toEntryFix(entry)?.edits.map(({ after }) => after),
    [{ kind: 'absent' }],
  );
});

test('the fix of an entry mends all of it', () => {
  let mended = 0;
  for (const { pod } of randomPods(11, 800)) {
    for (const entry of toEntries(pod)) {
      const fix = toEntryFix(entry);
      if (fix === null) {
        assert.deepEqual(
          [entry.finding, ...entry.also].map((each) => each.fix),
          [null, null],
        );
        continue;
      }
      assert.deepEqual(toUnmended(entry, applyEdits(pod, fix.edits)), [], JSON.stringify(pod));
      mended += 1;
    }
  }
  assert.ok(mended > 100, `${mended} entries were mended`);
});
