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
