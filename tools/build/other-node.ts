/** Finds Nodes of other versions than the one that runs the tests, to prove what the door promises under them. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first Node on the PATH too old to run Vauban; `undefined` where there is none. */
export const findOldNode = (path: string): string | undefined =>
  path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
    .find((node) => existsSync(node) && (majorOf(node) ?? Infinity) < 24);

/** `undefined` for what does not run or is no Node. */
export const majorOf = (node: string): number | undefined => {
  try {
    const [, major] = /^v(\d+)\./.exec(execFileSync(node, ['--version'], { encoding: 'utf8', stdio: 'pipe' })) ?? [];
    return major === undefined ? undefined : Number(major);
  } catch {
    return undefined;
  }
};
