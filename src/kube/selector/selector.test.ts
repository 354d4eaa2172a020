/** Label selectors in both their forms: what they choose, what is wrong with them, and that the forms agree. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../model/json.ts';
import { compileRequirements, parseLabelSelector } from './label-selector.ts';
import type { Requirement } from './requirement.ts';
import { parseSelectorText } from './selector-text.ts';

const chosen: readonly (readonly [name: string, selector: Json, labels: JsonObject, matches: boolean])[] = [
  ['nothing asked selects everything', {}, { a: 'b' }, true],
  ['null selects everything', null, {}, true],
  ['all of matchLabels must be there', { matchLabels: { a: '1', b: '2' } }, { a: '1' }, false],
  ['a label of another value is not enough', { matchLabels: { a: '1' } }, { a: '2' }, false],
  [
    'In takes any of its values',
    { matchExpressions: [{ key: 'a', operator: 'In', values: ['1', '2'] }] },
    { a: '2' },
    true,
  ],
  [
    'In does not take what lacks the label',
    { matchExpressions: [{ key: 'a', operator: 'In', values: ['1'] }] },
    {},
    false,
  ],
  [
    'NotIn takes what lacks the label',
    { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] },
    {},
    true,
  ],
  ['Exists asks for the key alone', { matchExpressions: [{ key: 'a', operator: 'Exists' }] }, { a: '' }, true],
  [
    'DoesNotExist refuses an empty value too',
    { matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] },
    { a: '' },
    false,
  ],
  [
    'what every object inherits is no label',
    { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] },
    {},
    false,
  ],
];

for (const [name, selector, labels, matches] of chosen) {
  test(name, () => {
    const parsed = parseLabelSelector(selector);
    assert.equal(parsed.kind, 'selector');
    if (parsed.kind === 'selector') assert.equal(parsed.selector.matches(labels), matches);
  });
}

const refused: readonly (readonly [
  name: string,
  selector: Json,
  message: string,
  path: readonly (string | number)[],
])[] = [
  ['a list is no selector', [], 'a selector is an object', []],
  [
    'In without values',
    { matchExpressions: [{ key: 'a', operator: 'In' }] },
    'In needs at least one of values',
    ['matchExpressions', 0, 'values'],
  ],
  [
    'Exists with values',
    { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] },
    'Exists takes no values',
    ['matchExpressions', 0, 'values'],
  ],
  [
    'an operator that there is not',
    { matchExpressions: [{ key: 'a', operator: 'in' }] },
    'operator is In, NotIn, Exists or DoesNotExist',
    ['matchExpressions', 0, 'operator'],
  ],
  [
    'a key with a space',
    { matchLabels: { 'a b': 'c' } },
    '"a b" is no key of a label: its name has 1 to 63 letters, digits, - _ or . and begins and ends with a letter or digit',
    ['matchLabels', 'a b'],
  ],
];

for (const [name, selector, message, path] of refused) {
  test(`${name} is refused with its place`, () => {
    assert.deepEqual(parseLabelSelector(selector), { kind: 'defects', defects: [{ message, path }] });
  });
}

const texts: readonly (readonly [text: string, labels: JsonObject, matches: boolean])[] = [
  ['', { a: 'b' }, true],
  ['a=b', { a: 'b' }, true],
  ['a==b,c!=d', { a: 'b' }, true],
  ['a in (x, y),b', { a: 'y', b: '' }, true],
  ['a notin (x,y)', { a: 'x' }, false],
  ['!a', { a: '1' }, false],
  ['a=', { a: '' }, true],
  ['a>5', { a: '6' }, true],
  ['a<5', { a: 'six' }, false],
  ['example.com/tier = web', { 'example.com/tier': 'web' }, true],
];

for (const [text, labels, matches] of texts) {
  test(`${JSON.stringify(text)} ${matches ? 'selects' : 'does not select'} ${JSON.stringify(labels)}`, () => {
    const parsed = parseSelectorText(text);
    assert.equal(parsed.kind === 'selector' && parsed.selector.matches(labels), matches);
  });
}

const wrongTexts: readonly (readonly [text: string, message: string, offset: number])[] = [
  ['a,', 'the key of a label is expected at the end', 2],
  ['a in x', '( is expected instead of "x"', 5],
  ['a=b c', 'a comma is expected instead of "c"', 4],
  ['a>b', 'a whole number is expected instead of "b"', 2],
  ['a in (b', 'a comma or ) is expected at the end', 7],
];

for (const [text, message, offset] of wrongTexts) {
  test(`${JSON.stringify(text)} is refused`, () =>
    assert.deepEqual(parseSelectorText(text), { kind: 'defect', message, offset }));
}

const key = fc.stringMatching(/^[a-z]([a-z0-9-]{0,5}[a-z0-9])?$/);
const values = fc.array(fc.stringMatching(/^[A-Za-z0-9]{0,4}$/), { minLength: 1, maxLength: 3 });
const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({ key, operator: fc.constantFrom('In' as const, 'NotIn' as const), values }),
  fc.record({ key, operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const), values: fc.constant([]) }),
);

test('a selector written as text selects what it selected', () => {
  fc.assert(
    fc.property(
      fc.array(requirement, { maxLength: 4 }),
      fc.dictionary(key, fc.stringMatching(/^[A-Za-z0-9]{0,4}$/)),
      (requirements, labels) => {
        const selector = compileRequirements(requirements);
        const again = parseSelectorText(selector.text);
        assert.equal(again.kind, 'selector', selector.text);
        if (again.kind === 'selector') assert.equal(again.selector.matches(labels), selector.matches(labels));
      },
    ),
  );
});

test('no text makes the parser throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseSelectorText(text)));
  fc.assert(fc.property(fc.jsonValue(), (value) => void parseLabelSelector(value as Json)));
});
