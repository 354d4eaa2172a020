/** What every source promises, held against all of the registry. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceById, sources } from './registry.ts';
import { createScriptedContext } from './scripted-context.ts';
import type { SourceItem } from './source.ts';

const collect = async (items: AsyncIterable<SourceItem>): Promise<readonly SourceItem[]> => {
  const all: SourceItem[] = [];
  for await (const item of items) all.push(item);
  return all;
};

test('ids are words, each once', () => {
  for (const { id } of sources) assert.match(id, /^[a-z]+(?:-[a-z]+)*$/);
  assert.equal(new Set(sources.map(({ id }) => id)).size, sources.length);
});

for (const source of sources) {
  test(`${source.id} is found by its id`, () => assert.equal(sourceById(source.id), source));

  test(`${source.id} says that its target is not there, in one line each and without throwing`, async () => {
    const items = await collect(
      source.read(
        source.target === 'path' ? 'nowhere' : 'no-such-context',
        createScriptedContext({ environment: { KUBECONFIG: 'nowhere/config' } }),
      ),
    );
    const said = items.flatMap((item) =>
      item.kind === 'problem' ? [item.problem.message] : item.kind === 'unread' ? [item.unread.reason] : [],
    );
    assert.ok(said.length > 0, 'it said nothing');
    for (const line of said) assert.doesNotMatch(line, /\n|^$/);
    assert.deepEqual(
      items.filter(({ kind }) => kind === 'resource'),
      [],
    );
  });

  test(`${source.id} gives items that survive JSON`, async () => {
    const items = await collect(source.read(source.target === 'path' ? 'nowhere' : '', createScriptedContext({})));
    assert.deepEqual(JSON.parse(JSON.stringify(items)), items);
  });
}
