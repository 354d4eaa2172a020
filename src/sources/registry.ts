/** The sources: what paths hold first, then what renders folders found there, then snapshots, then the live cluster, its policies alone, and its control plane. */

import { clusterPoliciesSource, clusterSource } from './cluster/index.ts';
import { controlPlaneSource } from './control-plane/index.ts';
import { filesSource } from './files/index.ts';
import { helmSource } from './helm/index.ts';
import { kustomizeSource } from './kustomize/index.ts';
import { snapshotSource } from './snapshot/index.ts';
import type * as SnapshotWriter from './snapshot/write-snapshot.ts';
import type { Disk, Source, SourceContext, SourceItem } from './source.ts';

export const sources: readonly Source[] = toRegistry([
  filesSource,
  helmSource,
  kustomizeSource,
  snapshotSource,
  clusterSource,
  clusterPoliciesSource,
  controlPlaneSource,
]);

/** The source of that id. Ids are written in code, never by a user: an unknown one is a bug. */
export const sourceById = (id: string): Source => {
  const source = sources.find((one) => one.id === id);
  if (source === undefined) throw new Error(`there is no source ${id}`);
  return source;
};

/** The texts behind what was read from paths, for the lines of findings: the one thing hosts need of a source beside its items. */
export { createSourceTexts, type SourceTexts } from './files/source-texts.ts';

/** Whether a path is a snapshot, and what its first line says; and how one is written. */
export { peekSnapshot } from './snapshot/peek-snapshot.ts';
export type { SnapshotHeader } from './snapshot/snapshot-format.ts';

/** The text of a snapshot, and its packed form; loaded where one is written. */
export const loadSnapshotWriter = async (): Promise<typeof SnapshotWriter> => import('./snapshot/write-snapshot.ts');

/** A file of facts about a cluster, as a provider's command line prints it: what a person hands over beside what is scanned. */
export async function* readFactFile(file: string, context: Pick<SourceContext, 'disk'>): AsyncGenerator<SourceItem> {
  const { readFactFile: read } = await import('./control-plane/provider-file/read-fact-file.ts');
  yield* read(file, context);
}

type FolderItem = Extract<SourceItem, { kind: 'folder' }>;

/** The folders to render once all are known: a kustomization that another one builds on is rendered there, and not a second time. */
export const selectFolders = async (folders: readonly FolderItem[], disk: Disk): Promise<readonly FolderItem[]> => {
  const kustomizations = folders.filter(({ renderer }) => renderer === 'kustomize').map(({ folder }) => folder);
  if (kustomizations.length === 0) return folders;
  const { selectRoots } = await import('./kustomize/select-roots.ts');
  const roots = new Set(await selectRoots(kustomizations, disk));
  return folders.filter(({ renderer, folder }) => renderer !== 'kustomize' || roots.has(folder));
};

/** Two sources of one id would leave one unreachable: refused when the program starts, with the id. */
function toRegistry(list: readonly Source[]): readonly Source[] {
  const seen = new Set<string>();
  for (const { id } of list) {
    if (seen.has(id)) throw new Error(`two sources are called ${id}`);
    seen.add(id);
  }
  return Object.freeze([...list]);
}

/** What lies in a repository beside manifests: pipelines, and the document that says what holds. */
export { readRepository } from './repository/read-repository.ts';
