/** The lines of findings, looked up when they are printed: in the files on disk, or in what standard input held. */

import { parseFieldPath, type FieldPath } from '../../model/field-path.ts';
import type { Origin } from '../../model/resource.ts';
import { indexFields, type FieldIndex } from '../../lang/yaml/locate-field.ts';
import type { Disk, SourceContext } from '../source.ts';
import { createLineCounter, type LineCounter } from './count-lines.ts';
import { createRetainedInput, type RetainedInput } from './retained-input.ts';

export interface SourceTexts {
  /** The place of a field, or of its nearest ancestor that is written; `null` where no text corresponds to it. */
  locate(origin: Origin, path: string): { readonly line: number; readonly column: number } | null;
  /** The same context, whose standard input is kept, since it cannot be read twice. */
  retaining(context: SourceContext): SourceContext;
}

type FileOrigin = Origin & { readonly kind: 'file' };

/** Bytes `start` to `end` of a text that was read. */
type ReadRange = (start: number, end: number) => Uint8Array;

/**
 * Findings come in the order of their files and documents: the last document's fields and the last file's lines are
 * remembered, so that ten thousand findings in order cost one pass and one parse of each document.
 */
export const createSourceTexts = (disk: Disk): SourceTexts => {
  const input = createRetainedInput();
  let document: OpenDocument | null = null;
  let lines: { readonly file: string; readonly read: ReadRange; readonly counter: LineCounter } | null = null;
  const paths = new Map<string, FieldPath>();

  const openFile = (file: string): ReadRange =>
    createWindow(
      file === '-' ? (start, end) => input.readRange(start, end) : (start, end) => disk.readRange(file, start, end),
    );

  const open = (origin: FileOrigin): OpenDocument => {
    if (lines?.file !== origin.file) {
      const read = openFile(origin.file);
      lines = { file: origin.file, read, counter: createLineCounter(read) };
    }
    const text = decoder.decode(lines.read(origin.start, origin.end));
    return {
      origin,
      line: lines.counter.lineAt(origin.start),
      index: indexFields(text),
      within: toPrefix(origin, text),
    };
  };

  /** Findings by the thousand name the same few fields. */
  const parsePath = (path: string): FieldPath => {
    const known = paths.get(path);
    if (known !== undefined) return known;
    const parsed = parseFieldPath(path) ?? [];
    if (paths.size >= mostPaths) paths.clear();
    paths.set(path, parsed);
    return parsed;
  };

  return {
    locate: (origin, path) => {
      // An empty range: what a snapshot holds of a file is the object, not its text.
      if (origin.kind !== 'file' || origin.end === 0) return null;
      try {
        if (document === null || !isSame(document.origin, origin)) document = open(origin);
      } catch {
        // The file went away or changed its permissions after it was read: the finding stands, its line is unknown.
        return null;
      }
      const { line, index, within } = document;
      const place = index?.locate([...within, ...parsePath(path)]) ?? { line: 1, column: 1 };
      return { line: line + place.line - 1, column: place.column };
    },
    retaining: (context) => ({ ...context, standardInput: retain(context.standardInput, input) }),
  };
};

const decoder = new TextDecoder();

const mostPaths = 1024;

/** As much as is read of a file at once: its documents are a hundred times smaller, and opening it costs as much as both. */
const stretch = 1024 * 1024;

/** Ranges that come in order are cut from few reads. */
const createWindow = (readRange: ReadRange): ReadRange => {
  let from = 0;
  let bytes: Uint8Array = new Uint8Array(0);
  return (start, end) => {
    if (start < from || end > from + bytes.length) {
      bytes = readRange(start, Math.max(end, start + stretch));
      from = start;
    }
    return bytes.subarray(start - from, end - from);
  };
};

interface OpenDocument {
  readonly origin: FileOrigin;
  /** The line on which the text of the origin starts. */
  readonly line: number;
  /** `null` where the text no longer parses. */
  readonly index: FieldIndex | null;
  readonly within: FieldPath;
}

const isSame = (a: FileOrigin, b: FileOrigin): boolean =>
  a.file === b.file && a.start === b.start && a.end === b.end && a.item === b.item;

/**
 * An item's bytes are a dash and what is below it, in JSON the item alone; where the List could not be taken apart
 * they are the whole document.
 */
const toPrefix = (origin: FileOrigin, text: string): FieldPath => {
  if (origin.item === null) return [];
  if (/^\s*-(?:\s|$)/.test(text)) return [0];
  return /^\s*\{/.test(text) && !/^[^[]*"items"\s*:/.test(text) ? [] : ['items', origin.item];
};

async function* retain(chunks: AsyncIterable<Uint8Array>, input: RetainedInput): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    input.append(chunk);
    yield chunk;
  }
}
