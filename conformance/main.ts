/** `npm run conformance [-- SUITE…]`: runs the public suites one after another; fails where one of them does. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Each suite's runner prints agreed, disagreed and not run, lists its gaps, and fails when a listed gap starts to pass. */
const suites: readonly string[] = [
  'pod-security',
  'pod-security-differential',
  'cel-parsing',
  'cel-checking',
  'cel-spec',
  'cel-admission-library',
  'kyverno',
  'netpol-analyzer',
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`conformance: there is no suite ${unknown.join(', ')}; there are ${suites.join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const suite of wanted.length > 0 ? wanted : suites) {
    const runner = fileURLToPath(new URL(`./${suite}.ts`, import.meta.url));
    const { status } = spawnSync(process.execPath, [runner], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
