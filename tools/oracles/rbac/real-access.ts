/** The Roles and bindings of real manifests, a set for each folder: the example estate, and what else is at hand. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { toResources } from '../../../src/kube/schema/to-resource.ts';
import { parseYaml } from '../../../src/lang/yaml/read-yaml.ts';
import { objectAt, textAt } from '../../../src/model/read-object.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { toGroup } from '../../../src/model/resource.ts';
import type { AccessSet } from './compare-access.ts';

const root = join(import.meta.dirname, '../../..');

/** What of these folders is there; the example estate always is. */
export const readRealAccess = (): readonly AccessSet[] => {
  const real = process.env['VAUBAN_REAL'] ?? join(root, '../shared/real');
  const folders = [
    join(root, 'examples/estate/week-0'),
    join(root, 'examples/estate/week-12'),
    join(root, 'examples/guide'),
    ...(existsSync(real) ? readdirSync(real).map((name) => join(real, name)) : []),
  ];
  return folders.map(toSet).filter(({ objects }) => objects.length > 0);
};

const toSet = (folder: string): AccessSet => {
  const objects = new Map<string, JsonObject>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.ya?ml$/.test(file)) continue;
    for (const object of readObjects(readFileSync(join(folder, file), 'utf8'))) {
      const words = [['kind'], ['metadata', 'namespace'], ['metadata', 'name']].map((path) => textAt(object, ...path));
      objects.set(words.join('/'), object);
    }
  }
  const all = [...objects.values()];
  const namespaces = new Set(all.flatMap((object) => toTexts(objectAt(object, 'metadata')['namespace'])));
  return { name: basename(folder), namespaces: [...namespaces], objects: all };
};

const readObjects = (text: string): readonly JsonObject[] =>
  text.split(/^---.*$/m).flatMap((document) => {
    const parsed = parseYaml(document);
    if (parsed.kind === 'defect' || parsed.value === undefined) return [];
    const origin = { kind: 'file', file: 'rbac.yaml', document: 0, item: null, start: 0, end: 0 } as const;
    return [...toResources(parsed.value, origin)].flatMap((made) => {
      if (made.kind !== 'resource') return [];
      const { ref, object } = made.resource;
      if (toGroup(ref.apiVersion) !== 'rbac.authorization.k8s.io') return [];
      const namespace = ref.namespace === '' ? 'default' : ref.namespace;
      return [
        { ...object, metadata: { ...objectAt(object, 'metadata'), ...(namespace === null ? {} : { namespace }) } },
      ];
    });
  });

const toTexts = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : []);
