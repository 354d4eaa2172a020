/** Manifests and a cluster side by side in a real Chromium, and what each says while the cluster is gone and when it is back. */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startControlPlane } from '../control-plane/start-control-plane.ts';
import { findChromium, openBrowser, patience } from './open-browser.ts';
import { serveEstate } from './serve-estate.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const chromium = findChromium();
const skip = chromium === null ? 'no Chromium here: install it, or name one in VAUBAN_CHROMIUM' : false;

test(
  'two estates stand side by side; a cluster that is gone stays readable and says since when',
  { skip },
  async (context) => {
    const cluster = await startControlPlane({
      environment: process.env,
      controllerManager: false,
      audit: false,
      apiServerFlags: [],
      folder: null,
    });
    if (cluster.kind === 'unavailable') return context.skip(cluster.why);
    context.after(() => cluster.stop());
    const browser = await openBrowser(chromium ?? '');
    context.after(() => browser.close());
    const folder = mkdtempSync(join(tmpdir(), 'vauban-estates-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(root, 'examples/estate/week-12'), join(folder, 'manifests'), { recursive: true });
    const served = await serveEstate(context, folder, ['manifests', '--cluster', '--interval', '1s'], {
      KUBECONFIG: cluster.kubeconfig,
    });

    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(patience);
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(served.address);
    await page.getByRole('heading', { name: 'All estates' }).waitFor();
    await page.locator('.compare .sentence').nth(1).waitFor();
    assert.deepEqual(await page.locator('.compare h2').allTextContents(), ['manifests', 'vauban-test']);

    await page.getByRole('heading', { name: 'vauban-test' }).getByRole('link').click();
    await page.locator('h1.sentence').waitFor();
    const sentence = await page.locator('h1.sentence').textContent();
    process.kill(cluster.pids['kube-apiserver'] ?? 0, 'SIGKILL');
    const stale = page.locator('.fresh .stale');
    await stale.waitFor();
    assert.match((await stale.textContent()) ?? '', /^stale since .*: nothing could be read: context "vauban-test"/);
    assert.equal(await page.locator('h1.sentence').textContent(), sentence);

    // The other one is as well as it was.
    await page
      .getByRole('link', { name: /Vauban/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'All estates' }).waitFor();
    assert.equal(await page.locator('.compare .stale').count(), 1);

    assert.equal(await cluster.restartApiServer([]), undefined);
    await page.locator('.compare .stale').waitFor({ state: 'detached' });
    assert.deepEqual(faults, []);
  },
);

test('a page whose server has ended keeps what it shows, and says that it may be old', { skip }, async (context) => {
  const browser = await openBrowser(chromium ?? '');
  context.after(() => browser.close());
  const served = await serveEstate(context, root, ['examples/estate/week-12']);
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(served.address);
  await page.locator('h1.sentence').waitFor();
  const sentence = await page.locator('h1.sentence').textContent();
  await served.end();
  await page.getByText(/the server is away: shown as of/).waitFor();
  assert.equal(await page.locator('h1.sentence').textContent(), sentence);
});
