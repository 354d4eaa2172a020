/** Reads DER: an element at a time, with definite lengths alone, never past the end of what it is part of. */

export interface Element {
  /** The identifier octet: class, constructed and number. */
  readonly tag: number;
  /** Without its header. */
  readonly body: Uint8Array;
  /** With its header. */
  readonly whole: Uint8Array;
}

/** The text is no DER, or not of the form that is looked for. Thrown and caught within this folder. */
export class DerDefect {
  /** What it was part of, as Go names it; the empty text where Go does not. */
  readonly part: string;
  constructor(part: string) {
    this.part = part;
  }
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printable: 0x13,
  t61: 0x14,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmp: 0x1e,
} as const;

export class DerReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The tag of the next element; -1 at the end. */
  get nextTag(): number {
    return this.#bytes[this.#at] ?? -1;
  }

  read(tag?: number): Element {
    const start = this.#at;
    const found = this.#byte();
    // Numbers above 30 take more octets, and no certificate has them.
    if ((found & 0x1f) === 0x1f || (tag !== undefined && tag !== found)) return fail();
    const length = this.#length();
    const from = this.#at;
    if (length > this.#bytes.length - from) return fail();
    this.#at = from + length;
    return {
      tag: found,
      body: this.#bytes.subarray(from, this.#at),
      whole: this.#bytes.subarray(start, this.#at),
    };
  }

  /** The element where it comes next; else nothing is read. */
  readOptional(tag: number): Element | undefined {
    return this.nextTag === tag ? this.read() : undefined;
  }

  readInside(tag: number = tags.sequence): DerReader {
    return new DerReader(this.read(tag).body);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    this.#at += 1;
    return byte ?? fail();
  }

  #length(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0 || count > 4) return fail();
    let length = 0;
    for (let at = 0; at < count; at += 1) length = length * 256 + this.#byte();
    return length < 0x80 || length < 2 ** (8 * (count - 1)) ? fail() : length;
  }
}

export const fail = (part = ''): never => {
  // oxlint-disable-next-line typescript/only-throw-error -- caught in this folder
  throw new DerDefect(part);
};

export const readInteger = (body: Uint8Array): bigint => {
  if (body.length === 0) return fail();
  return BigInt.asIntN(8 * body.length, BigInt(`0x${Buffer.from(body).toString('hex')}`));
};

/** Its parts as numbers. */
export const readOid = (body: Uint8Array): readonly number[] => {
  const parts: number[] = [];
  let value = 0;
  for (const byte of body) {
    value = value * 128 + (byte & 0x7f);
    if (value > 0x7fffffff) return fail();
    if (byte < 0x80) {
      if (parts.length === 0)
        parts.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
      else parts.push(value);
      value = 0;
    }
  }
  return parts.length === 0 || (body.at(-1) ?? 0) >= 0x80 ? fail() : parts;
};

/** The bits of a BIT STRING and how many there are. */
export const readBits = (body: Uint8Array): { readonly bytes: Uint8Array; readonly count: number } => {
  const unused = body[0] ?? 8;
  if (unused > 7 || (body.length === 1 && unused > 0)) return fail();
  return { bytes: body.subarray(1), count: 8 * (body.length - 1) - unused };
};

export const readText = ({ tag, body }: Element): string => {
  switch (tag) {
    case tags.bmp:
      return body.length % 2 === 0 ? Buffer.from(body).swap16().toString('utf16le') : fail();
    case tags.utf8:
      return Buffer.from(body).toString('utf8');
    default:
      return Buffer.from(body).toString('latin1');
  }
};

/** As RFC 3339 writes it. */
export const readTime = ({ tag, body }: Element): string => {
  const text = Buffer.from(body).toString('latin1');
  const [, century = '', year = '', month = '', day = '', hour = '', minute = '', second = ''] =
    (tag === tags.utcTime
      ? /^()(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/
      : /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
    ).exec(text) ?? fail();
  const first = century === '' ? (Number(year) >= 50 ? '19' : '20') : century;
  return `${first}${year}-${month}-${day}T${hour}:${minute}:${second === '' ? '00' : second}Z`;
};
