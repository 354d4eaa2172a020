/** The filter of the URL as the API takes it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toFilterQuery } from './filter-query.ts';

const cases: readonly (readonly [name: string, url: string, filter: string])[] = [
  ['what the page alone knows is not sent', 'view=list&finding=1&severity=high', 'severity=high'],
  ['one filter is one text, however the URL has it', 'text=a&severity=high', 'severity=high&text=a'],
  ['several values are repeated', 'namespace=shop&namespace=', 'namespace=shop&namespace='],
  ['nothing is nothing', '', ''],
];

for (const [name, url, filter] of cases)
  test(name, () => assert.equal(toFilterQuery(new URLSearchParams(url)), filter));
