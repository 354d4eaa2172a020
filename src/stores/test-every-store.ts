/** Runs a test of the contract for every store of the registry, each time in a folder of its own. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { openStore, storePlugins } from './registry.ts';
import type { Store } from './store.ts';

type Act = (store: Store, reopen: () => Store) => void;

/** The clock shows the time of the look that was recorded last. */
export const testEveryStore = (name: string, act: Act, keepDays = 400): void => {
  for (const { id } of storePlugins) test(`${id}: ${name}`, () => runWith(id, act, keepDays));
};

const runWith = (id: string, act: Act, keepDays: number): void => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-store-'));
  const opened: Store[] = [];
  let now = '2026-11-24T00:00:00Z';
  const open = (): Store => {
    const store = openStore(`${id}:${join(folder, 'history')}`, { now: () => now, keepDays, patience: 0 });
    opened.push(store);
    return {
      ...store,
      looks: {
        ...store.looks,
        record: (look) => {
          now = look.at;
          return store.looks.record(look);
        },
      },
    };
  };
  try {
    act(open(), open);
  } finally {
    for (const store of opened) store.close();
    rmSync(folder, { recursive: true });
  }
};
