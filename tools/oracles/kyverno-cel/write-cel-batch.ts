/** Writes a batch as files: a file for each policy, since one that cannot be read spoils its file for Kyverno. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bigAsText, type JsonObject } from '../../../src/model/json.ts';
import type { CelBatch } from './cel-batch.ts';

export const writeCelBatch = async (folder: string, batch: CelBatch): Promise<void> => {
  const parts: readonly (readonly [string, readonly JsonObject[]])[] = [
    ['resources.yaml', batch.resources],
    ['exceptions.yaml', batch.exceptions],
    ['values.yaml', batch.values === null ? [] : [batch.values]],
    ['user.yaml', batch.user === null ? [] : [batch.user]],
    ['context.yaml', batch.context === null ? [] : [batch.context]],
  ];
  await mkdir(join(folder, 'policies'), { recursive: true });
  for (const [index, policy] of batch.policies.entries())
    await writeFile(join(folder, 'policies', `${String(index).padStart(5, '0')}.yaml`), render(policy));
  for (const [name, documents] of parts)
    if (documents.length > 0) await writeFile(join(folder, name), documents.map(render).join('\n---\n'));
};

const render = (document: JsonObject): string => JSON.stringify(document, bigAsText, 1);
