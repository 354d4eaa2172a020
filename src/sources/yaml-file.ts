/** Reads a small YAML file that describes a folder (Chart.yaml, kustomization.yaml) through the host's disk. */

import { parseYaml } from '../lang/yaml/read-yaml.ts';
import type { Json } from '../model/json.ts';
import type { Disk } from './source.ts';

export type YamlFile =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'problem'; readonly message: string };

/** Descriptions are kilobytes; this much is somebody probing. */
const mostBytes = 1 << 20;

export const readYamlFile = async (path: string, disk: Disk): Promise<YamlFile> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of disk.read(path)) {
      size += chunk.length;
      if (size > mostBytes)
        return { kind: 'problem', message: `this is larger than ${mostBytes} bytes and was not read` };
      chunks.push(chunk);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
    return {
      kind: 'problem',
      message: code === 'ENOENT' ? 'this file does not exist' : `this file cannot be read: ${code}`,
    };
  }
  const parsed = parseYaml(Buffer.concat(chunks).toString('utf8'));
  return parsed.kind === 'value' ? parsed : { kind: 'problem', message: parsed.message };
};
