/** The bytes of a stream that are still needed, by their offset in the stream, and the line numbers of what passed. */

export interface ByteStore {
  /** The offset of the first byte held, and of the byte after the last. */
  readonly start: number;
  readonly end: number;
  append(bytes: Uint8Array): void;
  /** Bytes `from` to `to`, both within what is held; a view where they lie in one chunk. */
  slice(from: number, to: number): Uint8Array;
  /** Lets go of everything before an offset. */
  dropUntil(offset: number): void;
  /** The line, from 1, on which a held offset stands. */
  lineAt(offset: number): number;
}

export const createByteStore = (): ByteStore => {
  let chunks: Uint8Array[] = [];
  let start = 0;
  let end = 0;
  let line = 1;

  const slice = (from: number, to: number): Uint8Array => {
    const pieces: Uint8Array[] = [];
    let at = start;
    for (const chunk of chunks) {
      if (at >= to) break;
      if (at + chunk.length > from)
        pieces.push(chunk.subarray(Math.max(0, from - at), Math.min(chunk.length, to - at)));
      at += chunk.length;
    }
    return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
  };

  const dropUntil = (offset: number): void => {
    let dropped = 0;
    for (const chunk of chunks) {
      if (start + chunk.length > offset) break;
      line += countLines(chunk, 0, chunk.length);
      start += chunk.length;
      dropped += 1;
    }
    chunks = chunks.slice(dropped);
    const [first] = chunks;
    if (first === undefined || offset <= start) return;
    line += countLines(first, 0, offset - start);
    chunks[0] = first.subarray(offset - start);
    start = offset;
  };

  return {
    get start() {
      return start;
    },
    get end() {
      return end;
    },
    append: (bytes) => {
      chunks.push(bytes);
      end += bytes.length;
    },
    slice,
    dropUntil,
    lineAt: (offset) => {
      let at = start;
      let found = line;
      for (const chunk of chunks) {
        if (at >= offset) break;
        found += countLines(chunk, 0, Math.min(chunk.length, offset - at));
        at += chunk.length;
      }
      return found;
    },
  };
};

const countLines = (bytes: Uint8Array, from: number, to: number): number => {
  let lines = 0;
  for (let index = from; index < to; index += 1) if (bytes[index] === 10) lines += 1;
  return lines;
};
