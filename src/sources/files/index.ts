/** The files source: a file, a folder or standard input, read document by document. */

import type { Source, SourceContext, SourceItem } from '../source.ts';
import { describeFailure } from '../describe-failure.ts';
import { readStream } from './read-stream.ts';
import { walk, type Found } from './walk.ts';

export const filesSource: Source = {
  id: 'files',
  target: 'path',
  read: readTarget,
};

async function* readTarget(target: string, context: SourceContext): AsyncGenerator<SourceItem> {
  if (target === '') {
    const message = 'the path is empty; name a file or a folder, or `-` for standard input';
    yield { kind: 'problem', problem: { severity: 'error', message, span: null, policy: null } };
    return;
  }
  let hasFiles = false;
  /** Nothing named is passed over without a word: where neither an object came nor a problem, the reason is told. */
  let isTold = false;
  let others = 0;
  const batches = readAll(target, context, () => {
    hasFiles = true;
  });
  for await (const items of batches) {
    for (const item of items) {
      if (item.kind === 'other-document') others += 1;
      else if (item.kind !== 'progress') isTold = true;
      yield item;
    }
  }
  if (!isTold && context.wants === undefined) yield toProblem(target, 'warning', whyNothing(target, others, hasFiles));
}

/** Between the files and who asked for them there are several hands: items go through them a few at a time. */
type Items = AsyncGenerator<readonly SourceItem[]>;

async function* readAll(target: string, context: SourceContext, begin: () => void): Items {
  if (target === '-') {
    yield* readOne('-', true, context, createProgress(null), context.standardInput);
    return;
  }
  const progress = createProgress(null);
  for await (const found of walk(target, context.disk)) {
    if (context.signal.aborted) return;
    if (found.kind === 'file') begin();
    yield* readFound(found, context, progress);
  }
}

const whyNothing = (target: string, others: number, hasFiles: boolean): string => {
  const what = target === '-' ? 'standard input' : 'this';
  if (others > 0) return `${what} holds no Kubernetes object: one has an apiVersion and a kind`;
  if (target === '-') return `${what} holds no object; did the program before the pipe fail?`;
  return hasFiles
    ? `${what} holds no object: it is empty, or holds only comments or an empty List`
    : 'there is no YAML or JSON file in this folder';
};

async function* readFound(found: Found, context: SourceContext, progress: Progress): Items {
  switch (found.kind) {
    case 'file':
      return yield* readOne(found.path, found.named, context, progress, context.disk.read(found.path));
    case 'folder':
      return yield [{ kind: 'folder', folder: found.path, renderer: found.renderer }];
    case 'outside':
      return yield toUnread(found.path, 'this link leads out of the folder and was not followed');
    case 'special':
      return yield toUnread(found.path, 'this is neither a file nor a folder; pipe what it holds into `vauban scan -`');
    case 'unreadable':
      return yield toUnread(found.path, describeFailure(found.error));
    default:
      return undefined;
  }
}

/** Reads one stream to its end or to its failure; never throws for what the disk says. */
async function* readOne(
  file: string,
  named: boolean,
  context: SourceContext,
  progress: Progress,
  chunks: AsyncIterable<Uint8Array>,
): Items {
  const { wants } = context;
  const batches = readStream(progress.counting(untilAborted(chunks, context.signal)), {
    file,
    named,
    ...(wants === undefined ? {} : { wants }),
  });
  try {
    for await (const items of batches) {
      yield items;
      yield progress.due();
    }
    yield progress.due();
  } catch (error) {
    yield toUnread(file, describeFailure(error));
  }
}

async function* untilAborted(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (signal.aborted) return;
    yield chunk;
  }
}

const toUnread = (path: string, why: string): readonly SourceItem[] => [
  toProblem(path, 'error', why),
  {
    kind: 'unread',
    unread: { kind: path, group: null, namespace: null, cluster: null, reason: why, grant: null },
  },
];

const toProblem = (file: string, severity: 'error' | 'warning', message: string): SourceItem => ({
  kind: 'problem',
  problem: { severity, message, span: { file, line: null, column: null }, policy: null },
});

interface Progress {
  counting(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  due(): readonly SourceItem[];
}

/** Seldom enough to cost nothing, often enough that a progress line moves several times a second. */
const progressStep = 4 * 1024 * 1024;

const none: readonly SourceItem[] = [];

const createProgress = (total: number | null): Progress => {
  let done = 0;
  let told = 0;
  return {
    counting: async function* counting(chunks) {
      for await (const chunk of chunks) {
        done += chunk.length;
        yield chunk;
      }
    },
    due: () => {
      if (done - told < progressStep) return none;
      told = done;
      return [{ kind: 'progress', done, total, unit: 'bytes' }];
    },
  };
};
