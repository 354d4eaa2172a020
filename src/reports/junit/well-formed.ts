/** Test fixture: whether a text is well-formed XML, as far as reports use it (elements, attributes, five entities). */

import assert from 'node:assert/strict';

/** Throws with the place of the first defect: XML 1.0, without document types, comments or processing instructions. */
export const assertWellFormed = (xml: string): void => {
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const open: string[] = [];
  let roots = 0;
  for (const token of body.match(/<[^>]*>|[^<]+/g) ?? []) {
    if (!token.startsWith('<')) {
      if (open.length === 0) assert.equal(token.trim(), '', `text outside the root: ${token}`);
      assertText(token);
      continue;
    }
    const end = /^<\/([\w-]+)>$/.exec(token);
    if (end !== null) {
      assert.equal(open.pop(), end[1], `closed by ${token}`);
      continue;
    }
    const start = /^<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>$/.exec(token);
    assert.ok(start !== null, `no tag: ${token}`);
    const names = [...(start[2] ?? '').matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => {
      assertText(value ?? '');
      return name;
    });
    assert.equal(new Set(names).size, names.length, `an attribute twice: ${token}`);
    if (open.length === 0) roots += 1;
    if (start[3] === '') open.push(start[1] ?? '');
  }
  assert.deepEqual(open, []);
  assert.equal(roots, 1);
};

const assertText = (text: string): void => {
  assert.doesNotMatch(text, /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i, `a bare ampersand: ${text}`);
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/, 'no XML character');
  assert.equal(text.isWellFormed(), true, 'a lone surrogate');
};
