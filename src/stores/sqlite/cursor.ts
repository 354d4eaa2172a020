/** Where a page ended, as an opaque text that fits the question it was given for and no other. */

import { hash } from 'node:crypto';
import type { FindingsQuery } from '../findings-query.ts';
import { StoreError } from '../store.ts';
import { orderBuckets } from './columns.ts';
import { toFilterKey } from './match-findings.ts';

export interface Cursor {
  readonly bucket: number;
  readonly position: number;
}

type Question = Pick<FindingsQuery, 'estate' | 'filter' | 'order'>;

export const renderCursor = ({ bucket, position }: Cursor, question: Question): string => {
  const text = `${bucket}.${position}`;
  return Buffer.from(`${text}.${toCheck(text, question)}`).toString('base64url');
};

/** A mistake is told and nothing else: whoever may list findings may list all of them, so nothing is signed. */
export const parseCursor = (text: string, question: Question): Cursor => {
  const [, bucket = '', position = '', check = ''] =
    /^(\d{1,2})\.(-?\d{1,10})\.([0-9a-f]{16})$/.exec(Buffer.from(text.slice(0, 200), 'base64url').toString()) ?? [];
  if (check === '' || check !== toCheck(`${bucket}.${position}`, question) || Number(bucket) >= orderBuckets)
    throw new StoreError('refused', 'this page is not one of this list; ask for its first page');
  return { bucket: Number(bucket), position: Number(position) };
};

const toCheck = (text: string, { estate, filter, order }: Question): string =>
  hash('sha256', `${text} ${order} ${estate} ${toFilterKey(filter)}`, 'hex').slice(0, 16);
