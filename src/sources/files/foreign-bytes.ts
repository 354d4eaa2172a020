/** Tells text of another encoding and binary files by their first bytes. */

/** One sentence for what no reader of UTF-8 can use; `null` where the bytes may be text. */
export const findForeignBytes = (chunk: Uint8Array): string | null => {
  const [one, two] = chunk;
  if ((one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff)) return utf16;
  if (one === 0x1f && two === 0x8b) return packed;
  if (!chunk.includes(0)) return null;
  return isUtf16(chunk) ? utf16 : 'this is a binary file, no YAML or JSON: it holds NUL bytes';
};

/** Snapshots are told apart before anything is read as manifests. */
const packed =
  'this is packed with gzip and holds no snapshot of Vauban; unpack it first, `gunzip --stdout FILE | vauban scan -`';

const utf16 = 'this is UTF-16; save it as UTF-8';

/** Enough to tell by; more would cost time on a large binary file. */
const most = 1024;

/** Without a byte order mark: most letters of a manifest are ASCII, so every other byte is NUL, and its neighbour is text. */
const isUtf16 = (chunk: Uint8Array): boolean => {
  const bytes = chunk.subarray(0, Math.min(chunk.length - (chunk.length % 2), most));
  const isLetter = (byte: number | undefined): boolean =>
    byte !== undefined && (byte >= 32 || (byte >= 9 && byte <= 13));
  for (const high of [0, 1]) {
    let letters = 0;
    let strange = 0;
    for (let index = 0; index < bytes.length; index += 2) {
      if (bytes[index + high] !== 0) continue;
      if (isLetter(bytes[index + 1 - high])) letters += 1;
      else strange += 1;
    }
    if (strange === 0 && letters * 4 > bytes.length) return true;
  }
  return false;
};
