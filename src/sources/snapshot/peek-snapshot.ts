/** Tells whether a path is a snapshot by what is in it, and what its first line says, without reading the rest. */

import { beginsAsSnapshot } from '../begins-as-snapshot.ts';
import type { Disk } from '../source.ts';
import { inflateStart, isGzip } from './inflate.ts';
import { parseHeader, type HeaderResult } from './snapshot-format.ts';

/** Bytes of the file: enough for the first line, packed or not, whatever kinds it names. */
const enough = 64 << 10;
/** Of any other file as little as tells it apart: a hook may name thousands. */
const glance = 512;

/** `null` for whatever is no snapshot: a folder, a pipe, a manifest, nothing at all. Asks the disk without opening a pipe. */
export const peekSnapshot = async (path: string, disk: Disk): Promise<HeaderResult | null> => {
  if (path === '-' || path === '') return null;
  try {
    const { kind, size } = await disk.stat(path);
    if (kind !== 'file') return null;
    const first = disk.readRange(path, 0, Math.min(size, glance));
    if (!isGzip(first) && !beginsAsSnapshot(decode(first))) return null;
    const bytes = disk.readRange(path, 0, Math.min(size, enough));
    const text = decode(isGzip(bytes) ? inflateStart(bytes) : bytes);
    if (!beginsAsSnapshot(text)) return null;
    const [line = ''] = text.split('\n', 1);
    return parseHeader(line.replace(/\r$/, ''));
  } catch {
    // Whoever reads it says why it cannot be read.
    return null;
  }
};

const decode = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
