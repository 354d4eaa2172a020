/** Writes a batch as files: a file for each policy, since one that cannot be read spoils its file for Kyverno. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bigAsText, type JsonObject } from '../../../src/model/json.ts';
import type { BatchFiles } from './ask-kyverno.ts';
import type { Batch } from './batch.ts';

export const writeBatch = async (folder: string, batch: Batch): Promise<BatchFiles> => {
  await mkdir(join(folder, 'policies'), { recursive: true });
  const policies = await Promise.all(
    batch.policies.map(async (policy, index) => {
      const path = join(folder, 'policies', `${String(index).padStart(5, '0')}.yaml`);
      await writeFile(path, render(policy));
      return path;
    }),
  );
  await writeFile(join(folder, 'resources.yaml'), batch.resources.map(render).join('\n---\n'));
  const optional = [
    ['exceptions.yaml', batch.exceptions],
    ['values.yaml', batch.values === null ? [] : [batch.values]],
    ['user.yaml', batch.user === null ? [] : [batch.user]],
  ] as const;
  for (const [name, documents] of optional)
    if (documents.length > 0) await writeFile(join(folder, name), documents.map(render).join('\n---\n'));
  return {
    folder,
    policies,
    hasExceptions: batch.exceptions.length > 0,
    hasValues: batch.values !== null,
    hasUser: batch.user !== null,
  };
};

const render = (document: JsonObject): string => JSON.stringify(document, bigAsText, 1);
