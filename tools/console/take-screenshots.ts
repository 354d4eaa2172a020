/** `npm run screenshots`: the pictures of the README, taken of the example estate in a real browser. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, openBrowser } from './open-browser.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const shots = [
  { name: 'overview', path: 'overview', estate: 'week-0', height: 800 },
  { name: 'overview-week-12', path: 'overview', estate: 'week-12', height: 800 },
  { name: 'roadmap', path: 'roadmap', estate: 'week-0', height: 800 },
  { name: 'attacks', path: 'attacks', estate: 'week-0', height: 800 },
] as const;

const chromium = findChromium();
if (chromium === null) {
  process.stderr.write('no Chromium here: install it, or name one in VAUBAN_CHROMIUM\n');
  process.exitCode = 1;
} else await takeAll(chromium);

async function takeAll(program: string): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), 'vauban-screenshots-'));
  const browser = await openBrowser(program);
  for (const estate of new Set(shots.map((shot) => shot.estate))) {
    const words = ['serve', `examples/estate/${estate}`, '--port', '0', '--store', join(state, `${estate}.db`)];
    const child = spawn(process.execPath, [join(root, 'bin/vauban.mjs'), ...words], { cwd: root });
    const address = await new Promise<string>((resolve) => {
      let told = '';
      child.stdout.on('data', (chunk: Buffer) => {
        told += chunk.toString();
        const [found] = /http:\/\/\S+#token=\w+(?=\s)/.exec(told) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const page = await browser.newPage({ colorScheme: 'light', viewport: { width: 1280, height: 800 } });
    await page.goto(address);
    await page.locator('.sentence').waitFor();
    const base = page.url().replace(/overview$/, '');
    for (const { name, path, height } of shots.filter((shot) => shot.estate === estate)) {
      await page.setViewportSize({ width: 1280, height });
      await page.goto(`${base}${path}`);
      await page.locator('h1').first().waitFor();
      await page.screenshot({ path: join(root, `docs/console-${name}.png`) });
      process.stdout.write(`docs/console-${name}.png\n`);
    }
    await page.close();
    child.kill('SIGINT');
  }
  await browser.close();
  rmSync(state, { recursive: true, force: true });
}
