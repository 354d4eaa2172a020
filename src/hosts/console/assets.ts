/** The files of the built console, listed once: only what was listed is ever served, so that no path leads out of the folder. */

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export interface Assets {
  /** By the path of its URL; `null` for what is no file of the console. */
  find(path: string): Asset | null;
  /** The page; `null` where the console is not built. */
  page(): Asset | null;
}

export interface Asset {
  readonly type: string;
  readonly tag: string;
  /** Its name holds a digest of its content: it never changes. */
  readonly isImmutable: boolean;
  readonly bodies: { readonly plain: Buffer; readonly gzip: Buffer | null; readonly br: Buffer | null };
}

/** The whole console is a megabyte; a folder that was named by mistake may be anything. */
const mostFiles = 1000;
const mostBytes = 16 << 20;

export const openAssets = (folder: string): Assets => {
  let listed: ReadonlyMap<string, string> = new Map();
  let loaded = new Map<string, Asset>();
  let built = '';
  /** Built anew while we run, as whoever works on it does: the page names other files then. */
  const refresh = (): void => {
    const stamp = stampOf(join(folder, 'index.html'));
    if (stamp === built) return;
    built = stamp;
    loaded = new Map();
    listed = stamp === '' ? new Map() : listFiles(folder);
  };
  const load = (path: string): Asset | null => {
    const known = loaded.get(path);
    if (known !== undefined) return known;
    const file = listed.get(path);
    if (file === undefined) return null;
    const asset = readAsset(file);
    if (asset !== null) loaded.set(path, asset);
    return asset;
  };
  return {
    find: (path) => {
      if (path.endsWith('.html')) return null;
      const known = load(path);
      if (known !== null || !path.includes('.')) return known;
      refresh();
      return load(path);
    },
    page: () => {
      refresh();
      return load('/index.html');
    },
  };
};

const stampOf = (file: string): string => {
  try {
    const { mtimeMs, size } = statSync(file);
    return `${mtimeMs}/${size}`;
  } catch {
    return '';
  }
};

/** Files only: a link in there is not followed. */
const listFiles = (folder: string): ReadonlyMap<string, string> => {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || types.get(extname(entry.name)) === undefined || files.size >= mostFiles) continue;
    files.set(`/${relative(folder, file).split(sep).join('/')}`, file);
  }
  return files;
};

const readAsset = (file: string): Asset | null => {
  try {
    if (statSync(file).size > mostBytes) return null;
    const plain = readFileSync(file);
    const type = types.get(extname(file)) ?? 'application/octet-stream';
    const isText = /^(?:text|image\/svg|application\/(?:json|manifest))/.test(type) && plain.length > 1024;
    return {
      type,
      tag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      isImmutable: /[-.][\w-]{8,}\.\w+$/.test(file) && file.includes(`${sep}assets${sep}`),
      // Once for each file, when it is first asked for; quality 9 takes 30 ms for the largest and a few bytes more than 11.
      bodies: {
        plain,
        gzip: isText ? gzipSync(plain) : null,
        br: isText ? brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }) : null,
      },
    };
  } catch {
    return null;
  }
};

/** What a browser is told a file is; what is not here is not served. */
const types: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.json', 'application/json'],
  ['.webmanifest', 'application/manifest+json'],
  ['.woff2', 'font/woff2'],
  ['.txt', 'text/plain; charset=utf-8'],
]);
