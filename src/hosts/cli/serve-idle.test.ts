/** What `vauban serve` costs while nothing happens: it loads nothing of a look, stays small, and sleeps. */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { serve } from './served.ts';

const week0 = fileURLToPath(new URL('../../../examples/estate/week-0/', import.meta.url));

const hook = (log: string): string =>
  `import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { appendFileSync(${JSON.stringify(log)} + process.pid, url + '\\n'); return next(url, context); } });
`;

test('the server loads nothing that reads, judges or draws, holds less than 150 MiB and sleeps', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-idle-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(week0, join(folder, 'estate'), { recursive: true });
  writeFileSync(join(folder, 'hook.mjs'), hook(join(folder, 'loaded-')));
  const served = await serve(context, ['estate'], {
    folder,
    node: ['--import', pathToFileURL(join(folder, 'hook.mjs')).href],
  });
  if ((await served.estate()).lookedAt === null) await served.hear(({ kind }) => kind === 'looked');
  const { id } = await served.estate();
  for (const view of ['overview', 'roadmap', 'attacks', 'network', 'rbac', 'policies', 'workloads', 'findings'])
    await served.ask(`/estates/${id}/${view}`);
  const log = readdirSync(folder).find((name) => name === `loaded-${served.pid}`);
  const loaded = readFileSync(join(folder, log ?? ''), 'utf8').split('\n');
  assert.ok(loaded.length > 50);
  const heavy =
    /\/src\/(?:analysers|dialects|attack|kube\/(?:rbac|network|policy|schema|pod-security))\/|client-node|@kubernetes/;
  assert.deepEqual(
    loaded.filter((url) => heavy.test(url)),
    [],
  );
  if (process.platform !== 'linux') return;
  assert.ok(residentOf(served.pid) < 150 * 1024, `${residentOf(served.pid)} KiB`);
  const before = ticksOf(served.pid);
  const seconds = 6;
  // The one wait of these tests: what a process does while nothing happens shows in nothing but time.
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  // A hundred ticks a second; below 3 % of a processor, also on a machine that is busy with other tests.
  assert.ok(ticksOf(served.pid) - before <= seconds * 3, `${ticksOf(served.pid) - before} ticks`);
});

const residentOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** User and system time, fields 14 and 15: proc(5). */
const ticksOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
};
