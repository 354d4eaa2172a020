/** Walks a folder in sorted order without leaving it: files to read, folders to render, and what could not be looked at. */

import { kustomizationNames } from '../kustomization-file.ts';
import type { Disk, DiskEntry } from '../source.ts';
import { findChart } from './find-chart.ts';
import { findKustomizedFiles } from './kustomized-files.ts';

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
  /** Real paths of files that a kustomization met on the way uses, so that its rendering holds them. */
  readonly kustomized: Set<string>;
  /** Links that stay inside, followed after all else, since most lead to what is walked anyway. */
  readonly links: string[];
}

async function* walkRoot(target: string, disk: Disk): AsyncGenerator<Found> {
  const root = await disk.realPath(target);
  const tour: Tour = { disk, root, visited: new Set(), kustomized: new Set(), links: [] };
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
  const renderers = toRenderers(entries);
  for (const renderer of renderers) yield { kind: 'folder', path, renderer };
  if (renderers.includes('kustomize'))
    for (const file of await findKustomizedFiles(path, tour.disk)) if (isInside(file, real)) tour.kustomized.add(file);
  const isOfChart = (name: string): boolean => renderers.includes('helm') && chartParts.has(name);
  for (const { name, kind } of entries.toSorted(byName)) {
    if (isSkipped(name, kind) || isOfChart(name)) continue;
    const below = join(path, name);
    if (kind === 'folder') yield* walkFolder(tour, below, join(real, name));
    else if (kind === 'link') tour.links.push(below);
    else yield* meetFile(tour, { kind, path: below, real: join(real, name) });
  }
}

interface Met {
  readonly kind: 'file' | 'other';
  readonly path: string;
  readonly real: string;
}

function* meetFile(tour: Tour, { kind, path, real }: Met): Generator<Found> {
  if (tour.visited.has(real) || tour.kustomized.has(real)) return;
  tour.visited.add(real);
  yield kind === 'file' ? { kind, path, named: false } : { kind: 'special', path };
}

async function* followLink(tour: Tour, path: string): AsyncGenerator<Found> {
  try {
    const real = await tour.disk.realPath(path);
    const { kind } = await tour.disk.stat(path);
    if (kind !== 'folder' && !isManifest(path)) return;
    const chart = kind === 'other' ? undefined : await findChart(path, tour.disk);
    if (!isInside(real, tour.root)) yield { kind: 'outside', path };
    else if (chart !== undefined) yield { kind: 'folder', path: chart, renderer: 'helm' };
    else if (kind === 'folder') yield* walkFolder(tour, path, real);
    else yield* meetFile(tour, { kind, path, real });
  } catch (error) {
    yield { kind: 'unreadable', path, named: false, error };
  }
}

/** A folder may be both: neither rendering says anything of what the other one holds. */
const toRenderers = (entries: readonly DiskEntry[]): readonly ('helm' | 'kustomize')[] => {
  const names = entries.map(({ name }) => name);
  const isChart = names.includes('Chart.yaml');
  const isKustomization = names.some((name) => kustomizations.has(name));
  return [...(isChart ? ['helm' as const] : []), ...(isKustomization ? ['kustomize' as const] : [])];
};

const kustomizations: ReadonlySet<string> = new Set(kustomizationNames);

/**
 * What the rendering of a chart holds, or only describes it. All else beside it is walked on: Helm installs what is in
 * `crds` as it is written and renders it only when asked to, and other folders are no part of the chart at all.
 */
const chartParts: ReadonlySet<string> = new Set([
  'Chart.yaml',
  'charts',
  'requirements.yaml',
  'templates',
  'values.schema.json',
  'values.yaml',
]);

const isManifest = (name: string): boolean => /\.(?:ya?ml|json)$/i.test(name);

/** Hidden folders hold the history and settings of tools, `node_modules` other people's files. */
const isSkipped = (name: string, kind: DiskEntry['kind']): boolean => {
  if (kind === 'folder' || kind === 'link') return name.startsWith('.') || name === 'node_modules';
  return !isManifest(name) || kustomizations.has(name);
};

const isInside = (real: string, root: string): boolean => real === root || real.startsWith(join(root, ''));

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** The person's own spelling of a path stays, so that what is printed can be found. */
const join = (folder: string, name: string): string => {
  if (folder === '.') return name;
  return /[/\\]$/.test(folder) ? `${folder}${name}` : `${folder}/${name}`;
};
