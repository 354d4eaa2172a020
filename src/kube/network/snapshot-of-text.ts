/** A snapshot of the text of manifests, for tests: only what `keepForNetwork` keeps is in it, as when commands read one. */

import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { toResources } from '../schema/to-resource.ts';
import { createSnapshotBuilder } from '../snapshot/build-snapshot.ts';
import { keepForNetwork } from './read-network-estate.ts';

export const toSnapshot = (text: string, kind: Snapshot['kind'] = 'manifests', rest: SnapshotRest = {}): Snapshot => {
  const builder = createSnapshotBuilder(kind);
  for (const [document, part] of text.split(/^---$/m).entries()) {
    const parsed = parseYaml(part);
    if (parsed.kind === 'defect') throw new Error(`the test's own YAML is wrong: ${parsed.message}`);
    const origin = { kind: 'file', file: 'estate.yaml', document, item: null, start: 0, end: 0 } as const;
    for (const made of toResources(parsed.value, origin)) {
      const kept = made.kind === 'resource' ? keepForNetwork(made.resource) : null;
      if (kept !== null) builder.add(kept);
    }
  }
  return builder.build({ evidence: [], unread: [], ...rest });
};

export type SnapshotRest = Partial<Pick<Snapshot, 'evidence' | 'unread'>>;

/** Documents as one text. */
export const join = (...documents: readonly string[]): string => documents.map((text) => text.trim()).join('\n---\n');
