/** `npm run ready`: types, lint, format, tests (the layer table and docs in step among them). `--without-tests` leaves the tests to whoever ran them. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const steps: readonly { readonly title: string; readonly command: readonly string[] }[] = [
  { title: 'types', command: ['tsc', '-p', '.'] },
  { title: 'types of the console', command: ['tsc', '-p', 'console'] },
  { title: 'lint', command: ['oxlint', '--type-aware'] },
  { title: 'format', command: ['oxfmt', '--check'] },
  { title: 'tests and docs in step', command: ['npm', 'test', '--silent'] },
];

const wanted = process.argv.includes('--without-tests')
  ? steps.filter(({ title }) => !title.startsWith('tests'))
  : steps;

const started = performance.now();
for (const { title, command } of wanted) {
  const [program = '', ...parameters] = command;
  const start = performance.now();
  const { status } = spawnSync(program, parameters, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? 'ok  ' : 'FAIL'}  ${title}  ${seconds} s\n`);
  if (status !== 0) process.exit(1);
}
process.stdout.write(`ready in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
