/** What standard input held, kept small: it cannot be read again when the lines of findings are looked up. */

import { deflateRawSync, inflateRawSync } from 'node:zlib';

export interface RetainedInput {
  append(bytes: Uint8Array): void;
  /** Bytes `start` to `end`; shorter where the input was not kept that far. */
  readRange(start: number, end: number): Uint8Array;
}

const blockSize = 1024 * 1024;

/** Blocks kept as they are: estates of usual size are looked up at once, and only exports pay for packing. */
const loose = 16;

/**
 * Manifests repeat themselves and pack to about a tenth; this bounds what an endless input may take (some 100 MB).
 * Findings beyond it have no line.
 */
const mostBlocks = 1024;

/** Keeps all of a stream, packed in blocks beyond the first. */
export const createRetainedInput = (): RetainedInput => {
  const blocks: { readonly bytes: Uint8Array; readonly packed: boolean }[] = [];
  let open: Uint8Array[] = [];
  let openSize = 0;
  let unpacked: { readonly block: number; readonly bytes: Uint8Array } = { block: -1, bytes: new Uint8Array(0) };

  const close = (): void => {
    const all = Buffer.concat(open);
    let from = 0;
    for (; all.length - from >= blockSize; from += blockSize) {
      const bytes = all.subarray(from, from + blockSize);
      const packed = blocks.length >= loose;
      if (blocks.length < mostBlocks)
        blocks.push({ bytes: packed ? deflateRawSync(bytes, { level: 1 }) : bytes, packed });
    }
    open = from < all.length ? [all.subarray(from)] : [];
    openSize = all.length - from;
  };

  const blockAt = (index: number): Uint8Array => {
    const block = blocks[index];
    if (block === undefined)
      return index === blocks.length && index < mostBlocks ? Buffer.concat(open) : new Uint8Array(0);
    if (!block.packed) return block.bytes;
    if (unpacked.block !== index) unpacked = { block: index, bytes: inflateRawSync(block.bytes) };
    return unpacked.bytes;
  };

  return {
    append: (bytes) => {
      open.push(bytes);
      openSize += bytes.length;
      if (openSize >= blockSize) close();
    },
    readRange: (start, end) => {
      const pieces: Uint8Array[] = [];
      for (let index = Math.floor(start / blockSize); index * blockSize < end; index += 1) {
        const from = index * blockSize;
        const block = blockAt(index);
        if (block.length === 0) break;
        pieces.push(block.subarray(Math.max(0, start - from), Math.min(block.length, end - from)));
      }
      return Buffer.concat(pieces);
    },
  };
};
