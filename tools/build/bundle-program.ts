/** Bundles the command line with everything it needs, so that an install fetches one package and runs no script. */

import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

export interface Bundle {
  /** File name to text. */
  readonly files: readonly (readonly [string, string])[];
  /** Absolute paths of the modules that went in. */
  readonly modules: readonly string[];
}

/**
 * One chunk for each lazy import: in a single file the imports of `node:http` would move to the top, and a scan of files
 * would take 80 ms longer. Not minified: it starts no faster, and whoever installs a security tool should be able to read it.
 */
export const bundleProgram = async (root: string): Promise<Bundle> => {
  const bundle = await rolldown({
    cwd: root,
    input: { vauban: join(root, 'src/hosts/cli/main.ts') },
    platform: 'node',
  });
  const { output } = await bundle.generate({
    format: 'esm',
    entryFileNames: '[name].mjs',
    // Without a hash: a chunk's name then changes only when the program's shape does, and a diff of two releases is readable.
    chunkFileNames: 'chunks/[name].mjs',
  });
  await bundle.close();
  const chunks = output.map((file) => {
    if (file.type !== 'chunk') throw new Error(`the bundle holds ${file.fileName}, which is no code`);
    return file;
  });
  const own = new Set(chunks.map(({ fileName }) => fileName));
  for (const { fileName, imports, dynamicImports } of chunks) {
    const missing = [...imports, ...dynamicImports].find((name) => !own.has(name) && !isBuiltin(name));
    if (missing !== undefined) throw new Error(`${fileName} imports ${missing}, which is not in the package`);
  }
  return {
    files: chunks.map(({ fileName, code }) => [fileName, code] as const),
    modules: chunks.flatMap(({ moduleIds }) => moduleIds),
  };
};
