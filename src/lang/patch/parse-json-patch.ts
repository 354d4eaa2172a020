/** Reads a JSON patch (RFC 6902) out of a document: what is no operation is named, nothing is thrown. */

import { bigAsText, isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string }
  /** Without a value it asks that nothing be there. */
  | { readonly op: 'test'; readonly path: string; readonly value: Json | undefined };

export type ParsedPatch =
  | { readonly kind: 'operations'; readonly operations: readonly PatchOperation[] }
  | { readonly kind: 'defect'; readonly message: string; readonly index: number | null };

/** Fields an operation does not need are ignored, as the RFC asks. */
export const parseJsonPatch = (document: Json): ParsedPatch => {
  if (document === null) return { kind: 'operations', operations: [] };
  if (!isJsonArray(document)) return { kind: 'defect', message: 'a JSON patch is a list of operations', index: null };
  const operations: PatchOperation[] = [];
  for (const [index, written] of document.entries()) {
    const operation = isJsonObject(written) ? toOperation(written) : 'operation is no object';
    if (typeof operation === 'string') {
      const message = `invalid operation ${JSON.stringify(written, bigAsText)}: ${operation}`;
      return { kind: 'defect', message, index };
    }
    operations.push(operation);
  }
  return { kind: 'operations', operations };
};

/** The operation, or what is wrong with it. */
const toOperation = (written: JsonObject): PatchOperation | string => {
  const path = own(written, 'path');
  const from = own(written, 'from');
  const value = own(written, 'value');
  const op = own(written, 'op');
  if ((op === 'add' || op === 'replace') && value === undefined) {
    return "failed to decode 'value': operation, missing value field: missing value";
  }
  if ((op === 'move' || op === 'copy') && typeof from !== 'string') {
    return "failed to decode 'from': operation, missing from field: missing value";
  }
  if (typeof op !== 'string' || !known.has(op)) return 'unsupported operation';
  if (typeof path !== 'string') return "failed to decode 'path': operation missing path field: missing value";
  switch (op) {
    case 'add':
    case 'replace':
      return { op, path, value: value ?? null };
    case 'move':
    case 'copy':
      return { op, path, from: typeof from === 'string' ? from : '' };
    case 'test':
      return { op, path, value };
    default:
      return { op: 'remove', path };
  }
};

const known: ReadonlySet<string> = new Set(['add', 'replace', 'remove', 'move', 'copy', 'test']);

const own = (object: JsonObject, field: string): Json | undefined =>
  Object.hasOwn(object, field) ? object[field] : undefined;
