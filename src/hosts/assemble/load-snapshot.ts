/** Reads one estate (paths, or one cluster) into a snapshot of the kinds a question needs: for commands that answer instead of judging. */

import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Problem } from '../../model/problem.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unread } from '../../model/unread.ts';
import { createSourceTexts } from '../../sources/registry.ts';
import type { SourceContext, SourceItem, WantedKind } from '../../sources/source.ts';
import { readContext, readPaths } from './read-targets.ts';

export interface LoadRequest {
  readonly paths: readonly string[];
  /** A context of the kubeconfig, the empty text for the current one; `null` where only paths are read. */
  readonly context: string | null;
  /** What a cluster is asked for, besides namespaces and what holds pods. */
  readonly kinds: readonly WantedKind[];
  /** What of a resource the question needs: memory is what is kept. */
  readonly keep: (resource: Resource) => Resource | null;
  /** Only what is in these namespaces is asked of a cluster; empty for all. */
  readonly namespaces: readonly string[];
  readonly progress: (text: string) => void;
}

export interface LoadedSnapshot {
  readonly snapshot: Snapshot;
  readonly problems: readonly Problem[];
  /** Not one object could be read: nothing may be called safe. */
  readonly nothingRead: boolean;
  /** The cluster's context; `null` for paths. */
  readonly cluster: string | null;
  /** The line of a path inside an object; `null` where there is none. Looked up when it is asked for. */
  locate(origin: Origin, path: string): { readonly line: number; readonly column: number } | null;
}

export const loadSnapshot = async (request: LoadRequest, context: SourceContext): Promise<LoadedSnapshot> => {
  const texts = createSourceTexts(context.disk);
  const { context: cluster, kinds, namespaces } = request;
  const items =
    cluster === null
      ? readPaths(request.paths, context, texts)
      : readContext(cluster, { ...context, kinds, namespaces }, { controlPlane: false });
  const gathered = await gather(items, cluster === null ? 'manifests' : 'cluster', request);
  return { ...gathered, locate: (origin, path) => texts.locate(origin, path) };
};

const gather = async (
  items: AsyncIterable<SourceItem>,
  kind: Snapshot['kind'],
  { keep, progress }: LoadRequest,
): Promise<Omit<LoadedSnapshot, 'locate'>> => {
  const builder = createSnapshotBuilder(kind);
  const evidence: Evidence[] = [];
  const unread: Unread[] = [];
  const problems: Problem[] = [];
  let objects = 0;
  let cluster: string | null = null;
  for await (const item of items) {
    switch (item.kind) {
      case 'resource': {
        objects += 1;
        const { origin } = item.resource;
        if (origin.kind === 'cluster') cluster = origin.cluster;
        const kept = keep(item.resource);
        if (kept !== null) builder.add(kept);
        break;
      }
      case 'problem':
        problems.push(item.problem);
        break;
      case 'unread':
        unread.push(item.unread);
        break;
      case 'evidence':
        evidence.push(item.evidence);
        break;
      case 'progress':
        progress(`${objects} objects read`);
        break;
      case 'other-document':
      case 'folder':
        break;
    }
  }
  return { snapshot: builder.build({ evidence, unread }), problems, nothingRead: objects === 0, cluster };
};
