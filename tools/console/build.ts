/** `npm run console`: builds the console into `console/dist`, where it is not built or older than its sources. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'console');

/** Of what the console is made of: its own files, and the types it shares with the server. */
const newestSource = (): number =>
  Math.max(
    ...['src', 'index.html', 'vite.config.ts'].map((name) => newestIn(join(folder, name))),
    statSync(join(root, 'package-lock.json')).mtimeMs,
  );

const newestIn = (path: string): number => {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
};

const isFresh = (): boolean => {
  const page = join(folder, 'dist', 'index.html');
  return existsSync(page) && statSync(page).mtimeMs > newestSource();
};

const ifNeeded = process.argv.includes('--if-needed');
if (!ifNeeded || !isFresh()) {
  try {
    const { build } = await import('vite');
    await build({ configFile: join(folder, 'vite.config.ts'), logLevel: 'warn' });
  } catch (cause) {
    // `npm ci --omit=dev` has no Vite, and needs none: everything but `serve` works without.
    if (!ifNeeded || (cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
  }
}
