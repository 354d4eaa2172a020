/** Builds the console from its sources, as files of the package: what lies in `console/dist` may be older than they are. */

import { join } from 'node:path';

export interface ConsoleBundle {
  /** Below `console/`, with `/`; text or bytes. */
  readonly files: readonly (readonly [string, string | Uint8Array])[];
  /** Absolute paths of the modules that went in. */
  readonly modules: readonly string[];
}

export const bundleConsole = async (root: string): Promise<ConsoleBundle> => {
  const { build } = await import('vite');
  const built = await build({
    configFile: join(root, 'console/vite.config.ts'),
    logLevel: 'warn',
    build: { write: false },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) => {
    if (!('output' in each)) throw new Error('the console was watched and not built');
    return each.output;
  });
  return {
    files: outputs.map(
      (file) => [`console/${file.fileName}`, file.type === 'chunk' ? file.code : file.source] as const,
    ),
    modules: outputs.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])),
  };
};
