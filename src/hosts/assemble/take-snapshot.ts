/** Reads one estate and gives it on as the text of a snapshot, an object at a time. */

import type { Evidence } from '../../model/evidence.ts';
import type { Problem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { Unread } from '../../model/unread.ts';
import {
  createSourceTexts,
  loadSnapshotWriter,
  peekSnapshot,
  sourceById,
  type SnapshotHeader,
} from '../../sources/registry.ts';
import { defaultKinds, withWanted } from '../../sources/listed-kinds.ts';
import type { SourceContext, SourceItem, WantedKind } from '../../sources/source.ts';
import { findSnapshots } from './find-snapshots.ts';
import { readPaths } from './read-targets.ts';
import { version } from './version.ts';

export interface TakeRequest {
  readonly paths: readonly string[];
  /** A context of the kubeconfig, the empty text for the current one; `null` where paths are read. */
  readonly context: string | null;
  /** What a cluster is asked for, besides namespaces and what holds pods. */
  readonly kinds: readonly WantedKind[];
  /** RFC 3339. */
  readonly takenAt: string;
  readonly progress: (text: string) => void;
}

/** What was met, complete when the text has ended. */
export interface Taken {
  objects: number;
  /** The cluster's context; `null` for manifests. */
  cluster: string | null;
  readonly evidence: Evidence[];
  readonly unread: Unread[];
  readonly problems: Problem[];
  /** Secrets among manifests, of which a snapshot holds none. */
  secrets: number;
}

export interface Taking {
  readonly taken: Taken;
  /** The text in pieces; nothing at all where not one object could be read. */
  readonly pieces: AsyncIterable<string>;
}

/** Throws SeveralEstates where the paths are more than one: a snapshot is of one. */
export const takeSnapshot = async (request: TakeRequest, context: SourceContext): Promise<Taking> => {
  const taken: Taken = { objects: 0, cluster: null, evidence: [], unread: [], problems: [], secrets: 0 };
  const { paths, snapshots } = await findSnapshots(request.paths, context.disk);
  const [first] = snapshots;
  if (first !== undefined && paths.length + snapshots.length > 1) throw new SeveralEstates(first.path);
  const source = first === undefined ? null : first.path;
  return { taken, pieces: write(request, source, taken, context) };
};

/** The paths hold several estates; the message is the snapshot among them. */
export class SeveralEstates extends Error {
  override readonly name = 'SeveralEstates';
}

async function* write(
  request: TakeRequest,
  snapshot: string | null,
  taken: Taken,
  context: SourceContext,
): AsyncGenerator<string> {
  const { renderItem, writeSnapshot } = await loadSnapshotWriter();
  const resources = readResources(request, snapshot, taken, context);
  const first = await resources.next();
  if (first.done === true) return;
  const header = await toHeader(request, snapshot, first.value, taken, context);
  taken.cluster = header.cluster;
  const lines = async function* lines(): AsyncGenerator<string> {
    for (let next: IteratorResult<Resource, undefined> = first; next.done !== true; next = await resources.next()) {
      const line = renderItem(next.value);
      if (line === null) taken.problems.push(tooLarge(next.value));
      else {
        taken.objects += 1;
        yield line;
      }
    }
    if (taken.secrets > 0) taken.problems.push(leftOut(taken.secrets));
  };
  yield* writeSnapshot(header, lines(), () => taken);
}

/** Of what is no resource it takes note. */
async function* readResources(
  { progress, ...request }: TakeRequest,
  snapshot: string | null,
  taken: Taken,
  context: SourceContext,
): AsyncGenerator<Resource, undefined> {
  let seen = 0;
  for await (const item of readItems(request, snapshot, context)) {
    switch (item.kind) {
      case 'resource': {
        seen += 1;
        const { kind, apiVersion } = item.resource.ref;
        if (kind === 'Secret' && apiVersion === 'v1') taken.secrets += 1;
        else yield item.resource;
        break;
      }
      case 'problem':
        taken.problems.push(item.problem);
        break;
      case 'unread':
        taken.unread.push(item.unread);
        break;
      case 'evidence':
        taken.evidence.push(item.evidence);
        break;
      case 'progress':
        progress(`${seen} objects read`);
        break;
      case 'other-document':
      case 'folder':
        break;
    }
  }
  return undefined;
}

/** The cluster's own version stands in the first line: it is asked about itself before its objects are. */
async function* readItems(
  { paths, context: name, kinds }: Omit<TakeRequest, 'progress'>,
  snapshot: string | null,
  context: SourceContext,
): AsyncGenerator<SourceItem> {
  if (snapshot !== null) yield* sourceById('snapshot').read(snapshot, context);
  else if (name === null) yield* readPaths(paths, context, createSourceTexts(context.disk));
  else {
    const lent = { ...context, kinds };
    let isReached = true;
    for await (const item of sourceById('control-plane').read(name, lent)) {
      isReached &&= item.kind !== 'problem';
      yield item;
    }
    // A cluster that cannot be reached has said so.
    if (isReached) yield* sourceById('cluster').read(name, lent);
  }
}

const toHeader = async (
  { kinds, takenAt }: TakeRequest,
  snapshot: string | null,
  { origin }: Resource,
  { evidence }: Taken,
  { disk }: SourceContext,
): Promise<SnapshotHeader> => {
  // Written anew it is as old as it was, and knows no more than it did.
  const before = snapshot === null ? null : await peekSnapshot(snapshot, disk);
  if (before?.kind === 'header') return { ...before.header, vauban: version };
  const cluster = origin.kind === 'cluster' ? origin.cluster : null;
  return {
    of: cluster === null ? 'manifests' : 'cluster',
    vauban: version,
    takenAt,
    cluster,
    kubernetes: cluster === null ? null : toKubernetesVersion(evidence),
    kinds: cluster === null ? [] : toAsked(kinds),
  };
};

const toAsked = (kinds: readonly WantedKind[]): readonly WantedKind[] =>
  withWanted(defaultKinds, { kinds, namespaces: [] }).flatMap(({ kind, groups }) =>
    groups.map((group) => ({ group, kind })),
  );

const toKubernetesVersion = (evidence: readonly Evidence[]): string | null => {
  const fact = evidence.find(({ kind }) => kind === 'control-plane/version');
  const value = fact?.value;
  const server = typeof value === 'object' && value !== null && 'server' in value ? value['server'] : null;
  return typeof server === 'string' ? server : null;
};

const tooLarge = ({ ref: { kind, namespace, name } }: Resource): Problem => ({
  severity: 'error',
  message: `${kind} ${namespace === null || namespace === '' ? name : `${namespace}/${name}`} is larger than 3 MB and was left out of the snapshot`,
  span: null,
  policy: null,
});

const leftOut = (secrets: number): Problem => ({
  severity: 'warning',
  message: `${secrets} ${secrets === 1 ? 'Secret was' : 'Secrets were'} left out: a snapshot holds none`,
  span: null,
  policy: null,
});
