/** Reads one estate (paths, a snapshot, or one cluster) into a snapshot of the kinds a question needs: for commands that answer instead of judging. */

import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Problem } from '../../model/problem.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unread } from '../../model/unread.ts';
import { createSourceTexts, type SourceTexts } from '../../sources/registry.ts';
import type { SourceContext, SourceItem, WantedKind } from '../../sources/source.ts';
import { findSnapshots } from './find-snapshots.ts';
import { readContext, readPaths, readSnapshot } from './read-targets.ts';

export interface LoadRequest {
  readonly paths: readonly string[];
  /** A context of the kubeconfig, the empty text for the current one; `null` where only paths are read. */
  readonly context: string | null;
  /** What a cluster is asked for, besides namespaces and what holds pods. */
  readonly kinds: readonly WantedKind[];
  /** Those kinds and no other. Default false. */
  readonly kindsAlone?: boolean;
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
  /** The cluster's context, also of a snapshot of one; `null` for manifests. */
  readonly cluster: string | null;
  /** The line of a path inside an object; `null` where there is none. Looked up when it is asked for. */
  locate(origin: Origin, path: string): { readonly line: number; readonly column: number } | null;
}

export const loadSnapshot = async (request: LoadRequest, context: SourceContext): Promise<LoadedSnapshot> => {
  const texts = createSourceTexts(context.disk);
  const { context: cluster, kinds, kindsAlone = false, namespaces } = request;
  const lent = { ...context, kinds, kindsAlone, namespaces };
  const estate = cluster === null ? await toEstate(request.paths, lent, texts) : null;
  const gathered = await gather(
    estate?.items ?? readContext(cluster ?? '', lent, { controlPlane: false }),
    estate?.kind ?? 'cluster',
    request,
  );
  return { ...gathered, locate: (origin, path) => texts.locate(origin, path) };
};

interface Estate {
  readonly kind: Snapshot['kind'];
  readonly items: AsyncIterable<SourceItem>;
}

/** A snapshot is an estate of its own: beside other paths nobody could tell which of them an answer is about. */
const toEstate = async (targets: readonly string[], context: SourceContext, texts: SourceTexts): Promise<Estate> => {
  const { paths, snapshots } = await findSnapshots(targets, context.disk);
  const [first] = snapshots;
  if (first === undefined) return { kind: 'manifests', items: readPaths(paths, context, texts) };
  if (paths.length + snapshots.length > 1) return { kind: 'manifests', items: refuseSeveral(first.path) };
  return { kind: first.of, items: readSnapshot(first.path, context, { controlPlane: true }) };
};

async function* refuseSeveral(file: string): AsyncGenerator<SourceItem> {
  const message = 'this is a snapshot, an estate of its own, and an answer is about one estate: name it alone';
  yield {
    kind: 'problem',
    problem: { severity: 'error', message, span: { file, line: null, column: null }, policy: null },
  };
}

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
