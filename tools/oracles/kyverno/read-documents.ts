/** Every document of the YAML files below a folder, in the order of their names; of a List its items. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../../../src/lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../../../src/model/json.ts';

export function* readDocuments(folder: string): Generator<JsonObject> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* readDocuments(path);
    else if (/\.ya?ml$/.test(entry.name))
      for (const text of readFileSync(path, 'utf8').split(/^---.*$/m)) {
        const parsed = parseYaml(text);
        if (parsed.kind === 'defect' || !isJsonObject(parsed.value)) continue;
        const items = parsed.value['kind'] === 'List' ? parsed.value['items'] : undefined;
        if (isJsonArray(items)) yield* items.filter(isJsonObject);
        else yield parsed.value;
      }
  }
}
