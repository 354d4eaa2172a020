/** Cuts a stream into documents, and a document too large for one into the items of its List, in flat memory. */

import { createDocumentSplitter, type StreamPart } from '../../lang/yaml/split-documents.ts';
import { createByteStore, type ByteStore } from './byte-store.ts';
import type { ListMark, ListScanner } from './list-marks.ts';
import { createJsonScanner } from './scan-json-list.ts';
import { createYamlScanner } from './scan-yaml-list.ts';

/**
 * The most one object may take: twice the 1.5 MiB etcd accepts for a request by default, since YAML with its
 * indentation is larger than what is stored. No cluster can hold an object that needs more, so nothing is lost by
 * refusing it, and an attacker's endless document never fills the memory.
 */
export const largestObject = 3 * 1024 * 1024;

/** A stretch of the stream: one document, one item of a List, or what was refused. */
export type Piece = {
  /** The document's number in the stream, from 0. */
  readonly document: number;
  readonly start: number;
  readonly end: number;
  /** The line, from 1, on which it starts. */
  readonly line: number;
} & (
  | { readonly kind: 'document'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'item';
      readonly item: number;
      readonly bytes: Uint8Array;
      /** The document without its items as far as it was read: what the items may inherit from. */
      readonly header: Uint8Array;
      readonly format: ListFormat;
    }
  /** The List is over; its `header` is now all of the document but its items, or its beginning where it is too large. */
  | {
      readonly kind: 'list-end';
      readonly header: Uint8Array;
      readonly format: ListFormat;
      readonly isTooLarge: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly item: number | null;
      readonly reason: 'too-large' | 'separator';
      /** False only for a document that nowhere says `apiVersion`. */
      readonly isForKubernetes: boolean;
    }
);

export type ListFormat = 'json' | 'yaml';

export interface DocumentCutter {
  push(chunk: Uint8Array): Piece[];
  end(): Piece[];
}

/** `most`: the bytes one document or item may have; only tests give another. */
export const createDocumentCutter = (most: number = largestObject): DocumentCutter => {
  const splitter = createDocumentSplitter();
  const store = createByteStore();
  const cut: Cut = { store, most, documents: 0, pieces: [], current: newDocument(0) };
  const take = (parts: readonly StreamPart[]): Piece[] => {
    for (const part of parts) {
      store.append(part.bytes);
      if (part.kind === 'bytes') grow(cut, part.bytes);
      else separate(cut, part.start, part.bytes, part.fit);
    }
    const { pieces } = cut;
    cut.pieces = [];
    return pieces;
  };
  return {
    push: (chunk) => take(splitter.push(chunk)),
    end: () => {
      const pieces = take(splitter.end());
      finish(cut, store.end);
      return [...pieces, ...cut.pieces];
    },
  };
};

interface Cut {
  readonly store: ByteStore;
  readonly most: number;
  documents: number;
  pieces: Piece[];
  current: Document;
}

/** What is known of the document being read. */
interface Document {
  start: number;
  /**
   * `blank`: nothing but white space yet. `whole`: held to be given whole. `list`: too large for that, its items are
   * given one by one. `refused`: its end is awaited.
   */
  place: 'blank' | 'whole' | 'list' | 'refused';
  scanner: ListScanner | null;
  format: ListFormat;
  /** Marks found while it may still be given whole; applied once it is opened as a List. */
  pending: ListMark[];
  header: Uint8Array;
  /** From where on held bytes belong to the header; `null` between the items. */
  headerFrom: number | null;
  item: number;
  itemStart: number | null;
  itemRefused: boolean;
  /** A document refused before it said whether it is for Kubernetes: what remains of it is looked at for that alone. */
  refusal: Refusal | null;
}

interface Refusal {
  readonly piece: Piece & { readonly kind: 'refused' };
  /** The last bytes looked at: the word may lie across the border of two chunks. */
  readonly tail: Uint8Array;
}

const newDocument = (start: number): Document => ({
  start,
  place: 'blank',
  scanner: null,
  format: 'yaml',
  pending: [],
  header: new Uint8Array(0),
  headerFrom: start,
  item: 0,
  itemStart: null,
  itemRefused: false,
  refusal: null,
});

const grow = (cut: Cut, bytes: Uint8Array): void => {
  const { current, store } = cut;
  lookOn(cut, bytes);
  if (current.place === 'blank') begin(cut);
  else if (current.scanner !== null) follow(cut, current.scanner.push(bytes));
  else if (current.place === 'whole' && store.end - current.start > cut.most) {
    current.scanner = createYamlScanner(current.start);
    follow(cut, current.scanner.push(store.slice(current.start, store.end)));
  }
  const { place } = cut.current;
  if (place === 'refused') store.dropUntil(store.end);
};

/** The first byte that is no white space tells JSON from YAML. JSON is always scanned: its values may follow each other. */
const begin = (cut: Cut): void => {
  const { current, store } = cut;
  const held = store.slice(current.start, store.end);
  const first = firstVisible(held);
  if (first < 0) {
    if (held.length > cut.most) {
      store.dropUntil(store.end);
      current.start = store.end;
    }
    return;
  }
  current.place = 'whole';
  if (held[first] === 123 || held[first] === 91) {
    current.format = 'json';
    current.scanner = createJsonScanner(current.start);
    follow(cut, current.scanner.push(held));
  } else if (held.length > cut.most) {
    current.scanner = createYamlScanner(current.start);
    follow(cut, current.scanner.push(held));
  }
};

const follow = (cut: Cut, marks: readonly ListMark[]): void => {
  for (const mark of marks) {
    const { current } = cut;
    if (mark.kind === 'value-start') startValue(cut, mark.at);
    else if (mark.kind === 'value-end') endValue(cut, mark.at);
    else if (mark.kind === 'stray') return endValues(cut, mark.at);
    else if (current.place === 'list') apply(cut, mark);
    else if (current.place === 'whole') current.pending.push(mark);
  }
  bound(cut);
};

const startValue = (cut: Cut, at: number): void => {
  cut.current.start = at;
  cut.current.headerFrom = at;
  cut.store.dropUntil(at);
};

/** The next value is a document of its own, scanned on. */
const endValue = (cut: Cut, at: number): void => {
  const { scanner, format } = cut.current;
  endDocument(cut, at);
  cut.current = { ...newDocument(at), place: 'whole', scanner, format };
};

/** What follows a JSON value and is no JSON is left to the YAML reader, to the document's end. */
const endValues = (cut: Cut, at: number): void => {
  cut.current = { ...newDocument(at), place: 'whole' };
  bound(cut);
};

const apply = (cut: Cut, mark: ListMark): void => {
  const { current } = cut;
  switch (mark.kind) {
    case 'items-open':
      extendHeader(cut, mark.at);
      current.headerFrom = null;
      return;
    case 'items-close':
      current.headerFrom = mark.at;
      return;
    case 'item-start':
      current.itemStart = mark.at;
      cut.store.dropUntil(mark.at);
      return;
    case 'item-end':
      endItem(cut, mark.at);
      return;
    default:
  }
};

/** Keeps what is held within bounds: opens a document that grew too large as a List, or refuses it. */
const bound = (cut: Cut): void => {
  const { current, store, most } = cut;
  const reached = current.scanner?.reached ?? store.end;
  if (current.place === 'whole' && reached - current.start > most) openOrRefuse(cut);
  if (current.place !== 'list') return;
  if (current.itemStart !== null) {
    if (!current.itemRefused && reached - current.itemStart > most) refuseItem(cut);
  } else if (current.headerFrom !== null) extendHeader(cut, reached);
  if (current.itemStart === null || current.itemRefused) store.dropUntil(reached);
};

const openOrRefuse = (cut: Cut): void => {
  const { current } = cut;
  const { pending } = current;
  current.pending = [];
  current.place = pending.some(({ kind }) => kind === 'items-open') ? 'list' : 'refused';
  if (current.place === 'refused') refuse(cut, current.start, null);
  else for (const mark of pending) apply(cut, mark);
};

const refuseItem = (cut: Cut): void => {
  const { current } = cut;
  refuse(cut, current.itemStart ?? current.start, current.item);
  current.itemRefused = true;
};

const refuse = (cut: Cut, start: number, item: number | null): void => {
  const { current, store, documents } = cut;
  const place = { document: documents, item, start, end: store.end, line: store.lineAt(start) };
  const piece = { kind: 'refused', reason: 'too-large', ...place } as const;
  const bytes = store.slice(start, store.end);
  if (item !== null || holdsWord(bytes)) cut.pieces.push({ ...piece, isForKubernetes: true });
  else current.refusal = { piece: { ...piece, isForKubernetes: false }, tail: endOf(bytes) };
};

/** What every object of Kubernetes says somewhere. */
const word = 'apiVersion';

const holdsWord = (bytes: Uint8Array): boolean => toBuffer(bytes).includes(word);

/** As many bytes as a word that continues in the next chunk may have. Copied, since what is held is let go of. */
const endOf = (bytes: Uint8Array): Uint8Array =>
  Uint8Array.from(bytes.subarray(Math.max(0, bytes.length - word.length + 1)));

const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The bytes may reach into the next JSON value of the stream: then the refused one is told once too often, not too seldom. */
const lookOn = (cut: Cut, bytes: Uint8Array): void => {
  const { refusal } = cut.current;
  if (refusal === null) return;
  const { piece, tail } = refusal;
  const border = Buffer.concat([tail, bytes.subarray(0, word.length)]);
  const isForKubernetes = holdsWord(bytes) || holdsWord(border);
  if (isForKubernetes) cut.pieces.push({ ...piece, isForKubernetes });
  cut.current.refusal = isForKubernetes ? null : { piece, tail: endOf(bytes.length < word.length ? border : bytes) };
};

const extendHeader = (cut: Cut, to: number): void => {
  const { current, store } = cut;
  const from = Math.max(current.headerFrom ?? to, store.start);
  if (to > from && current.header.length < cut.most)
    current.header = Buffer.concat([current.header, store.slice(from, to)]);
  current.headerFrom = to;
  store.dropUntil(to);
};

const endItem = (cut: Cut, end: number): void => {
  const { current, store } = cut;
  const { itemStart: start, item, header, format } = current;
  if (start === null) return;
  if (!current.itemRefused && end - start > cut.most) refuseItem(cut);
  if (!current.itemRefused) {
    const line = store.lineAt(start);
    cut.pieces.push({
      kind: 'item',
      document: cut.documents,
      item,
      start,
      end,
      line,
      bytes: store.slice(start, end),
      header,
      format,
    });
  }
  current.item += 1;
  current.itemStart = null;
  current.itemRefused = false;
  store.dropUntil(end);
};

/** Gives what is held of the current document as its last piece. */
const endDocument = (cut: Cut, end: number): void => {
  const { current, store } = cut;
  const { start, format } = current;
  if (current.place === 'whole' && end - start > cut.most) openOrRefuse(cut);
  if (current.place === 'list') {
    endItem(cut, end);
    if (current.headerFrom !== null) extendHeader(cut, end);
    const { header } = current;
    cut.pieces.push({
      kind: 'list-end',
      document: cut.documents,
      start,
      end,
      line: store.lineAt(Math.min(end, store.end)),
      header,
      format,
      isTooLarge: header.length >= cut.most,
    });
    cut.documents += 1;
  } else if (current.place === 'whole') {
    const bytes = store.slice(start, end);
    if (firstVisible(bytes) >= 0) {
      cut.pieces.push({ kind: 'document', document: cut.documents, start, end, line: store.lineAt(start), bytes });
      cut.documents += 1;
    }
  } else if (current.place === 'refused') {
    if (current.refusal !== null) cut.pieces.push(current.refusal.piece);
    cut.documents += 1;
  }
  store.dropUntil(end);
};

/** The stream's or the document's end: a separator, or nothing more. */
const finish = (cut: Cut, end: number): void => {
  const { scanner } = cut.current;
  if (scanner !== null) follow(cut, scanner.end());
  endDocument(cut, end);
};

const separate = (cut: Cut, start: number, bytes: Uint8Array, fit: boolean): void => {
  finish(cut, start);
  const end = start + bytes.length;
  cut.current = newDocument(end);
  if (!fit) {
    const line = cut.store.lineAt(start);
    cut.pieces.push({
      kind: 'refused',
      document: cut.documents,
      item: null,
      start,
      end,
      line,
      reason: 'separator',
      isForKubernetes: true,
    });
    cut.current.place = 'refused';
  }
  cut.store.dropUntil(end);
};

/** The index of the first byte that is neither white space nor of a byte order mark; -1 where there is none. */
const firstVisible = (bytes: Uint8Array): number =>
  bytes.findIndex((byte, index) => byte > 32 && !(index < 3 && byte === [0xef, 0xbb, 0xbf][index]));
