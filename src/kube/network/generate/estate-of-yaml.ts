/** A snapshot of YAML text, for tests of generating: of every document what generating keeps. */

import { parseYaml } from '../../../lang/yaml/read-yaml.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { toResources } from '../../schema/to-resource.ts';
import { createSnapshotBuilder } from '../../snapshot/build-snapshot.ts';
import { keepForGenerate } from './generate-kinds.ts';

export const toEstate = (text: string, kind: Snapshot['kind'] = 'manifests'): Snapshot => {
  const builder = createSnapshotBuilder(kind);
  for (const resource of toTestResources(text, kind)) {
    const kept = keepForGenerate(resource);
    if (kept !== null) builder.add(kept);
  }
  return builder.build({ evidence: [], unread: [] });
};

export const toTestResources = (text: string, kind: Snapshot['kind'] = 'manifests'): readonly Resource[] =>
  text.split(/^---$/m).flatMap((document, number) => {
    const parsed = parseYaml(document);
    if (parsed.kind === 'defect') throw new Error(`the test's own YAML is wrong: ${parsed.message}`);
    const origin =
      kind === 'cluster'
        ? ({ kind: 'cluster', cluster: 'test', uid: `uid-${number}` } as const)
        : ({ kind: 'file', file: 'estate.yaml', document: number, item: null, start: 0, end: 0 } as const);
    return [...toResources(parsed.value, origin)].flatMap((made) => (made.kind === 'resource' ? [made.resource] : []));
  });
