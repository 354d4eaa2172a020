/** Makes of the mocked entries of a test what policies read by their names. */

import { compileQuery } from '../../../lang/jmespath/compile-query.ts';
import { QueryFault, type QueryCalls } from '../../../lang/jmespath/query.ts';
import type { Json } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import type { GlobalContextMock } from './kyverno-test.ts';

export interface ResolvedContext {
  readonly values: ReadonlyMap<string, Json>;
  readonly problems: readonly string[];
}

export const resolveGlobalContext = async (
  mocks: readonly GlobalContextMock[],
  read: (files: readonly string[]) => Promise<readonly Resource[]>,
): Promise<ResolvedContext> => {
  const values = new Map<string, Json>();
  const problems: string[] = [];
  for (const mock of mocks) {
    const objects = mock.resourceFiles === null ? null : (await read(mock.resourceFiles)).map(({ object }) => object);
    const made = resolve(mock, mock.data ?? mock.resources ?? objects ?? []);
    if (made.kind === 'value') values.set(mock.name, made.value);
    else problems.push(`globalContextEntries: ${mock.name}: ${made.message}`);
  }
  return { values, problems };
};

type Resolved =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'defect'; readonly message: string };

const resolve = ({ fieldPath, projections }: GlobalContextMock, data: Json): Resolved => {
  const root = fieldPath === '' ? ({ kind: 'value', value: data } as const) : search(fieldPath, data);
  if (root.kind === 'defect' || projections.length === 0) return root;
  const entries: [string, Json][] = [];
  for (const { name, path } of projections) {
    const found = search(path, root.value);
    if (found.kind === 'defect') return found;
    entries.push([name, found.value]);
  }
  return { kind: 'value', value: Object.fromEntries(entries) };
};

const search = (expression: string, value: Json): Resolved => {
  const compiled = compileQuery(expression);
  if (compiled.kind === 'defect') return { kind: 'defect', message: `${expression}: ${compiled.message}` };
  const found = compiled.query.evaluate(value, noCalls);
  return found instanceof QueryFault
    ? { kind: 'defect', message: `${expression}: ${found.message}` }
    : { kind: 'value', value: found };
};

/** A mock is the same whenever it is read. */
const noCalls: QueryCalls = { now: () => '1970-01-01T00:00:00Z', random: (bytes) => '0'.repeat(2 * bytes) };
