/** Talks with the program that `main.go` beside this makes: one line for each estate, one line back. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CyclonusAnswer } from './compare-network.ts';
import type { Asked } from './network-case.ts';

export interface Cyclonus {
  ask(asked: Asked): Promise<CyclonusAnswer>;
  stop(): Promise<void>;
}

/** Answers come in the order of the questions. */
export const startCyclonus = (binary: string): Cyclonus => {
  const child = spawn(binary, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(asked) {
      child.stdin.write(`${JSON.stringify(asked)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`${binary} stopped without an answer`);
      return JSON.parse(line.value) as CyclonusAnswer;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
};

export const oracleName = 'vauban-network-oracle';

/** Where `VAUBAN_NETWORK_ORACLE` says, else on the PATH, else among the tools that Vauban keeps for itself. */
export const findCyclonus = (environment: Readonly<Record<string, string | undefined>>): string | null => {
  const { VAUBAN_NETWORK_ORACLE: named, PATH: path = '', HOME: home = '' } = environment;
  const folders = [...path.split(delimiter), join(home, '.cache', 'vauban', 'bin')];
  const candidates = named === undefined ? folders.map((folder) => join(folder, oracleName)) : [named];
  return candidates.find(isProgram) ?? null;
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
