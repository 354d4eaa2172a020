/** Splits a stream of bytes at the `---` lines of YAML, as Kubernetes' YAMLReader does, holding no document. */

export type StreamPart =
  /** Bytes of the current document, a view into a chunk or short-lived copy; `start` is their offset in the stream. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly start: number }
  /** A separator line, which ends the document before it. */
  | { readonly kind: 'separator'; readonly bytes: Uint8Array; readonly start: number; readonly fit: boolean };

export interface DocumentSplitter {
  /** Takes the next chunk; the parts it yields join up to everything that can be told apart so far. */
  push(chunk: Uint8Array): StreamPart[];
  /** Ends the stream: what was held back. */
  end(): StreamPart[];
}

/**
 * A line that begins with `---` separates, wherever it stands; a block text cannot hold one, since its lines are
 * indented. Kubernetes refuses a stream in which anything but a comment follows on that line: such a separator is
 * not `fit`. `...` ends a document for the YAML parser, but separates nothing here, as in Kubernetes.
 */
export const createDocumentSplitter = (): DocumentSplitter => {
  let held: Uint8Array = new Uint8Array(0);
  let offset = 0;
  let atLineStart = true;
  const split = (data: Uint8Array, final: boolean): StreamPart[] => {
    const parts: StreamPart[] = [];
    const found = scan(data, { offset, atLineStart, final }, parts);
    held = data.subarray(found.from);
    offset += found.from;
    atLineStart = found.atLineStart;
    return parts;
  };
  return {
    push: (chunk) => split(held.length === 0 ? chunk : Buffer.concat([held, chunk]), false),
    end: () => split(held, true),
  };
};

interface Position {
  readonly offset: number;
  readonly atLineStart: boolean;
  readonly final: boolean;
}

/** Kubernetes reads a separator's whole line; a comment longer than this is judged by its beginning. */
const longestSeparator = 4096;

/** Appends the parts of `data`; tells from where on bytes must wait for the next chunk. */
const scan = (
  data: Uint8Array,
  at: Position,
  parts: StreamPart[],
): { readonly from: number; readonly atLineStart: boolean } => {
  const view = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  let from = 0;
  let line = at.atLineStart ? 0 : nextLine(view, 0);
  for (; line >= 0; line = nextLine(view, line)) {
    const rest = view.length - line;
    if (!startsWithDashes(view, line)) {
      if (rest < 3 && !at.final && onlyDashes(view, line)) return hold(view, at, parts, from, line);
      continue;
    }
    const newline = view.indexOf(lineFeed, line + 3);
    if (newline < 0 && !at.final && rest < longestSeparator) return hold(view, at, parts, from, line);
    const end = newline < 0 ? (at.final ? view.length : line + 3) : newline + 1;
    addBytes(view, at, parts, from, line);
    const fit = isFit(view, line + 3, newline < 0 ? view.length : newline);
    parts.push({ kind: 'separator', bytes: view.subarray(line, end), start: at.offset + line, fit });
    from = end;
    line = newline < 0 ? end : newline;
  }
  addBytes(view, at, parts, from, view.length);
  return { from: view.length, atLineStart: view.length === 0 ? at.atLineStart : view[view.length - 1] === lineFeed };
};

const hold = (
  view: Buffer,
  at: Position,
  parts: StreamPart[],
  from: number,
  line: number,
): { readonly from: number; readonly atLineStart: boolean } => {
  addBytes(view, at, parts, from, line);
  return { from: line, atLineStart: true };
};

const addBytes = (view: Buffer, at: Position, parts: StreamPart[], from: number, to: number): void => {
  if (to > from) parts.push({ kind: 'bytes', bytes: view.subarray(from, to), start: at.offset + from });
};

const [lineFeed, dash, hash] = [10, 45, 35];

/** The start of the next line that begins with a dash; -1 where there is none in these bytes. */
const nextLine = (view: Buffer, from: number): number => {
  const index = view.indexOf('\n-', from, 'latin1');
  return index < 0 ? -1 : index + 1;
};

const startsWithDashes = (view: Buffer, at: number): boolean =>
  view[at] === dash && view[at + 1] === dash && view[at + 2] === dash;

const onlyDashes = (view: Buffer, from: number): boolean => {
  for (let at = from; at < view.length; at += 1) if (view[at] !== dash) return false;
  return true;
};

const isFit = (view: Buffer, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) {
    const byte = view[at];
    if (byte === hash) return true;
    if (byte !== 32 && byte !== 9 && byte !== 13) return false;
  }
  return true;
};
