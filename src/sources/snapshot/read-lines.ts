/** Cuts a stream into lines, of which one too long is passed over and never held. */

export type Line =
  /** Without what ends it. */
  | { readonly kind: 'line'; readonly bytes: Uint8Array; readonly number: number }
  | { readonly kind: 'too-long'; readonly number: number };

/** `most`: the bytes a line may have. The bytes of a line are good until the next is asked for. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Line> {
  let held: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  const take = (): Line => {
    const line: Line =
      size > most
        ? { kind: 'too-long', number }
        : { kind: 'line', bytes: withoutReturn(held.length === 1 ? (held[0] ?? none) : Buffer.concat(held)), number };
    held = [];
    size = 0;
    number += 1;
    return line;
  };
  const hold = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (size > most) held = [];
    else if (bytes.length > 0) held.push(bytes);
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      hold(chunk.subarray(from, end));
      from = end + 1;
      yield take();
    }
    hold(chunk.subarray(from));
  }
  if (size > 0) yield take();
}

const none = new Uint8Array(0);

const withoutReturn = (bytes: Uint8Array): Uint8Array => (bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes);
