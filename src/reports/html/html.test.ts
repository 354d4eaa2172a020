/** HTML: self-contained, and nothing in it runs but the script it names. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fullReport, plainOptions, toLargeReport } from '../example-report.ts';
import { toLink } from '../escape-html.ts';
import { htmlReport } from './index.ts';

const page = [...htmlReport.render(fullReport, plainOptions)].join('');

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

test('nothing is loaded, and no element carries a handler or a style', () => {
  const tags = page.match(/<[a-z][^>]*>/g) ?? [];
  for (const tag of tags) assert.doesNotMatch(tag, /\s(?:on\w+|style|src|srcset|action|formaction)=/);
  assert.deepEqual(
    tags.filter((tag) => /^<(?:link|img|iframe|object|embed|base|svg|video|audio)/.test(tag)),
    [],
  );
  assert.doesNotMatch(page, /@import|url\(/);
});

test('every link inside the page leads somewhere, and no id is there twice', () => {
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const [, target = ''] of page.matchAll(/href="#([^"]*)"/g)) assert.ok(ids.includes(target), target);
  for (const [, target = ''] of page.matchAll(/aria-labelledby="([^"]*)"/g)) assert.ok(ids.includes(target), target);
});

test('an address that is none of the web is no link', () => {
  assert.equal(toLink('javascript:alert(1)'), 'javascript:alert(1)');
  assert.equal(
    toLink('https://a.b/"x'),
    '<a href="https://a.b/&#34;x" rel="noreferrer noopener">https://a.b/&#34;x</a>',
  );
});

test('a page too long to open is cut and says so', () => {
  const text = [...htmlReport.render(toLargeReport(9000), plainOptions)].join('');
  assert.equal(text.match(/<li data-severity/g)?.length, 5000);
  assert.match(text, /… and 2,500 more findings: <code>--all<\/code> writes them too\./);
});

test('the patch that mends a merged finding is the strictest one’s', () => {
  const entry = page.slice(page.indexOf('The seccomp profile is Unconfined.'));
  assert.match(entry.slice(0, entry.indexOf('</li>')), /A patch that mends it:[^]*type: RuntimeDefault/);
});

test('the twelve weeks stand with their states, and the phase to do now is open', () => {
  const text = page.slice(page.indexOf('<h2 id="roadmap">'), page.indexOf('<h2 id="findings">'));
  assert.match(text, /<p class="lead">2 of 4 actions are done\. 1 cannot be told from files\. This is week 2\.<\/p>/);
  assert.match(
    text,
    /<details class="phase partly" open=""><summary><span class="when">Week 1<\/span>[^]*?partly done, 5 days late/,
  );
  assert.match(text, /<details class="phase done"><summary><span class="when">Weeks 5–6<\/span>/);
  assert.match(text, /partly done<\/span> · 1 of 32 · declared · buys 12 · platform@example\.com/);
  assert.match(text, /… and 13 more\./);
  assert.match(text, /<summary>1 met<\/summary>/);
  assert.match(text, /<code>npx vauban scan --cluster --only &#39;control-plane\/\*&#39;<\/code> settles it/);
});

test('a gap somebody lives with says why and until when', () => {
  const { roadmap } = fullReport;
  assert.ok(roadmap !== null);
  const phases = roadmap.phases.map((phase) => ({
    ...phase,
    actions: phase.actions.map((action) => ({
      ...action,
      items: action.items.filter(({ accepted }) => accepted !== null),
    })),
  }));
  const text = [...htmlReport.render({ ...fullReport, roadmap: { ...roadmap, phases } }, plainOptions)].join('');
  assert.match(
    text,
    /<span class="state accepted">accepted<\/span> <span><strong>Namespace legacy<\/strong>: enforces no level\. Accepted until 2026-03-31: goes in March\./,
  );
});

test('the open ways in are explained move by move, and the walls lead to them', () => {
  assert.match(page, /<th scope="row"><a href="#way-1">/);
  const text = page.slice(page.indexOf('<h2 id="ways">The open ways in</h2>'));
  assert.match(
    text,
    /<li><strong>the internet<\/strong> takes over, by a port it listens on, <strong>container app of Deployment shop\/api<\/strong> <span class="soft">T1210<\/span><br><span class="soft">Because<\/span> Ingress shop\/api leads to port 8080<br><span class="missing">Missing here:<\/span> Deny in shop what no workload needs<\/li>/,
  );
});

test('where nothing is open the way with the fewest walls is drawn', () => {
  const { walls } = fullReport;
  assert.ok(walls !== null);
  const assets = walls.assets.filter(({ depth }) => depth !== 0);
  const text = [...htmlReport.render({ ...fullReport, walls: { ...walls, assets } }, plainOptions)].join('');
  assert.match(text, /0 of 4 things that matter are open to the internet\./);
  assert.match(text, /<h2 id="ways">Nothing is open; the way with the fewest walls<\/h2>/);
  assert.equal(text.match(/<details class="way"/g)?.length, 1);
});

test('a report without walls and roadmap has neither, nor links to them', () => {
  const text = [...htmlReport.render({ ...fullReport, walls: null, roadmap: null }, plainOptions)].join('');
  assert.doesNotMatch(text, /href="#(?:walls|roadmap|ways)"|id="(?:walls|roadmap|ways)"/);
});
