/** Writes a snapshot as it is read: one object a line, so that neither who writes nor who reads it holds more than one. */

import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { redactMisplaced } from '../../kube/schema/redact-misplaced.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Problem } from '../../model/problem.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { Unread } from '../../model/unread.ts';
import { longestLine, partMarks, renderEnd, renderHeader, type SnapshotHeader } from './snapshot-format.ts';

/** What stands behind the objects, known when all of them were read. */
export interface SnapshotRest {
  readonly evidence: readonly Evidence[];
  readonly unread: readonly Unread[];
  readonly problems: readonly Problem[];
}

/** The line of an object, without what parts it from the next; `null` where nobody would read one so long. */
export const renderItem = ({ object, origin }: Resource): string | null => {
  // An API server lets no such object in.
  const sound = origin.kind === 'cluster' ? object : redactMisplaced(object);
  const line = renderJson({ object: sound, origin: toWritten(origin) });
  return Buffer.byteLength(line) >= longestLine ? null : line;
};

/** Lines are of the text that was read, which is not in a snapshot; the uid is in the object itself. */
const toWritten = (origin: Origin): Readonly<Record<string, unknown>> => {
  switch (origin.kind) {
    case 'cluster':
      return { kind: origin.kind };
    case 'file': {
      const { kind, file, document, item } = origin;
      return { kind, file, document, item };
    }
    case 'rendered':
    case 'built-in':
      return { ...origin };
  }
};

/** `lines` are those of `renderItem`; `rest` is asked when they have ended. */
export async function* writeSnapshot(
  header: SnapshotHeader,
  lines: AsyncIterable<string>,
  rest: () => SnapshotRest,
): AsyncGenerator<string> {
  const [toEvidence, toUnread, toProblems] = partMarks;
  let objects = 0;
  let held = renderHeader(header);
  for await (const line of lines) {
    held += `${objects === 0 ? '' : ','}\n${line}`;
    objects += 1;
    if (held.length < handful) continue;
    yield held;
    held = '';
  }
  const { evidence, unread, problems } = rest();
  yield `${held}\n${toEvidence}${renderLines(evidence)}\n${toUnread}${renderLines(unread)}\n${toProblems}${renderLines(problems)}\n`;
  yield `${renderEnd(objects)}\n`;
}

/** Handing on each line by itself costs more than making it. */
const handful = 64 << 10;

const renderLines = (values: readonly unknown[]): string => values.map((value) => `\n${renderJson(value)}`).join(',');

/** Integers of 64 bits stand as they are: as texts they would be read as something else. */
const renderJson = (value: unknown): string => JSON.stringify(value, bigAsNumber);

const bigAsNumber = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? rawJson(String(value)) : value;

/** Of ECMAScript 2026, and in Node since 22; the library's types are older. */
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

/** Packs a text as it comes. What making the text throws is thrown. */
export async function* pack(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const gzip = createGzip({ level: 6 });
  let failure: unknown;
  const source = Readable.from(pieces);
  source.once('error', (error) => {
    failure = error;
    gzip.destroy(error);
  });
  source.pipe(gzip);
  try {
    yield* gzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw failure ?? error;
  } finally {
    source.destroy();
    gzip.destroy();
  }
}
