/** What an API server of an older release makes: the objects its own tests hold it to, from its published module. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../../src/lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../../src/model/json.ts';

/** Kubernetes' tests compare these files with what the code makes under the default feature gates. */
const files = [
  'cluster-roles',
  'cluster-role-bindings',
  'controller-roles',
  'controller-role-bindings',
  'namespace-roles',
  'namespace-role-bindings',
];

/** Of the newest patch of a minor version. */
export const readTestdata = (minor: number): readonly JsonObject[] => {
  const { Dir: folder } = JSON.parse(
    execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v1.${minor}`], { encoding: 'utf8' }),
  ) as { readonly Dir: string };
  return files.flatMap((file) => {
    const path = join(folder, 'plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata', `${file}.yaml`);
    const parsed = parseYaml(readFileSync(path, 'utf8'));
    if (parsed.kind === 'defect' || !isJsonObject(parsed.value)) throw new Error(`${path} is no List`);
    const { items } = parsed.value;
    if (!isJsonArray(items)) throw new Error(`${path} has no items`);
    return items.filter(isJsonObject);
  });
};
