/** The need loop: answers, waiting, bounds, undeclared requests and bugs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, Request } from '../../model/request.ts';
import type { Conclusion, Judgement, Rule } from '../../model/rule.ts';
import type { Subject } from '../../model/subject.ts';
import type { FactSource } from './fact-source.ts';
import { judgeSubject, mostRounds, type Outcome } from './judge-subject.ts';

const subject = {
  kind: 'resource',
  resource: {
    ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
    object: {},
    origin: { kind: 'file', file: 'web.yaml', document: 0, item: null, start: 0, end: 10 },
  },
} satisfies Subject;

const rule = (judge: Rule['judge'], capabilities: Rule['capabilities'] = ['namespace', 'time']): Rule => ({
  id: 'test/rule',
  title: 'A rule',
  severity: 'low',
  layer: 'runtime',
  control: null,
  what: '',
  why: '',
  fine: '',
  remediation: '',
  references: [],
  match: [{}],
  reads: [],
  capabilities,
  failurePolicy: 'closed',
  judge,
});

const pass: Conclusion = { status: 'pass', action: 'none', enforcement: 'unknown', message: 'fine', path: '' };
const done = (message: string): Judgement => ({ kind: 'done', conclusions: [{ ...pass, message }], effects: [] });
const shop: Request = { kind: 'namespace', name: 'shop' };
const time: Request = { kind: 'time' };
const answering = (answers: Readonly<Record<string, Answer>>): FactSource & { readonly asked: Request[] } => {
  const asked: Request[] = [];
  return {
    asked,
    answer: (request) => {
      asked.push(request);
      return answers[request.kind];
    },
  };
};
const value = (text: string): Answer => ({ kind: 'value', value: text });

const judge = (judged: Rule, source: FactSource): Outcome =>
  judgeSubject(
    judged,
    subject,
    { asker: { ...subject.resource.ref, origin: subject.resource.origin }, known: new Map() },
    source,
  );

const messagesOf = (outcome: Outcome): readonly string[] =>
  outcome.kind === 'done' ? outcome.conclusions.map(({ status, message }) => `${status}: ${message}`) : ['waiting'];

test('a rule that needs nothing is done at once', () => {
  assert.deepEqual(
    messagesOf(
      judge(
        rule(() => done('at once')),
        answering({}),
      ),
    ),
    ['pass: at once'],
  );
});

test('a rule is asked again with the answers, and an answer is fetched once', () => {
  const source = answering({ namespace: value('a'), time: value('b') });
  const judged = rule((_, facts) => {
    const namespace = facts.answer(shop);
    if (namespace === undefined) return { kind: 'need', requests: [shop] };
    const now = facts.answer(time);
    if (now === undefined) return { kind: 'need', requests: [shop, time] };
    return done(`${JSON.stringify(namespace)} ${JSON.stringify(now)}`);
  });
  assert.deepEqual(messagesOf(judge(judged, source)), [
    'pass: {"kind":"value","value":"a"} {"kind":"value","value":"b"}',
  ]);
  assert.deepEqual(source.asked, [shop, time]);
});

test('a rule waits for an answer that may still come, and goes on where it resumed', () => {
  let judgements = 0;
  const judged = rule(() => {
    judgements += 1;
    return { kind: 'need', requests: [shop], resume: (facts) => done(facts.answer(shop)?.kind ?? 'none') };
  });
  const outcome = judge(judged, answering({}));
  assert.equal(outcome.kind, 'waiting');
  assert.deepEqual(
    outcome.kind === 'waiting' ? messagesOf(outcome.resume(answering({ namespace: { kind: 'absent' } }))) : [],
    ['pass: absent'],
  );
  assert.equal(judgements, 1);
});

test('an answer that never comes is an error, not a pass', () => {
  const outcome = judge(
    rule(() => ({ kind: 'need', requests: [shop] })),
    answering({}),
  );
  assert.deepEqual(outcome.kind === 'waiting' ? messagesOf(outcome.resume(answering({}))) : [], [
    'error: what the rule asked for was never answered',
  ]);
});

test('a rule that asks for ever is stopped', () => {
  let judgements = 0;
  const judged = rule(() => {
    judgements += 1;
    return { kind: 'need', requests: [shop] };
  });
  assert.deepEqual(messagesOf(judge(judged, answering({ namespace: value('a') }))), [
    `error: the rule still asked for more after ${mostRounds} rounds of answers`,
  ]);
  assert.equal(judgements, mostRounds + 1);
});

test('a rule gets no answer of a kind it does not declare', () => {
  const source = answering({ time: value('now') });
  assert.deepEqual(
    messagesOf(
      judge(
        rule(() => ({ kind: 'need', requests: [time] }), []),
        source,
      ),
    ),
    ['error: the rule asked for time, which it does not declare among its capabilities'],
  );
  assert.deepEqual(source.asked, []);
});

test('a bug in a rule is an error finding and does not end the scan', () => {
  const judged = rule(() => {
    throw new TypeError('no such field');
  });
  assert.deepEqual(messagesOf(judge(judged, answering({}))), ['error: the rule could not be run: no such field']);
});

test('all rules asked about one subject see one answer, even of a source that changes', () => {
  let calls = 0;
  const source: FactSource = { answer: () => value(`answer ${(calls += 1)}`) };
  const asking = {
    asker: { ...subject.resource.ref, origin: subject.resource.origin },
    known: new Map<string, Answer>(),
  };
  const asks = rule((_, facts) => {
    const answer = facts.answer(time);
    return answer === undefined
      ? { kind: 'need', requests: [time] }
      : done(answer.kind === 'value' ? JSON.stringify(answer.value) : '');
  });
  const both = [asks, asks].map((each) => messagesOf(judgeSubject(each, subject, asking, source)));
  assert.deepEqual(both, [['pass: "answer 1"'], ['pass: "answer 1"']]);
});
