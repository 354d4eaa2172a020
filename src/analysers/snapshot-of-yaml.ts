/** A snapshot of YAML text, for tests of analysers: only what the analyser keeps is in it, as in a scan. */

import { createSnapshotBuilder } from '../kube/snapshot/build-snapshot.ts';
import { toResources } from '../kube/schema/to-resource.ts';
import { parseYaml } from '../lang/yaml/read-yaml.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Unread } from '../model/unread.ts';
import type { Analyser } from './analyser.ts';

export interface SnapshotExtras {
  /** Default `manifests`. */
  readonly kind?: Snapshot['kind'];
  readonly evidence?: readonly Evidence[];
  readonly unread?: readonly Unread[];
}

export const toSnapshot = (text: string, analyser: Pick<Analyser, 'keep'>, extras: SnapshotExtras = {}): Snapshot => {
  const { kind = 'manifests', evidence = [], unread = [] } = extras;
  const builder = createSnapshotBuilder(kind);
  for (const [number, document] of text.split(/^---$/m).entries()) {
    const parsed = parseYaml(document);
    if (parsed.kind === 'defect') throw new Error(`the test's own YAML is wrong: ${parsed.message}`);
    const origin =
      kind === 'cluster'
        ? ({ kind: 'cluster', cluster: 'test', uid: `uid-${number}` } as const)
        : ({ kind: 'file', file: 'estate.yaml', document: number, item: null, start: 0, end: 0 } as const);
    for (const made of toResources(parsed.value, origin)) {
      const kept = made.kind === 'resource' ? analyser.keep(made.resource) : null;
      if (kept !== null) builder.add(kept);
    }
  }
  return builder.build({ evidence, unread });
};
