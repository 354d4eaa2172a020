/** Reads a snapshot line by line as what it was taken of; one that is not whole says so of every kind it may have held. */

import { toGroup, type Resource } from '../../model/resource.ts';
import { describeFailure } from '../describe-failure.ts';
import { defaultKinds, withWanted, type ListedKind } from '../listed-kinds.ts';
import type { SourceContext, SourceItem, WantedKind } from '../source.ts';
import { BrokenGzip, inflate, isGzip } from './inflate.ts';
import { parseLine, toEvidence, toItem, toProblem, toUnread } from './parse-item.ts';
import { readLines, type Line } from './read-lines.ts';
import { longestLine, parseEnd, parseHeader, partMarks, type SnapshotHeader } from './snapshot-format.ts';

export async function* readSnapshot(path: string, context: SourceContext): AsyncGenerator<SourceItem> {
  const lines = readLines(unpack(context.disk.read(path)), longestLine);
  try {
    const first = await lines.next();
    const read = first.done === true ? null : first.value;
    const text = read?.kind === 'line' ? decode(read.bytes) : null;
    const parsed = parseHeader(text ?? '');
    if (parsed.kind === 'defect') {
      yield* toNothing(path, parsed.message);
      return;
    }
    const reading = toReading(path, parsed.header, context);
    yield* tellOfHeader(reading, context);
    yield* readParts(reading, lines, context);
    yield* tellMissing(reading);
  } catch (error) {
    // The first line itself could not be read.
    yield* toNothing(path, explainFailure(error));
  }
}

async function* unpack(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array(0);
  // Two bytes tell, and a stream may come byte by byte.
  while (start.length < 2) {
    const next = await iterator.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  const all = (async function* again() {
    if (start.length > 0) yield start;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
  yield* isGzip(start) ? inflate(all) : all;
}

/** What the disk or the packing says; anything else is a bug, and goes on as one. */
const explainFailure = (error: unknown): string => {
  if (error instanceof BrokenGzip) return error.message;
  if (error instanceof Error && 'code' in error) return describeFailure(error);
  throw error;
};

interface Reading {
  readonly path: string;
  readonly header: SnapshotHeader;
  /** Whether somebody asked for objects of that kind; of manifests everything is read. */
  readonly wants: (group: string, kind: string) => boolean;
  /** The namespaces asked for; empty for all. */
  readonly namespaces: ReadonlySet<string>;
  /** Where the text of a line says no, it is passed over. */
  readonly looksAt: (text: Uint8Array) => boolean;
  /** Items met, whether or not anybody wanted them, and those of them that made no sense. */
  objects: number;
  damaged: number;
  /** The first thing that is wrong with the file. */
  fault: { readonly message: string; readonly line: number | null } | null;
}

const toReading = (path: string, header: SnapshotHeader, context: SourceContext): Reading => {
  const { wants } = context;
  return {
    path,
    header,
    wants: toKindFilter(header, context),
    namespaces: new Set(header.of === 'cluster' ? context.namespaces : []),
    looksAt: wants === undefined ? () => true : (bytes) => wants(Buffer.from(bytes).toString('latin1')),
    objects: 0,
    damaged: 0,
    fault: null,
  };
};

/** The same kinds as the live cluster would be asked for, so that the same is judged. */
const toKindFilter = ({ of }: SnapshotHeader, context: SourceContext): Reading['wants'] => {
  if (of === 'manifests' || context.kinds === undefined) return () => true;
  const listed = listKinds(context);
  const wanted = new Set(listed.flatMap(({ kind, groups }) => groups.map((group) => `${group}/${kind}`)));
  return (group, kind) => wanted.has(`${group}/${kind}`) || wanted.has(`${group}/*`);
};

const listKinds = ({ kinds = [], kindsAlone = false, namespaces }: SourceContext): readonly ListedKind[] =>
  withWanted(kindsAlone ? [] : defaultKinds, { kinds, namespaces });

function* tellOfHeader(reading: Reading, context: SourceContext): Generator<SourceItem> {
  const { path, header } = reading;
  const { takenAt, of, cluster } = header;
  const days = Math.floor((context.clock.now() - Date.parse(takenAt)) / 86_400_000);
  if (days > freshDays) {
    const message = `this snapshot was taken ${days} days ago, on ${new Date(takenAt).toISOString().slice(0, 10)}: what has changed since is not in it`;
    yield toProblemItem(path, 'warning', message, null);
  }
  if (of !== 'cluster' || context.kinds === undefined) return;
  const known = new Set(header.kinds.map(toKey));
  for (const { kind, groups } of listKinds(context)) {
    if (groups.some((group) => known.has(`${group}/${kind}`) || known.has(`${group}/*`))) continue;
    const [group = ''] = groups;
    const unread = { kind, group, cluster, namespace: null, reason: takenWithout, grant: null };
    yield { kind: 'unread', unread };
  }
}

/** What is of this week is as of today for whoever looks at it. */
const freshDays = 7;

const takenWithout =
  'the snapshot was taken without objects of this kind; ask the live cluster, or take it anew with this version of Vauban and the same policies';

const toKey = ({ group, kind }: WantedKind): string => `${group}/${kind}`;

/** Reads to the end or to where nothing makes sense any more; what is wrong is remembered and told by `tellMissing`. */
async function* readParts(
  reading: Reading,
  lines: AsyncIterable<Line>,
  { signal }: SourceContext,
): AsyncGenerator<SourceItem> {
  let part = 0;
  let isOver = false;
  let last = 1;
  try {
    for await (const line of lines) {
      if (signal.aborted) return;
      last = line.number;
      const text = line.kind === 'line' ? toText(line.bytes, part, reading) : null;
      if (text === '' && line.kind === 'line' && line.bytes.length > 0) continue;
      if (isOver) {
        if (text === null || text.trim() !== '') fault(reading, 'something follows its end', line.number);
        return;
      }
      if (text !== null && text === partMarks[part]) part += 1;
      else if (text !== null && part === partMarks.length && parseEnd(text) !== null) {
        isOver = true;
        checkCount(reading, parseEnd(text) ?? 0, line.number);
      } else yield* readLine(reading, part, text, line.number);
    }
  } catch (error) {
    fault(reading, explainFailure(error), null);
    return;
  }
  if (isOver) return;
  // Where it was cut within a line, that line made no sense either.
  if (reading.fault?.line === last) reading.fault = null;
  fault(reading, 'it is cut off: its last line is missing', null);
}

/** The line; `null` where it is not UTF-8, the empty text for an object nobody looks at. */
const toText = (bytes: Uint8Array, part: number, reading: Reading): string | null => {
  // `{"` begins what is listed, and nothing else; what ends a part must always be seen.
  if (bytes[0] === 123 && !reading.looksAt(bytes)) {
    if (part === 0) reading.objects += 1;
    return '';
  }
  return decode(bytes);
};

function* readLine(reading: Reading, part: number, text: string | null, number: number): Generator<SourceItem> {
  const { header } = reading;
  const value = text === null ? null : parseLine(text);
  switch (part) {
    case 0: {
      reading.objects += 1;
      const resource = value === null ? null : toItem(value, header);
      if (resource === null) return damage(reading, number);
      if (isWanted(reading, resource)) yield { kind: 'resource', resource };
      if (reading.objects % 500 === 0) yield { kind: 'progress', done: reading.objects, total: null, unit: 'objects' };
      return;
    }
    case 1: {
      const evidence = value === null ? null : toEvidence(value);
      if (evidence === null) return damage(reading, number);
      // Who asks for some namespaces does not ask about the cluster.
      if (reading.namespaces.size === 0) yield { kind: 'evidence', evidence };
      return;
    }
    case 2: {
      const unread = value === null ? null : toUnread(value, header);
      if (unread === null) return damage(reading, number);
      const { group, kind, namespace } = unread;
      const isAsked = reading.namespaces.size === 0 || namespace === null || reading.namespaces.has(namespace);
      if (group === null || (isAsked && reading.wants(group, kind))) yield { kind: 'unread', unread };
      return;
    }
    default: {
      const problem = value === null ? null : toProblem(value);
      if (problem === null) return damage(reading, number);
      yield { kind: 'problem', problem };
    }
  }
}

/** Namespaces are all given, as a live cluster gives them to whoever mistook a name. */
const isWanted = ({ wants, namespaces }: Reading, { ref }: Resource): boolean =>
  wants(toGroup(ref.apiVersion), ref.kind) &&
  (namespaces.size === 0 ||
    (ref.namespace === null ? ref.kind === 'Namespace' && ref.apiVersion === 'v1' : namespaces.has(ref.namespace)));

const damage = (reading: Reading, line: number): undefined => {
  reading.damaged += 1;
  fault(reading, 'what stands on this line is not what a snapshot holds there, or is larger than 3 MB', line);
};

const fault = (reading: Reading, message: string, line: number | null): void => {
  reading.fault ??= { message, line };
};

const checkCount = (reading: Reading, said: number, line: number): void => {
  const { objects } = reading;
  if (said !== objects) fault(reading, `it says that it holds ${said} objects, and ${objects} are in it`, line);
};

/** Of a snapshot that is not whole, any kind may have objects that nobody saw. */
function* tellMissing(reading: Reading): Generator<SourceItem> {
  const { path, header, damaged, fault: found } = reading;
  if (found === null) return;
  const more = damaged > 1 ? `; ${damaged} lines are like that` : '';
  const message = `this snapshot is not whole: ${found.message}${more}; copy it again, or take it anew with \`vauban snapshot\``;
  yield toProblemItem(path, 'error', message, found.line);
  yield toUnreadPath(path, message);
  for (const { group, kind } of header.kinds) {
    if (!reading.wants(group, kind)) continue;
    const reason = 'the snapshot is not whole, so that some may be missing';
    yield { kind: 'unread', unread: { kind, group, cluster: header.cluster, namespace: null, reason, grant: null } };
  }
}

function* toNothing(path: string, message: string): Generator<SourceItem> {
  yield toProblemItem(path, 'error', message, null);
  yield toUnreadPath(path, message);
}

const toUnreadPath = (path: string, reason: string): SourceItem => ({
  kind: 'unread',
  unread: { kind: path, group: null, cluster: null, namespace: null, reason, grant: null },
});

const toProblemItem = (
  file: string,
  severity: 'error' | 'warning',
  message: string,
  line: number | null,
): SourceItem => ({
  kind: 'problem',
  problem: { severity, message, span: { file, line, column: null }, policy: null },
});

const strict = new TextDecoder('utf-8', { fatal: true });

const decode = (bytes: Uint8Array): string | null => {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
};
