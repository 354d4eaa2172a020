/** A digest of many objects that does not depend on the order they were read in. */

import { hash } from 'node:crypto';
import type { JsonObject } from '../../../model/json.ts';
import { bigAsText } from '../../../model/json.ts';
import { toRefKey, type Resource } from '../../../model/resource.ts';

export interface ObjectsDigest {
  add(resource: Resource): void;
  /** 64 hexadecimal digits. */
  done(): string;
}

/** Sums the objects' own digests: constant memory, and the order they come in does not count. */
export const createObjectsDigest = (): ObjectsDigest => {
  let sum = 0n;
  return {
    add({ ref, object }) {
      sum += BigInt(`0x${hash('sha256', `${toRefKey(ref)}\0${JSON.stringify(settled(object), bigAsText)}`)}`);
    },
    done: () => hash('sha256', sum.toString(16)),
  };
};

/** Without what changes while nothing does: a status is reported anew every few seconds. */
const settled = (object: JsonObject): JsonObject => {
  const { status, metadata, ...rest } = object;
  if (status === undefined && metadata === undefined) return rest;
  const kept = Object.entries((metadata ?? {}) as JsonObject).filter(([name]) => !bookkeeping.has(name));
  return { ...rest, metadata: Object.fromEntries(kept) };
};

const bookkeeping: ReadonlySet<string> = new Set(['resourceVersion', 'managedFields', 'generation']);
