/**
 * `npm run bench -- first-view`: the first page of the example estate in a real Chromium whose processor is slowed four times: from
 * the address to the sections, and what was loaded for it. Raw numbers go to `bench/results/first-view.json`; skipped without Chromium.
 */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, openBrowser } from '../tools/console/open-browser.ts';

const slowdown = 4;
const rounds = 7;
const root = fileURLToPath(new URL('../', import.meta.url));
const chromium = findChromium();

if (chromium === null) process.stdout.write('first-view: skipped, no Chromium here\n');
else await measure(chromium);

async function measure(program: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-bench-first-view-'));
  const words = ['serve', 'examples/estate/week-0', '--port', '0', '--store', join(folder, 'history.db')];
  const child = spawn(process.execPath, [join(root, 'bin/vauban.mjs'), ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const browser = await openBrowser(program);
  try {
    const address = await new Promise<string>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => resolve(text.trim()));
    });
    const first = await browser.newPage();
    await first.goto(address);
    await first.locator('.fortress').first().waitFor();
    const page = first.url();
    const storageState = await first.context().storageState();
    await first.context().close();
    const times: number[] = [];
    let scriptBytes = 0;
    for (let round = 0; round < rounds; round += 1) {
      // A context of its own has an empty cache: every round is a first view.
      const context = await browser.newContext({ storageState, viewport: { width: 1280, height: 800 } });
      const tab = await context.newPage();
      const session = await context.newCDPSession(tab);
      await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
      let bytes = 0;
      await session.send('Network.enable');
      const scripts = new Set<string>();
      session.on(
        'Network.responseReceived',
        ({ requestId, type }) => void (type === 'Script' && scripts.add(requestId)),
      );
      session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        if (scripts.has(requestId)) bytes += encodedDataLength;
      });
      const start = performance.now();
      await tab.goto(page, { waitUntil: 'commit' });
      await tab.locator('.fortress').first().waitFor();
      times.push(performance.now() - start);
      scriptBytes = bytes;
      await context.close();
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)] ?? 0;
    const figures = {
      node: process.version,
      processors: cpus().length,
      load: loadavg()[0],
      slowdown,
      rounds,
      medianMilliseconds: Math.round(median),
      worstMilliseconds: Math.round(times.at(-1) ?? 0),
      scriptBytes,
      times: times.map(Math.round),
    };
    mkdirSync(join(root, 'bench/results'), { recursive: true });
    writeFileSync(join(root, 'bench/results/first-view.json'), `${JSON.stringify(figures, null, 2)}\n`);
    process.stdout.write(
      `first-view: ${figures.medianMilliseconds} ms (worst ${figures.worstMilliseconds}) at a processor ${slowdown} times slower, ${Math.round(scriptBytes / 1024)} KiB of script as sent\n`,
    );
  } finally {
    await browser.close();
    child.kill('SIGINT');
    rmSync(folder, { recursive: true, force: true });
  }
}
