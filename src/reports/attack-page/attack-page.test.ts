/** The page of ways in: self-contained, nothing in it runs but the script it names, and every way can be linked to. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { AttackAnswer } from '../../attack/attack-answer.ts';
import { attackAnswer } from '../example-attack.ts';
import { assertWellFormed } from '../junit/well-formed.ts';
import { mostWays, renderAttackPage } from '../render-attack-page.ts';

const options = { version: '0.1.0', asOf: '2026-02-20T00:00:00Z', cluster: 'prod' };

const render = (answer: AttackAnswer): string => [...renderAttackPage(answer, options)].join('');

const page = render(attackAnswer);

const parse = (text: string): void => {
  assert.match(text, /^<!doctype html>\n<html lang="en">/);
  assertWellFormed(
    text
      .slice(16)
      .replaceAll(/<(meta|input)([^>]*)>/g, '<$1$2/>')
      .replaceAll(/(<form[^>]*) hidden>/g, '$1>')
      .replaceAll(/<(style|script)>[\s\S]*?<\/\1>/g, ''),
  );
};

const digestOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

test('the policy allows the one style and the one script, by digest, and nothing else', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
  const styles = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, text]) => text ?? '');
  const scripts = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text ?? '');
  assert.equal(styles.length, 1);
  assert.equal(scripts.length, 1);
  assert.equal(
    policy,
    `default-src 'none'; style-src '${digestOf(styles[0] ?? '')}'; script-src '${digestOf(scripts[0] ?? '')}'; base-uri 'none'; form-action 'none'`,
  );
});

test('nothing is loaded, no element carries a handler or a style, and markup in a name stays text', () => {
  const tags = (page.match(/<[a-z][^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
  for (const tag of tags) assert.doesNotMatch(tag, /\s(?:on\w+|style|src|srcset|action|formaction)=/);
  assert.deepEqual(
    tags.filter((tag) => /^<(?:link|img|iframe|object|embed|base|svg|video|audio)/.test(tag)),
    [],
  );
  assert.doesNotMatch(page, /@import|url\(/);
  assert.doesNotMatch(page, /[\p{Cc}--\n]|[\u202a-\u202e]/v);
});

test('the page is well formed, also without any way, and where the internet is the end', () => {
  parse(page);
  const [first] = attackAnswer.ways;
  assert.ok(first !== undefined);
  parse(render({ ...attackAnswer, ways: [] }));
  parse(render({ ...attackAnswer, ways: [{ ...first, moves: [] }] }));
});

test('every link inside the page leads somewhere, and no id is there twice', () => {
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const [, target = ''] of page.matchAll(/href="#([^"]*)"/g)) assert.ok(ids.includes(target), target);
  for (const [, target = ''] of page.matchAll(/aria-labelledby="([^"]*)"/g)) assert.ok(ids.includes(target), target);
});

test('a way is linked by the place it leads to, a second one to it by a number', () => {
  assert.match(page, /<article class="way" id="to\/secret\/shop\/database"/);
  assert.match(page, /<article class="way" id="to\/secret\/shop\/database~2"/);
});

test('the headline counts ways and open ones, and a partial answer says why', () => {
  assert.match(page, /<h1>6 ways in from the internet, 4 of them open<\/h1>/);
  assert.match(page, /This answer is partial\.[^]*NetworkPolicy could not be read in namespace shop/);
  assert.match(render({ ...attackAnswer, complete: true, ways: [] }), /<h1>No known way in from the internet<\/h1>/);
  assert.match(
    render({ ...attackAnswer, ways: [] }),
    /<h1>No known way in from the internet, of what could be read<\/h1>/,
  );
});

test('a wall is solid, hatched, doubtful or missing, by layer and in words', () => {
  const way = page.slice(page.indexOf('id="to/cluster-admin"'));
  assert.match(
    way,
    /class="wall enforced">[^]*?<span class="layer">cluster<\/span><span class="state">stands, proved</,
  );
  assert.match(
    way,
    /class="wall declared">[^]*?<span class="layer">runtime<\/span><span class="state">stands, as declared</,
  );
  assert.match(way, /class="wall missing">[^]*?<span class="layer">network<\/span><span class="state">missing</);
  assert.match(
    way,
    /class="wall unknown">[^]*?<span class="state">may hold nothing up<[^]*?policy no-root has no binding/,
  );
});

test('a missing wall brings what builds it', () => {
  assert.match(page, /automountServiceAccountToken: false/);
  assert.match(page, /Delete ClusterRoleBinding api/);
  assert.match(page, /vauban next --write/);
});

test('a name of ten thousand letters is cut', () => {
  assert.ok(page.length < 80_000, String(page.length));
});

test('more ways than a browser opens at once are cut, and the page says so', () => {
  const [first] = attackAnswer.ways;
  assert.ok(first !== undefined);
  const text = render({ ...attackAnswer, ways: Array.from({ length: mostWays + 7 }, () => first), left: 3 });
  assert.equal(text.match(/<article class="way"/g)?.length, mostWays);
  assert.match(text, /<h1>The worst 400 ways in from the internet, all of them open/);
  assert.match(text, /There are more: <code>--to<\/code>/);
});

test('any text in any place is rendered and well formed', () => {
  const text = fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      '`',
      ']]>',
      '-->',
      '</script>',
      '</li>',
      '\n',
      '\u001b',
      '\u202e',
      '\ud800',
      ' ',
      'x',
    ),
  });
  fc.assert(
    fc.property(text, fc.string({ unit: 'binary' }), (a, b) => {
      const answer: AttackAnswer = {
        ...attackAnswer,
        from: { ...attackAnswer.from, title: a },
        unknowns: [a],
        notes: [b],
        ways: attackAnswer.ways.map((way) => ({
          ...way,
          to: { ...way.to, id: a, title: b },
          moves: way.moves.map((move) => ({
            ...move,
            technique: a,
            grant: b,
            to: { ...move.to, id: b, title: a },
            controls: move.controls.map((control) => ({ ...control, id: a, title: b, scope: a })),
          })),
        })),
      };
      const rendered = render(answer);
      parse(rendered);
      assert.doesNotMatch(rendered, /[\p{Cc}--\n]|\p{Cs}|[\u202a-\u202e]/v);
    }),
    { seed: 17, numRuns: 60 },
  );
});
