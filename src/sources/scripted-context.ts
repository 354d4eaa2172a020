/** A SourceContext for tests: files in memory and programs that answer from a script. */

import { normalize } from 'node:path/posix';
import { createScriptedClock } from '../kube/client/scripted-transport.ts';
import type { DiskEntry, RunOptions, RunResult, SourceContext } from './source.ts';

export interface ScriptedContext {
  /** Text by path; folders are what the paths say. */
  readonly files?: Readonly<Record<string, string>>;
  /** Answers for programs; none means that there is no such program. */
  readonly run?: (program: string, parameters: readonly string[], options: RunOptions) => RunResult | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export const createScriptedContext = ({
  files = {},
  run,
  environment = {},
  input = '',
}: ScriptedContext): SourceContext => {
  const paths = Object.keys(files);
  const text = (path: string): string => {
    const found = files[normalize(path)];
    if (found === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return found;
  };
  const isFolder = (path: string): boolean =>
    path === '.' || paths.some((one) => one.startsWith(`${normalize(path)}/`));
  return {
    disk: {
      list: async (path) => toEntries(paths, path),
      stat: async (path) =>
        isFolder(path) ? { kind: 'folder', size: 0 } : { kind: 'file', size: Buffer.byteLength(text(path)) },
      realPath: async (path) => path,
      read: async function* read(path) {
        yield Buffer.from(text(path));
      },
      readRange: (path, start, end) => Buffer.from(text(path)).subarray(start, end),
    },
    standardInput: (async function* stdin() {
      yield Buffer.from(input);
    })(),
    run: async (program, parameters, options) => run?.(program, parameters, options),
    environment,
    clock: createScriptedClock(),
    namespaces: [],
    signal: new AbortController().signal,
  };
};

const toEntries = (paths: readonly string[], folder: string): readonly DiskEntry[] => {
  const below = paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  if (below.length === 0) throw Object.assign(new Error('no such folder'), { code: 'ENOENT' });
  const names = new Map(below.map((path) => [path.split('/')[0] ?? '', path.includes('/')]));
  return [...names].map(([name, deeper]) => ({ name, kind: deeper ? 'folder' : 'file' }));
};
