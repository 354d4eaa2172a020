/** Checks generated policies as they will be read: the text of the files, parsed again, added to the estate. */

import { checkPolicies, type CutFlow } from '../../../kube/network/generate/check-policies.ts';
import type { Generation } from '../../../kube/network/generate/generate-policies.ts';
import { toResources } from '../../../kube/schema/to-resource.ts';
import { parseYaml } from '../../../lang/yaml/read-yaml.ts';
import type { Resource } from '../../../model/resource.ts';

export type { CutFlow };

export const checkWritten = (
  { without, flows, covered }: Generation,
  files: readonly { readonly name: string; readonly text: string }[],
): readonly CutFlow[] =>
  checkPolicies(
    without,
    files.filter(({ name }) => name.endsWith('.yaml')).flatMap(({ name, text }) => readBack(name, text)),
    flows.filter((flow) => !covered.has(flow)),
  );

const readBack = (file: string, text: string): readonly Resource[] =>
  text.split(/^---$/m).flatMap((document, number) => {
    const parsed = parseYaml(document);
    if (parsed.kind === 'defect') throw new Error(`${file}: the generated YAML cannot be read: ${parsed.message}`);
    const origin = { kind: 'file', file, document: number, item: null, start: 0, end: 0 } as const;
    return [...toResources(parsed.value, origin)].flatMap((made) => {
      if (made.kind !== 'resource') throw new Error(`${file}: a generated document is no object`);
      return [made.resource];
    });
  });
