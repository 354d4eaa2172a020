/** `npm run bench [-- PART…]`: runs the parts one after another; each prints its figures and keeps the raw numbers. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Start-up and whole scans; policies and a peer beside them; Kyverno's policies likewise; single expressions; networks; grants; attacks; what is kept; the console, its first view and its longest list. */
const parts: readonly string[] = [
  'scan',
  'policies',
  'kyverno',
  'cel',
  'network',
  'rbac',
  'attack',
  'store',
  'console',
  'first-view',
  'scroll',
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !parts.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`bench: there is no part ${unknown.join(', ')}; there are ${parts.join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const part of wanted.length > 0 ? wanted : parts) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(`./${part}.ts`, import.meta.url))], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
}
