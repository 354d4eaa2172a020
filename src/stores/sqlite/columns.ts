/**
 * What questions narrow findings by, as columns of numbers: a finding is a position, given out once and for good, so that
 * a higher position was seen first later. One pass over a million positions takes some milliseconds whatever is asked, and no
 * combination of filters is worse than another.
 */

import { layerGroups, type LayerGroup } from '../../model/layer.ts';
import { severities, type Severity } from '../../model/severity.ts';
import type { FindingStatus } from '../findings-query.ts';

export interface Columns {
  /** Status (0 for none: forgotten), severity, group, and what else is a yes or no. */
  flags: Uint16Array;
  rule: Uint32Array;
  kind: Uint32Array;
  namespace: Uint32Array;
  fix: Uint32Array;
  subject: Uint32Array;
  owner: Uint32Array;
  /** Numbers of looks. */
  first: Uint32Array;
  /** The last look that saw it; 0 for the estate's last one, so that what is still there is not written again. */
  last: Uint32Array;
  /** The look that found it resolved; 0 while it is there. */
  gone: Uint32Array;
}

export const statuses: readonly FindingStatus[] = ['fail', 'error', 'accepted'];

/** Bits of `flags`: two of status, three of severity, three of group, then one each. */
export const flagValues = 1 << 11;
export const exposesBit = 1 << 8;
export const resolvedBit = 1 << 9;
/** It was resolved once and came back: `absence` says when. */
export const returnedBit = 1 << 10;

export const toFlags = (status: FindingStatus, severity: Severity, group: LayerGroup, exposes: boolean): number =>
  (statuses.indexOf(status) + 1) |
  (severities.indexOf(severity) << 2) |
  (layerGroups.indexOf(group) << 5) |
  (exposes ? exposesBit : 0);

export const isPresent = (flags: number): boolean => (flags & 3) !== 0;
export const isOpen = (flags: number): boolean => (flags & 3) !== 0 && (flags & resolvedBit) === 0;
/** Counts from 0, as `statuses` does; -1 for a forgotten finding. */
export const toStatusRank = (flags: number): number => (flags & 3) - 1;
export const toSeverityRank = (flags: number): number => (flags >> 2) & 7;
export const toGroupRank = (flags: number): number => (flags >> 5) & 7;

/** Worst first: what is open before what is accepted before what is resolved, then severity, then what stands on a way in. */
export const orderBuckets = 40;
export const toBucket = (flags: number): number =>
  ((flags & resolvedBit) === 0 ? 0 : 20) +
  ((flags & 3) === 3 ? 10 : 0) +
  2 * Math.min(toSeverityRank(flags), 4) +
  ((flags & exposesBit) === 0 ? 1 : 0);

const wide = ['rule', 'kind', 'namespace', 'fix', 'subject', 'owner', 'first', 'last', 'gone'] as const;

/** Positions of a stored row: small enough that one change writes little, large enough that a million load at once. */
export const chunkLength = 1024;
const chunkBytes = chunkLength * (4 * wide.length + 2);

export const createColumns = (room: number): Columns => {
  const length = Math.max(chunkLength, Math.ceil(room / chunkLength) * chunkLength);
  const make = () => new Uint32Array(length);
  return {
    flags: new Uint16Array(length),
    rule: make(),
    kind: make(),
    namespace: make(),
    fix: make(),
    subject: make(),
    owner: make(),
    first: make(),
    last: make(),
    gone: make(),
  };
};

/** Makes room for as many positions; what was there stays. */
export const growColumns = (columns: Columns, positions: number): void => {
  if (positions <= columns.flags.length) return;
  const larger = createColumns(Math.max(positions, Math.ceil(columns.flags.length * 1.25)));
  larger.flags.set(columns.flags);
  columns.flags = larger.flags;
  for (const name of wide) {
    larger[name].set(columns[name]);
    columns[name] = larger[name];
  }
};

/** The bytes are little-endian, as every machine Node runs on by default. */
export const packChunk = (columns: Columns, chunk: number): Uint8Array => {
  const bytes = new Uint8Array(chunkBytes);
  const from = chunk * chunkLength;
  for (const [index, name] of wide.entries())
    new Uint32Array(bytes.buffer, 4 * chunkLength * index, chunkLength).set(
      columns[name].subarray(from, from + chunkLength),
    );
  new Uint16Array(bytes.buffer, 4 * chunkLength * wide.length, chunkLength).set(
    columns.flags.subarray(from, from + chunkLength),
  );
  return bytes;
};

/** A row of another length was not written here: the caller calls the file damaged. */
export const unpackChunk = (columns: Columns, chunk: number, packed: Uint8Array): boolean => {
  if (packed.length !== chunkBytes) return false;
  const bytes = packed.byteOffset % 4 === 0 ? packed : packed.slice();
  const from = chunk * chunkLength;
  growColumns(columns, from + chunkLength);
  for (const [index, name] of wide.entries())
    columns[name].set(new Uint32Array(bytes.buffer, bytes.byteOffset + 4 * chunkLength * index, chunkLength), from);
  columns.flags.set(new Uint16Array(bytes.buffer, bytes.byteOffset + 4 * chunkLength * wide.length, chunkLength), from);
  return true;
};

/** What the columns of so many positions take in memory. */
export const bytesOf = (columns: Columns): number => columns.flags.length * (4 * wide.length + 2);
