/**
 * `npm run bench -- console`: a real `vauban serve` over the example estate: memory and processor while nothing happens, and how long
 * each answer takes over a real socket. Raw numbers go to `bench/results/console.json`. `node bench/console.ts quick` shows that it works.
 */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EstateState } from '../src/hosts/console/api/estate-state.ts';

const isQuick = process.argv[2] === 'quick';
const rounds = isQuick ? 5 : 200;
const idleSeconds = isQuick ? 2 : 30;
/** Of one session, a second: the server allows 60. */
const rate = 50;

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vauban-bench-console-'));
const child = spawn(
  process.execPath,
  [
    join(root, 'bin/vauban.mjs'),
    'serve',
    'examples/estate/week-0',
    '--port',
    '0',
    '--store',
    join(folder, 'history.db'),
  ],
  { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
);
try {
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => resolve(text.trim()));
    child.on('close', (code) => reject(new Error(`it ended with ${code}`)));
  });
  const { origin, hash } = new URL(address);
  const signedIn = await fetch(`${origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token: hash.slice('#token='.length) }),
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const ask = async (
    path: string,
  ): Promise<{ readonly took: number; readonly bytes: number; readonly text: string }> => {
    const start = performance.now();
    const answer = await fetch(`${origin}/api/v1${path}`, { headers: { cookie } });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
    return { took: performance.now() - start, bytes: text.length, text };
  };
  let estate: EstateState | undefined;
  while (estate?.lookedAt === undefined || estate.lookedAt === null) {
    await wait(500);
    [estate] = JSON.parse((await ask('/estates')).text) as readonly EstateState[];
  }
  const base = `/estates/${estate.id}`;
  const paths = [
    '/estates',
    ...['overview', 'roadmap', 'attacks', 'network', 'rbac', 'policies', 'workloads'].map((view) => `${base}/${view}`),
    `${base}/findings`,
    `${base}/findings/facets`,
    `${base}/findings/fixes`,
  ];
  const routes = [];
  for (const path of paths) {
    const took: number[] = [];
    let bytes = 0;
    for (let round = 0; round < rounds; round += 1) {
      const answer = await ask(path);
      took.push(answer.took);
      ({ bytes } = answer);
      await wait(Math.max(0, 1000 / rate - answer.took));
    }
    took.sort((a, b) => a - b);
    const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0;
    routes.push({ path: path.replace(estate.id, '{estate}'), bytes, median: at(0.5), p99: at(0.99) });
  }
  const idle = await measureIdle(child.pid ?? 0);
  const result = {
    machine: { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.versions.node, load: loadavg()[0] },
    idle,
    routes,
  };
  for (const { path, bytes, median, p99 } of routes)
    process.stdout.write(
      `${path.padEnd(32)} ${String(bytes).padStart(8)} B  median ${median.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms\n`,
    );
  process.stdout.write(`idle: ${idle.mebibytes.toFixed(0)} MiB, ${(idle.share * 100).toFixed(2)} % of a processor\n`);
  if (!isQuick) {
    mkdirSync(new URL('./results/', import.meta.url), { recursive: true });
    writeFileSync(new URL('./results/console.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
  }
} finally {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

/** Of Linux alone: others have no /proc. */
async function measureIdle(pid: number): Promise<{ readonly mebibytes: number; readonly share: number }> {
  const ticks = (): number => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = ticks();
  await wait(idleSeconds * 1000);
  const share = (ticks() - before) / 100 / idleSeconds;
  const kibibytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return { mebibytes: kibibytes / 1024, share };
}
