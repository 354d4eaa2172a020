/** Unpacks gzip as it streams in, and bounds what a small file may become. */

import { Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** What stopped the unpacking, in words for a person; everything before it was given. */
export class BrokenGzip extends Error {
  override readonly name = 'BrokenGzip';
}

/**
 * Objects of a cluster repeat themselves, and pack to a tenth or, where thousands of Pods are of one template, to a fiftieth;
 * a bomb packs to a thousandth. The first megabytes are free, since a short file may be one such Deployment.
 */
export const mostRatio = 250;
const free = 64 << 20;

/** Throws BrokenGzip, or what reading the chunks throws. */
export async function* inflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  let taken = 0;
  let given = 0;
  let failure: unknown;
  const source = Readable.from(counted(chunks, (size) => (taken += size)));
  source.once('error', (error) => {
    failure = error;
    gunzip.destroy(error);
  });
  source.pipe(gunzip);
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      given += chunk.length;
      if (given > free && given > taken * mostRatio) throw new BrokenGzip(tooDense);
      yield chunk;
    }
  } catch (error) {
    throw failure ?? (error instanceof BrokenGzip ? error : new BrokenGzip(explain(error)));
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, count: (size: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

const tooDense = `what is packed in it is more than ${mostRatio} times its size, which no snapshot is, and was not read further`;

const explain = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'Z_BUF_ERROR'
    ? 'it is cut off: the rest of the file is missing'
    : 'it is damaged: what is packed in it cannot be unpacked';
};

/** As much as the first bytes of a packed file hold; empty where they hold nothing readable. */
export const inflateStart = (bytes: Uint8Array): Uint8Array => {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 32 << 20 });
  } catch {
    return new Uint8Array(0);
  }
};
