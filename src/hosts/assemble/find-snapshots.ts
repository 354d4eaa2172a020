/** Tells the snapshots among paths from what holds manifests: each is an estate of its own, whatever the command. */

import { peekSnapshot } from '../../sources/registry.ts';
import type { Disk } from '../../sources/source.ts';

export interface FoundSnapshot {
  readonly path: string;
  /** What is not in one of a `cluster` did not exist. One whose first line makes no sense claims nothing. */
  readonly of: 'cluster' | 'manifests';
  /** The context of the cluster it was taken of. */
  readonly cluster: string | null;
}

export interface FoundTargets {
  /** In the order given. */
  readonly paths: readonly string[];
  /** Those of clusters last, as live clusters are read last. */
  readonly snapshots: readonly FoundSnapshot[];
}

export const findSnapshots = async (targets: readonly string[], disk: Disk): Promise<FoundTargets> => {
  const paths: string[] = [];
  const snapshots: FoundSnapshot[] = [];
  for (const path of new Set(targets)) {
    const found = await peekSnapshot(path, disk);
    if (found === null) paths.push(path);
    else if (found.kind === 'defect') snapshots.push({ path, of: 'manifests', cluster: null });
    else snapshots.push({ path, of: found.header.of, cluster: found.header.cluster });
  }
  const [ofManifests, ofClusters] = [
    snapshots.filter((one) => one.of === 'manifests'),
    snapshots.filter((one) => one.of === 'cluster'),
  ];
  return { paths, snapshots: [...ofManifests, ...ofClusters] };
};
