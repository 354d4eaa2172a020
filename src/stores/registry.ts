/** The stores, and how a person names one: `sqlite:FILE`, or a plain path for the default. */

import { sqliteStore } from './sqlite/index.ts';
import { StoreError, type Store, type StoreOptions, type StorePlugin } from './store.ts';

/** The default first. */
export const storePlugins: readonly StorePlugin[] = toRegistry([sqliteStore]);

/** Throws `StoreError`. */
export const openStore = (place: string, options: StoreOptions): Store => {
  const [, word = '', rest = ''] = /^([a-z][a-z0-9]+):(.*)$/s.exec(place) ?? [];
  const [standard] = storePlugins;
  const plugin = word === '' ? standard : storePlugins.find(({ id }) => id === word);
  if (plugin === undefined)
    throw new StoreError(
      'refused',
      `there is no store ${word}; there is ${storePlugins.map(({ id }) => id).join(', ')}, and a file of that name is ./${place}`,
    );
  const name = word === '' ? place : rest;
  if (name === '') throw new StoreError('refused', `${place} names no file: write ${plugin.id}:FILE`);
  return plugin.open(name, options);
};

/** Two stores of one name could not be told apart on the command line: refused when the program starts. */
function toRegistry(plugins: readonly StorePlugin[]): readonly StorePlugin[] {
  const seen = new Set<string>();
  for (const { id } of plugins) {
    if (seen.has(id)) throw new Error(`two stores are called ${id}`);
    seen.add(id);
  }
  return Object.freeze([...plugins]);
}
