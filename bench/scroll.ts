/**
 * `npm run bench -- scroll`: the findings of a large estate in a real Chromium: how long a person waits for the first row, for the last
 * one by scrolling all the way, and how even the frames are while the wheel turns with all of them read and a
 * processor slowed four times. Raw numbers go to
 * `bench/results/scroll.json`; skipped without Chromium.
 */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { findChromium, openBrowser } from '../tools/console/open-browser.ts';
import { generateEstate } from './generate-estate.ts';

const objects = 25_000;
/** Of the processor while the wheel turns. */
const slowdown = 4;
const wheelTurns = 300;
const root = fileURLToPath(new URL('../', import.meta.url));
const chromium = findChromium();

if (chromium === null) process.stdout.write('scroll: skipped, no Chromium here\n');
else await measure(chromium);

async function measure(program: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-bench-scroll-'));
  generateEstate(join(folder, 'manifests'), objects, 1);
  const child = spawn(
    process.execPath,
    [join(root, 'bin/vauban.mjs'), 'serve', 'manifests', '--port', '0', '--store', join(folder, 'history.db')],
    { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const browser = await openBrowser(program);
  try {
    const address = await new Promise<string>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => resolve(text.trim()));
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(300_000);
    await page.goto(address);
    await page.locator('h1.sentence').waitFor();
    const [, estate = ''] = new URL(page.url()).pathname.split('/');
    const start = performance.now();
    await page.goto(`${new URL(page.url()).origin}/${estate}/findings?view=list`);
    await page.locator('.row').first().waitFor();
    const firstRow = performance.now() - start;
    const findings = Number(
      /[\d,]+/.exec(await page.getByText(/^[\d,]+ findings$/).innerText())?.[0].replaceAll(',', ''),
    );
    const lastRow = await scrollToEnd(page);
    const heap = await page.evaluate<number>('performance.memory.usedJSHeapSize');
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const frames = await turnTheWheel(page);
    const at = (share: number): number => Math.round((frames[Math.floor(share * frames.length)] ?? 0) * 10) / 10;
    const figures = {
      node: process.version,
      processors: cpus().length,
      load: loadavg()[0],
      findings,
      firstRowMilliseconds: Math.round(firstRow),
      lastRowSeconds: Math.round(lastRow / 100) / 10,
      heapMebibytes: Math.round(heap / 2 ** 20),
      slowdown,
      frames: frames.length,
      frameMilliseconds: { median: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(0.9999) },
    };
    mkdirSync(join(root, 'bench/results'), { recursive: true });
    writeFileSync(join(root, 'bench/results/scroll.json'), `${JSON.stringify(figures, null, 2)}\n`);
    const { median, p99, worst } = figures.frameMilliseconds;
    process.stdout.write(
      `scroll: ${findings.toLocaleString('en-GB')} findings, the first row after ${figures.firstRowMilliseconds} ms, the last after ${figures.lastRowSeconds} s; with all read a frame takes ${median} ms (p99 ${p99}, worst ${worst}) at a processor ${slowdown} times slower\n`,
    );
  } finally {
    await browser.close();
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Until the list grows no more: each page is asked when its place comes into sight. */
async function scrollToEnd(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const start = performance.now();
    let height = 0;
    let grown = start;
    const step = () => {
      const now = document.documentElement.scrollHeight;
      if (now !== height) grown = performance.now();
      height = now;
      scrollTo(0, height);
      if (performance.now() - grown > 3000) resolve(grown - start);
      else requestAnimationFrame(step);
    };
    step();
  })`);
}

/** The times between frames, sorted, while real wheel events come as fast as a hand makes them. */
async function turnTheWheel(page: Page): Promise<readonly number[]> {
  await page.evaluate(`(() => {
    window.frames_ = [];
    let last = performance.now();
    const step = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(step); };
    requestAnimationFrame(step);
  })()`);
  await page.mouse.move(640, 400);
  for (let turn = 0; turn < wheelTurns; turn += 1) await page.mouse.wheel(0, turn % 100 < 50 ? -400 : 400);
  const frames = await page.evaluate<readonly number[]>('window.frames_.slice(2)');
  return frames.toSorted((a, b) => a - b);
}
