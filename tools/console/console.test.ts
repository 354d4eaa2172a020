/** The console as a person meets it: the real server, a real Chromium, every page; no console error, no foreign request, no serious fault of access. */

import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test, type TestContext } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, openBrowser, patience } from './open-browser.ts';
import { serveEstate, type ServedEstate } from './serve-estate.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const chromium = findChromium();
const skip = chromium === null ? 'no Chromium here: install it, or name one in VAUBAN_CHROMIUM' : false;

const pages = ['overview', 'roadmap', 'findings', 'attacks', 'network', 'rbac', 'policies', 'workloads'] as const;

const titles: Readonly<Record<(typeof pages)[number], RegExp>> = {
  overview: /10 of 10 things that matter are open to the internet today\./,
  roadmap: /0 of 18 actions are done/,
  findings: /Search findings|closes \d+/,
  attacks: /administrator of the cluster/i,
  network: /allowed connections are needed by nothing/,
  rbac: /subjects? holds? dangerous rights/,
  policies: /^\d+ (policy|policies): \d+ /,
  workloads: /15 workloads/,
};

interface Visit {
  readonly page: Page;
  /** What the browser complained of, and what was asked of anybody else. */
  readonly faults: readonly string[];
  readonly base: string;
}

const copyEstate = (context: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-console-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'examples/estate/week-0'), join(folder, 'manifests'), { recursive: true });
  return folder;
};

const visit = async (browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const faults: string[] = [];
  const { origin } = new URL(address);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) faults.push(`asks ${request.url()}`);
  });
  await page.goto(address);
  await page.locator('.sentence').waitFor();
  return { page, faults, base: `${origin}/${new URL(page.url()).pathname.split('/')[1] ?? ''}` };
};

interface Shared {
  readonly browser: Browser;
  readonly served: ServedEstate;
  readonly folder: string;
}

const start = async (context: TestContext): Promise<Shared> => {
  const browser = await openBrowser(chromium ?? '');
  context.after(() => browser.close());
  const folder = copyEstate(context);
  const served = await serveEstate(context, folder, ['manifests', '--interval', '1s']);
  return { browser, served, folder };
};

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

const findFaults = async (page: Page): Promise<readonly string[]> => {
  // Typed in by the debugger, as an extension would: the page's own policy allows no such script.
  await page.evaluate(axe);
  const violations = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )) as readonly Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html.slice(0, 160))
          .slice(0, 3)
          .join(' | ')}`,
    );
};

test(
  'every page opens, in light and dark, wide and on a phone, without an error, a foreign request or a serious fault',
  { skip },
  async (context) => {
    const { browser, served } = await start(context);
    const looks = [
      { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
      { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
      { colorScheme: 'light', viewport: { width: 360, height: 740 } },
    ] as const;
    const first = await visit(browser, served.address);
    const storageState = await first.page.context().storageState();
    for (const look of looks) {
      const { page, faults, base } = await visit(browser, `${served.origin}/`, { ...look, storageState });
      for (const name of pages) {
        await page.goto(`${base}/${name}`);
        await page.getByText(titles[name]).first().waitFor();
        const where = `${name}, ${look.colorScheme}, ${look.viewport.width}`;
        assert.deepEqual(await findFaults(page), [], where);
        const { wide, tall } = await page.evaluate<{ wide: number; tall: number }>(
          '({ wide: document.documentElement.scrollWidth, tall: document.documentElement.scrollHeight })',
        );
        assert.ok(wide <= look.viewport.width, `${where} is ${wide} wide`);
        if (name === 'overview' && look.viewport.width === 1280) assert.ok(tall <= 800, `${where} is ${tall} high`);
      }
      assert.deepEqual(faults, []);
      await page.context().close();
    }
  },
);

test(
  'findings are narrowed, searched and shown one by one, and the address holds it all',
  { skip },
  async (context) => {
    const { browser, served } = await start(context);
    const { page, faults, base } = await visit(browser, served.address);
    await page.goto(`${base}/findings`);
    await page.getByRole('link', { name: 'one by one' }).click();
    await page.locator('.facet', { hasText: 'critical' }).click();
    await page.getByText('6 findings').waitFor();
    await page.getByLabel('Search findings').fill('ci-deployer');
    await page.getByText(/^[12] findings?$/).waitFor();
    await page.locator('.row').first().click();
    const panel = page.getByRole('complementary', { name: 'Finding' });
    await panel.getByText('rbac/').first().waitFor();
    const address = page.url();
    for (const part of ['view=list', 'severity=critical', 'text=ci-deployer', 'finding='])
      assert.ok(address.includes(part), address);
    await page.reload();
    await panel.getByText('rbac/').first().waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    assert.deepEqual(faults, []);
  },
);

test('an exception is shown as a file to commit, and nothing is written', { skip }, async (context) => {
  const { browser, served, folder } = await start(context);
  const { page, faults, base } = await visit(browser, served.address);
  await page.goto(`${base}/findings?view=list&severity=critical`);
  await page.locator('.row').first().click();
  await page.getByRole('button', { name: 'Live with it …' }).click();
  await page.getByLabel('Why it is fine').fill('goes in March: "no" <script>');
  await page.getByLabel('Who answers for it').fill('platform@example.com');
  await page.getByLabel('Until').fill('2999-12-31');
  await page.getByRole('button', { name: 'Show the file' }).click();
  await page.getByText('nothing was written').waitFor();
  const drafted = await page.locator('form.draft pre').innerText();
  assert.match(drafted, /owner: platform@example\.com/);
  assert.match(drafted, /goes in March/);
  assert.throws(() => readFileSync(join(folder, 'vauban-exceptions.yaml')), /ENOENT/);
  assert.deepEqual(faults, []);
});

test('a change of the files is shown by itself', { skip }, async (context) => {
  const { browser, served, folder } = await start(context);
  const { page, base } = await visit(browser, served.address);
  await page.goto(`${base}/workloads`);
  await page.getByRole('heading', { name: '15 workloads' }).waitFor();
  writeFileSync(
    join(folder, 'manifests/late.yaml'),
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: late, namespace: shop}\nspec: {template: {metadata: {labels: {app: late}}, spec: {containers: [{name: c, image: i}]}}}\n',
  );
  await page.getByRole('heading', { name: '16 workloads' }).waitFor();
});

test(
  'names of strangers are text: markup, bidirectional marks and ten kilobytes change nothing',
  { skip },
  async (context) => {
    const { browser, served, folder } = await start(context);
    const hostile = `<img src=x onerror=alert(1)>\u202e${'x'.repeat(10_000)}`;
    appendFileSync(
      join(folder, 'manifests/hostile.yaml'),
      JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'hostile', namespace: 'shop', labels: { app: hostile } },
        spec: {
          template: {
            metadata: { labels: { app: hostile } },
            spec: { serviceAccountName: hostile, containers: [{ name: hostile, image: hostile }] },
          },
        },
      }),
    );
    const { page, faults, base } = await visit(browser, served.address);
    await page.goto(`${base}/workloads?text=hostile`);
    await page.getByRole('link', { name: 'shop/hostile' }).click();
    await page.getByRole('article', { name: 'Workload' }).getByText('<img src=x').first().waitFor();
    for (const name of pages) {
      await page.goto(`${base}/${name}`);
      await page.locator('h1, .bar').first().waitFor();
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      assert.ok(wide <= 1280, `${name} is ${wide} wide`);
    }
    assert.equal(await page.locator('img').count(), 0);
    assert.deepEqual(faults, []);
  },
);

test('a session that has ended says how to sign in again, and a link counts once', { skip }, async (context) => {
  const { browser, served } = await start(context);
  const { page, base } = await visit(browser, served.address);
  await page.context().clearCookies();
  await page.goto(`${base}/findings`);
  await page
    .getByText(/vauban serve/)
    .first()
    .waitFor();
  await page.goto(served.address);
  await page
    .getByText(/used|another|again/i)
    .first()
    .waitFor();
});

test('the way in is drawn and told step by step, and another one is a click away', { skip }, async (context) => {
  const { browser, served } = await start(context);
  const { page, faults, base } = await visit(browser, served.address);
  await page.locator('.fortress').first().click();
  await page.waitForURL(/\/attacks\?to=/);
  await page.locator('.station').first().waitFor();
  assert.ok((await page.locator('.station').count()) > 2);
  assert.equal(await page.locator('.moves > li').count(), (await page.locator('.station').count()) - 1);
  await page.getByRole('link', { name: 'a node' }).click();
  await page.getByRole('heading', { name: /^a node/ }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: /administrator/ }).waitFor();
  await page.goto(`${base}/network?view=graph&namespace=shop`);
  await page.locator('.graph-wrap .graph-node').first().waitFor();
  await page.goto(`${base}/network`);
  await page.getByRole('gridcell', { name: /^shop\/web to shop\/api/ }).click();
  await page.getByRole('complementary', { name: 'Connection' }).getByText('no policy').first().waitFor();
  assert.deepEqual(faults, []);
});
