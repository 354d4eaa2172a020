/** Finds a Chromium and opens it, for tests that look at the console as a person does. */

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** `null` where none is installed: the test is skipped with one line. */
export const findChromium = (): string | null => {
  const { VAUBAN_CHROMIUM: named, PATH: path = '' } = process.env;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const candidates = [
    ...(named === undefined ? [] : [named]),
    ...path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  ];
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

/** Without Chromium's own sandbox, which needs rights that a container has not: it only ever loads our own pages. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox'] });

/** Milliseconds that a test waits for what must come: only a failure takes them, and a busy machine is none. */
export const patience = 120_000;
