/** Walks a folder in sorted order without leaving it: files to read, folders to render, and what could not be looked at. */

import { findChart } from './find-chart.ts';
import type { Disk } from '../source.ts';

export type Found =
  | { readonly kind: 'file'; readonly path: string; readonly named: boolean }
  | { readonly kind: 'folder'; readonly path: string; readonly renderer: 'helm' | 'kustomize' }
  /** A link that leads out of the folder. */
  | { readonly kind: 'outside'; readonly path: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly named: boolean; readonly error: unknown }
  /** A pipe, a socket, a device. */
  | { readonly kind: 'special'; readonly path: string };

/** Everything a target leads to; a file is itself, and a template is the chart it belongs to. */
export async function* walk(target: string, disk: Disk): AsyncGenerator<Found> {
  try {
    const { kind } = await disk.stat(target);
    const chart = kind === 'other' ? undefined : await findChart(target, disk);
    if (chart !== undefined) yield { kind: 'folder', path: chart, renderer: 'helm' };
    else if (kind === 'file') yield { kind: 'file', path: target, named: true };
    else if (kind === 'folder') yield* walkRoot(target, disk);
    else yield { kind: 'special', path: target };
  } catch (error) {
    yield { kind: 'unreadable', path: target, named: true, error };
  }
}

interface Tour {
  readonly disk: Disk;
  readonly root: string;
  /** Real paths that were visited: a link to one of them adds nothing, and a link cycle ends. */
  readonly visited: Set<string>;
  /** Links that stay inside, followed after all else, since most lead to what is walked anyway. */
  readonly links: string[];
}

async function* walkRoot(target: string, disk: Disk): AsyncGenerator<Found> {
  const root = await disk.realPath(target);
  const tour: Tour = { disk, root, visited: new Set(), links: [] };
  yield* walkFolder(tour, target, root);
  for (let index = 0; index < tour.links.length; index += 1) yield* followLink(tour, tour.links[index] ?? target);
}

/** `path` is the folder as people know it, `real` where it is. */
async function* walkFolder(tour: Tour, path: string, real: string): AsyncGenerator<Found> {
  if (tour.visited.has(real)) return;
  tour.visited.add(real);
  let entries;
  try {
    entries = await tour.disk.list(path);
  } catch (error) {
    yield { kind: 'unreadable', path, named: false, error };
    return;
  }
  const renderer = toRenderer(entries.map(({ name }) => name));
  if (renderer !== undefined) {
    yield { kind: 'folder', path, renderer };
    return;
  }
  for (const { name, kind } of entries.toSorted(byName)) {
    const below = join(path, name);
    if (kind === 'folder') {
      if (!isSkipped(name)) yield* walkFolder(tour, below, join(real, name));
    } else if (kind === 'link') {
      if (!isSkipped(name)) tour.links.push(below);
    } else if (isManifest(name)) {
      tour.visited.add(join(real, name));
      yield kind === 'file' ? { kind, path: below, named: false } : { kind: 'special', path: below };
    }
  }
}

async function* followLink(tour: Tour, path: string): AsyncGenerator<Found> {
  try {
    const real = await tour.disk.realPath(path);
    const { kind } = await tour.disk.stat(path);
    if (kind !== 'folder' && !isManifest(path)) return;
    if (!isInside(real, tour.root)) yield { kind: 'outside', path };
    else if (kind === 'folder') yield* walkFolder(tour, path, real);
    else if (!tour.visited.has(real)) {
      tour.visited.add(real);
      yield kind === 'file' ? { kind, path, named: false } : { kind: 'special', path };
    }
  } catch (error) {
    yield { kind: 'unreadable', path, named: false, error };
  }
}

/** A chart may hold a kustomization and the other way round; a chart's templates cannot be rendered without Helm. */
const toRenderer = (names: readonly string[]): 'helm' | 'kustomize' | undefined => {
  if (names.includes('Chart.yaml')) return 'helm';
  return names.some((name) => kustomizations.has(name)) ? 'kustomize' : undefined;
};

const kustomizations: ReadonlySet<string> = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

const isManifest = (name: string): boolean => /\.(?:ya?ml|json)$/i.test(name);

/** Hidden folders hold the history and settings of tools, `node_modules` other people's files. */
const isSkipped = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

const isInside = (real: string, root: string): boolean => real === root || real.startsWith(join(root, ''));

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** The person's own spelling of a path stays, so that what is printed can be found. */
const join = (folder: string, name: string): string => {
  if (folder === '.') return name;
  return /[/\\]$/.test(folder) ? `${folder}${name}` : `${folder}/${name}`;
};
