/** The URL as state: what is written is read again, and a change touches nothing else. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeQuery, parseRoute, toHref } from './route.ts';

test('the address names estate, page and filters', () => {
  const { estate, page, query } = parseRoute('/0123456789ab/findings?severity=high&severity=low&text=a%20b');
  assert.deepEqual(
    [estate, page, query.getAll('severity'), query.get('text')],
    ['0123456789ab', 'findings', ['high', 'low'], 'a b'],
  );
});

test('an estate without a page is its overview, and nothing at all is the comparison', () => {
  assert.equal(parseRoute('/0123456789ab').page, 'overview');
  assert.equal(parseRoute('/').estate, '');
});

test('an address that is no valid text is still read', () =>
  assert.equal(parseRoute('/%E0%A4%A/x').estate, '%E0%A4%A'));

test('a filter is added, replaced and taken out; the others stay', () => {
  const route = parseRoute('/e/findings?severity=high&rule=a');
  assert.equal(changeQuery(route, { severity: ['high', 'low'] }), '/e/findings?severity=high&severity=low&rule=a');
  assert.equal(changeQuery(route, { severity: null }), '/e/findings?rule=a');
  assert.equal(changeQuery(route, { rule: '' }), '/e/findings?severity=high');
});

test('what is written is read again, whatever it holds', () => {
  const hostile = 'a&b=c#d/é\u202e"<';
  const { query } = parseRoute(toHref('e', 'findings', { text: hostile }));
  assert.equal(query.get('text'), hostile);
});
