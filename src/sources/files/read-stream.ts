/** Turns the bytes of a file or of standard input into source items: resources, other documents and problems. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { FieldPath } from '../../model/field-path.ts';
import type { Origin } from '../../model/resource.ts';
import { locateField } from '../../lang/yaml/locate-field.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { beginsAsSnapshot } from '../begins-as-snapshot.ts';
import { findShapeProblems } from '../../kube/schema/shape.ts';
import { isList, toListItem, toResources } from '../../kube/schema/to-resource.ts';
import type { SourceItem } from '../source.ts';
import { createDocumentCutter, type Piece } from './cut-documents.ts';
import { findForeignBytes } from './foreign-bytes.ts';
import { findItemRanges } from './item-ranges.ts';

export interface StreamOptions {
  /** The path as people know it; `-` for standard input. */
  readonly file: string;
  /** True where a person named this very file: then nothing in it is passed over as somebody else's format. */
  readonly named: boolean;
  /** The most bytes an object may have; only tests give another than the default. */
  readonly most?: number;
  /** Where it says no, the document is passed over unread. */
  readonly wants?: (text: string) => boolean;
}

/** Reads a stream to its end, a few items at a time. What it throws comes from the stream itself. */
export async function* readStream(
  chunks: AsyncIterable<Uint8Array>,
  options: StreamOptions,
): AsyncGenerator<readonly SourceItem[]> {
  const cutter = createDocumentCutter(options.most);
  const reading: Reading = { ...options, found: [], told: new Set(), header: null };
  let first = true;
  for await (const chunk of chunks) {
    const unreadable = first ? findForeignBytes(chunk) : null;
    if (unreadable !== null) {
      yield [toProblem(reading, 'error', unreadable, null)];
      return;
    }
    if (first && beginsAsSnapshot(decodeLossy(chunk.subarray(0, longestBeginning)))) {
      yield [passSnapshotOver(reading)];
      return;
    }
    if (chunk.length > 0) first = false;
    yield* readPieces(reading, cutter.push(chunk));
  }
  yield* readPieces(reading, cutter.end());
}

/** Handing on an item costs as much as reading a small one, and as often as there are hands: enough to share that, few enough to hold. */
const fewItems = 32;

function* readPieces(reading: Reading, pieces: Iterable<Piece>): Generator<readonly SourceItem[]> {
  for (const piece of pieces) {
    readPiece(reading, piece);
    if (reading.found.length < fewItems) continue;
    yield reading.found;
    reading.found = [];
  }
  if (reading.found.length > 0) yield reading.found;
  reading.found = [];
}

/** Bytes in which a snapshot says what it is. */
const longestBeginning = 512;

/** It is an estate of its own: read as a manifest it would be one object of no known kind. */
const passSnapshotOver = (reading: Reading): SourceItem =>
  reading.named
    ? toProblem(reading, 'error', 'this is a snapshot that Vauban wrote; name the file it is in, as a path', null)
    : toProblem(
        reading,
        'warning',
        'this is a snapshot that Vauban wrote, an estate of its own, and was passed over; to read it, name it as a path',
        null,
      );

interface Reading extends StreamOptions {
  /** What was read and not handed on yet. */
  found: SourceItem[];
  /** What is said once a file: a file of one kind of mistake is one line. */
  readonly told: Set<string>;
  /** The List the last item came from, parsed once for all its items. */
  header: { readonly bytes: Uint8Array; readonly value: JsonObject } | null;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

const readPiece = (reading: Reading, piece: Piece): void => {
  if (!isWanted(reading, piece)) return undefined;
  switch (piece.kind) {
    case 'document':
      return readDocument(reading, piece);
    case 'item':
      return readItem(reading, piece);
    case 'list-end':
      return checkList(reading, piece);
    case 'refused':
      return refuse(reading, piece);
    default:
      return undefined;
  }
};

/** An item may leave what it is to its List. */
const isWanted = ({ wants }: Reading, piece: Piece): boolean => {
  if (wants === undefined) return true;
  if (piece.kind === 'document') return wants(toLatin(piece.bytes));
  return piece.kind !== 'item' || wants(toLatin(piece.bytes)) || wants(toLatin(piece.header));
};

const toLatin = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1');

type DocumentPiece = Piece & { readonly kind: 'document' };
type ItemPiece = Piece & { readonly kind: 'item' };
type ListEndPiece = Piece & { readonly kind: 'list-end' };

const readDocument = (reading: Reading, piece: DocumentPiece): void => {
  const parsed = parse(reading, piece);
  if (parsed === undefined || parsed.value === null) return;
  const { text, value } = parsed;
  const origin = toOrigin(reading, piece, null);
  if (!isList(value)) {
    readValue(reading, { piece, text, value, origin, within: [] });
    return;
  }
  const items = isJsonArray(value.items) ? value.items : [];
  const ranges = findItemRanges(piece.bytes);
  for (const [item, each] of items.entries()) {
    const range = ranges.length === items.length ? ranges[item] : undefined;
    const { start, end } = range ?? { start: 0, end: piece.bytes.length };
    const itemOrigin = { ...origin, item, start: piece.start + start, end: piece.start + end };
    readValue(reading, {
      piece,
      text,
      value: toListItem(value, each),
      origin: itemOrigin,
      within: ['items', item],
    });
  }
};

const readItem = (reading: Reading, piece: ItemPiece): void => {
  const parsed = parse(reading, piece);
  if (parsed === undefined) return;
  const { text } = parsed;
  const inSequence = piece.format === 'yaml' && isJsonArray(parsed.value);
  const value = inSequence && isJsonArray(parsed.value) ? (parsed.value[0] ?? null) : parsed.value;
  const list = listOf(reading, piece);
  if (isNoList(list)) return;
  if (isJsonObject(value) && value.kind === undefined && list.kind === undefined) {
    tellOnce(reading, 'kindless', 'error', kindless, piece);
    return;
  }
  const origin = toOrigin(reading, piece, piece.item);
  readValue(reading, { piece, text, value: toListItem(list, value), origin, within: inSequence ? [0] : [] });
};

const kindless =
  'the items of this List name no kind, and the List names its own only after them: too large to read twice, so write `kind` first';

const listOf = (reading: Reading, piece: ItemPiece): JsonObject => {
  if (reading.header?.bytes !== piece.header) {
    const text = decodeLossy(piece.header);
    const parsed = parseYaml(piece.format === 'json' ? `${text}]}` : text);
    const value = parsed.kind === 'value' && isJsonObject(parsed.value) ? parsed.value : {};
    reading.header = { bytes: piece.header, value };
  }
  return reading.header.value;
};

interface Read {
  readonly piece: Piece;
  readonly text: string;
  readonly value: Json;
  readonly origin: Origin;
  /** Where in the piece's text the value stands. */
  readonly within: FieldPath;
}

const readValue = (reading: Reading, read: Read): void => {
  const { piece, text, value, origin, within } = read;
  const at = (path: FieldPath): Place => toPlace(piece, locateField(text, [...within, ...path]));
  if (isTemplate(value)) {
    missTemplate(reading, at([]));
    return;
  }
  for (const result of toResources(value, origin)) {
    if (result.kind === 'resource') {
      for (const { severity, message, path } of findShapeProblems(result.resource.object)) {
        reading.found.push(toProblem(reading, severity, message, at(path)));
      }
      reading.found.push(result);
    } else if (result.kind === 'other') reading.found.push(toOther(reading, piece));
    else
      reading.found.push(toProblem(reading, result.problem.severity, result.problem.message, at(result.problem.path)));
  }
};

/** The piece's value, or its one problem. */
const parse = (
  reading: Reading,
  piece: DocumentPiece | ItemPiece,
): { readonly text: string; readonly value: Json } | undefined => {
  const text = decode(piece.bytes);
  if (text === undefined) {
    tellOnce(reading, 'encoding', 'error', notUtf8, firstForeign(piece));
    return undefined;
  }
  const parsed = parseYaml(text);
  if (parsed.kind === 'value') {
    const { value, repeated } = parsed;
    if (repeated !== null && isSound(value))
      reading.found.push(toProblem(reading, 'warning', givenTwice(repeated.field), toPlace(piece, repeated)));
    return { text, value };
  }
  const place = toPlace(piece, parsed);
  if (text.includes('{{') && (reading.named || mentionsKubernetes(text) || mentionsHelm(text)))
    missTemplate(reading, place);
  // An item may leave its apiVersion to its List.
  else if (reading.named || piece.kind === 'item' || mentionsKubernetes(text))
    reading.found.push(toProblem(reading, 'error', parsed.message, place));
  else if (reading.file.endsWith('.json')) reading.found.push(toOther(reading, piece));
  else
    reading.found.push(
      toProblem(reading, 'warning', `${parsed.message} (no apiVersion in it, so hardly for Kubernetes)`, place),
    );
  return undefined;
};

const givenTwice = (field: string): string =>
  `\`${field}\` is given twice in one object; the last counts, and kubectl refuses it`;

/** An object whose indentation is lost has fields twice for that reason alone, and one line says so. */
const isSound = (value: Json): boolean =>
  isJsonObject(value) && typeof value.apiVersion === 'string' && findShapeProblems(value).length === 0;

const notUtf8 = 'this is not UTF-8 (perhaps Latin-1); save the file as UTF-8';

const looksLikeTemplate =
  'this looks like a Helm template and was not read; scan the folder of its chart, or what `helm template` prints';

/** What a template would give is unknown, so nothing may be called clean: an error, and unread. */
const missTemplate = (reading: Reading, place: Place): void => {
  if (reading.told.has('template')) return;
  tellOnce(reading, 'template', 'error', looksLikeTemplate, place);
  const reason = 'it looks like a Helm template, which means nothing until it is rendered';
  const unread = { kind: reading.file, group: null, namespace: null, cluster: null, reason, grant: null };
  reading.found.push({ kind: 'unread', unread });
};

/** A template may take even its apiVersion from a named template of its chart. */
const mentionsHelm = (text: string): boolean =>
  /\{\{[^}]*(?:\.(?:Values|Release|Chart|Capabilities)\b|\b(?:include|template)\s+")/.test(text);

/** Other tools use YAML and JSON too, with comments and tags of their own: only what could be an object is an error. */
const mentionsKubernetes = (text: string): boolean => text.includes('apiVersion');

/** Templates whose braces stand in quotes parse, but mean nothing before they are rendered. */
const isTemplate = (value: Json): boolean => {
  if (!isJsonObject(value)) return false;
  const name = isJsonObject(value.metadata) ? value.metadata.name : undefined;
  return [value.apiVersion, value.kind, name].some((field) => typeof field === 'string' && field.includes('{{'));
};

/** What stood around the items: it may be too large itself, no List at all, or hold items that were not cut out. */
const checkList = (reading: Reading, piece: ListEndPiece): void => {
  const parsed = parseYaml(decodeLossy(piece.header));
  const place = { line: piece.line, column: 1 };
  if (piece.isTooLarge)
    reading.found.push(toProblem(reading, 'error', tooLarge('what stands around the `items`'), place));
  else if (parsed.kind === 'defect')
    reading.found.push(toProblem(reading, 'error', `the List around the items is broken: ${parsed.message}`, place));
  else if (isJsonObject(parsed.value)) checkHeader(reading, piece, parsed.value);
};
const checkHeader = (reading: Reading, piece: ListEndPiece, header: JsonObject): void => {
  const { apiVersion, items } = header;
  const place = { line: piece.line, column: 1 };
  if (isNoList(header)) {
    if (!reading.named && apiVersion === undefined) reading.found.push(toOther(reading, piece));
    else reading.found.push(toProblem(reading, 'error', tooLarge(`this ${header.kind}, which is no List,`), place));
  }
  // The items that were cut out leave nothing behind in YAML, and an empty array in JSON.
  const isWhole = piece.format === 'yaml' ? items === undefined : isJsonArray(items) && items.length === 0;
  if (!isWhole) reading.found.push(toProblem(reading, 'error', itemsTwice, place));
};

/** Any object may have a field `items`; only a List is more than one object. */
const isNoList = (value: JsonObject): value is JsonObject & { readonly kind: string } =>
  typeof value.kind === 'string' && !value.kind.endsWith('List');

const itemsTwice = '`items` is given twice in this List; one of them was not read';

const refuse = (reading: Reading, piece: Piece & { readonly kind: 'refused' }): void => {
  const place = { line: piece.line, column: 1 };
  if (piece.reason === 'separator') {
    reading.found.push(toProblem(reading, 'error', badSeparator, place));
  } else if (!reading.named && !piece.isForKubernetes) {
    reading.found.push(toOther(reading, piece));
  } else {
    const what = piece.item === null ? 'the document' : `item ${piece.item} of the List`;
    reading.found.push(toProblem(reading, 'error', tooLarge(what), place));
  }
};

const tooLarge = (what: string): string =>
  `${what} is larger than 3 MB, more than a cluster can hold, and was not read`;

const badSeparator = 'nothing but a comment may follow `---` on its line; the document below it was not read';

const tellOnce = (
  reading: Reading,
  about: string,
  severity: 'error' | 'warning',
  message: string,
  place: { readonly line: number; readonly column?: number },
): void => {
  if (reading.told.has(about)) return;
  reading.told.add(about);
  reading.found.push(toProblem(reading, severity, message, { line: place.line, column: place.column ?? 1 }));
};

const toProblem = (
  reading: Reading,
  severity: 'error' | 'warning',
  message: string,
  place: Place | null,
): SourceItem => ({
  kind: 'problem',
  problem: {
    severity,
    message,
    span: { file: reading.file, line: place?.line ?? null, column: place?.column ?? null },
    policy: null,
  },
});

const toOther = (reading: Reading, piece: Piece): SourceItem => ({
  kind: 'other-document',
  file: reading.file,
  document: piece.document,
});

const toOrigin = (reading: Reading, piece: Piece, item: number | null): Origin & { readonly kind: 'file' } => ({
  kind: 'file',
  file: reading.file,
  document: piece.document,
  item,
  start: piece.start,
  end: piece.end,
});

/** A place within the piece's text, in the file. */
const toPlace = (piece: Piece, place: Place | null): Place =>
  place === null ? { line: piece.line, column: 1 } : { line: piece.line + place.line - 1, column: place.column };

const strict = new TextDecoder('utf-8', { fatal: true });

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
};

const decodeLossy = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const firstForeign = (piece: DocumentPiece | ItemPiece): Place => {
  const text = decodeLossy(piece.bytes);
  const before = text.slice(0, Math.max(0, text.indexOf('\uFFFD')));
  const lines = before.split('\n');
  return { line: piece.line + lines.length - 1, column: (lines.at(-1)?.length ?? 0) + 1 };
};
