/** Reads a file of facts that a person hands over, as items: its evidence, or the problem that it holds none. */

import type { Problem } from '../../../model/problem.ts';
import type { SourceContext, SourceItem } from '../../source.ts';
import { parseProviderFacts } from './parse-provider-facts.ts';

/** The longest description is that of a cluster with hundreds of node pools, a few hundred kilobytes. */
const mostBytes = 16 << 20;

export async function* readFactFile(file: string, { disk }: Pick<SourceContext, 'disk'>): AsyncGenerator<SourceItem> {
  const text = await readText(file, disk);
  if (typeof text !== 'string') {
    yield { kind: 'problem', problem: text };
    return;
  }
  const parsed = parseProviderFacts(text, file);
  if (parsed.kind === 'defect') yield { kind: 'problem', problem: toProblem(file, parsed.message) };
  else for (const evidence of parsed.evidence) yield { kind: 'evidence', evidence };
}

const readText = async (file: string, disk: SourceContext['disk']): Promise<string | Problem> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of disk.read(file)) {
      size += chunk.length;
      if (size > mostBytes) return toProblem(file, `this is larger than ${mostBytes >> 20} MB and was not read`);
      chunks.push(chunk);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
    return toProblem(file, code === 'ENOENT' ? 'this file does not exist' : `this file cannot be read: ${code}`);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const toProblem = (file: string, message: string): Problem => ({
  severity: 'error',
  message,
  span: { file, line: null, column: null },
  policy: null,
});
