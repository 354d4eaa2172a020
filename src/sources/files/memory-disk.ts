/** A disk in memory, for tests: files by path, links, and errors on demand. */

import type { Disk, DiskEntry } from '../source.ts';

export type MemoryEntry =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly special: 'pipe' }
  /** Fails with this code whenever it is opened. */
  | { readonly fails: string };

const failure = (code: string, path: string): Error => Object.assign(new Error(`${code}: ${path}`), { code });

const kindOf = (entry: MemoryEntry | undefined): 'file' | 'link' | 'other' => {
  if (typeof entry !== 'object' || entry instanceof Uint8Array) return 'file';
  return 'link' in entry ? 'link' : 'special' in entry ? 'other' : 'file';
};

/** `entries` maps paths from `/` to what is there; folders follow from the paths. */
export const createMemoryDisk = (entries: Readonly<Record<string, MemoryEntry>>, chunk = 7): Disk => {
  const resolve = (path: string, hops = 0): string => {
    if (hops > 20) throw failure('ELOOP', path);
    const clean = path.replace(/(.)\/$/, '$1');
    let at = '';
    for (const segment of clean.split('/').slice(1)) {
      at += `/${segment}`;
      const entry = entries[at];
      if (typeof entry === 'object' && 'link' in entry) return resolve(entry.link + clean.slice(at.length), hops + 1);
    }
    return clean;
  };
  const below = (folder: string): readonly string[] =>
    Object.keys(entries).filter((path) => path.startsWith(folder === '/' ? '/' : `${folder}/`));
  const open = (path: string): Uint8Array => {
    const entry = entries[resolve(path)];
    if (entry === undefined) throw failure(below(resolve(path)).length > 0 ? 'EISDIR' : 'ENOENT', path);
    if (typeof entry === 'object' && 'fails' in entry) throw failure(entry.fails, path);
    return typeof entry === 'string' ? Buffer.from(entry) : (entry as Uint8Array);
  };
  return {
    list: async (path) => {
      const folder = resolve(path);
      const refused = entries[`${folder}/`];
      if (typeof refused === 'object' && 'fails' in refused) throw failure(refused.fails, path);
      const names = new Map<string, DiskEntry>();
      for (const each of below(folder)) {
        const [name = '', ...rest] = each.slice(folder.length + 1).split('/');
        if (name === '') continue;
        const entry = entries[`${folder}/${name}`];
        names.set(name, { name, kind: rest.length > 0 ? 'folder' : kindOf(entry) });
      }
      return [...names.values()].toReversed();
    },
    stat: async (path) => {
      const real = resolve(path);
      if (entries[real] === undefined && below(real).length > 0) return { kind: 'folder', size: 0 };
      if (entries[real] === undefined) throw failure('ENOENT', path);
      return { kind: kindOf(entries[real]) === 'other' ? 'other' : 'file', size: 1 };
    },
    realPath: async (path) => resolve(path),
    read: async function* read(path) {
      const bytes = open(path);
      for (let from = 0; from < bytes.length; from += chunk) yield bytes.subarray(from, from + chunk);
    },
    readRange: (path, start, end) => open(path).subarray(start, end),
  };
};
