/** Finds the tests of Kyverno's command line below a folder, and runs those that a filter leaves. */

import { dirname, join } from 'node:path';
import { renderFieldPath } from '../../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import type { Problem } from '../../../model/problem.ts';
import { createSourceTexts } from '../../../sources/registry.ts';
import type { Disk } from '../../../sources/source.ts';
import type { TestFilter } from './test-filter.ts';
import { parseKyvernoTest } from './parse-kyverno-test.ts';
import { readFixtures } from './read-fixtures.ts';
import { runKyvernoTest, type KyvernoTestResult, type TestHost } from './run-kyverno-test.ts';

export const usualFileName = 'kyverno-test.yaml';

/** Deeper than anybody nests policies; a circle of links is not followed at all. */
const deepest = 32;

/** In the order of their paths; hidden folders too, where tests are kept beside their policies. */
export const findKyvernoTests = async (
  folder: string,
  name: string,
  disk: Disk,
  depth = 0,
): Promise<readonly string[]> => {
  const files: string[] = [];
  for (const entry of [...(await disk.list(folder))].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.kind === 'folder' && entry.name !== 'node_modules' && entry.name !== '.git' && depth < deepest)
      files.push(...(await findKyvernoTests(join(folder, entry.name), name, disk, depth + 1)));
    else if (entry.kind === 'file' && entry.name === name) files.push(join(folder, entry.name));
  }
  return files;
};

/** One result for each document of the file; none for a test of which the filter leaves nothing. */
export async function* runKyvernoTestFile(
  file: string,
  filter: TestFilter,
  host: TestHost,
): AsyncGenerator<KyvernoTestResult> {
  const read = await readFixtures([file], '.', host.disk, { isDeep: false });
  if (read.problems.length > 0) yield { file, name: '', problems: read.problems, rows: [], kinds: new Map() };
  const texts = createSourceTexts(host.disk);
  for (const { value, origin } of read.documents) {
    const parsed = parseKyvernoTest(value, file);
    if (parsed.kind === 'defects') {
      const problems = parsed.defects.map(({ message, path }): Problem => {
        const place = texts.locate(origin, renderFieldPath(path));
        const span = { file, line: place?.line ?? null, column: place?.column ?? null };
        return { severity: 'error', message, span, policy: null };
      });
      const missing = await findMissing(value, file, host.disk);
      yield { file, name: '', problems: [...problems, ...missing], rows: [], kinds: new Map() };
      continue;
    }
    const expectations = filter.choose(parsed.test.results);
    if (expectations.length > 0) yield await runKyvernoTest(parsed.test, expectations, host);
  }
}

/** What such a test names and nobody can read is told at once with what is wrong in itself. */
const findMissing = async (value: Json, file: string, disk: Disk): Promise<readonly Problem[]> => {
  if (!isJsonObject(value)) return [];
  const paths = fieldsWithFiles.flatMap((field): readonly Json[] => {
    const written = Object.hasOwn(value, field) ? (value[field] ?? null) : null;
    const named = isJsonArray(written) ? written : [written];
    // After the first of these one may be missing.
    return field === 'resources' ? named.slice(0, 1) : named;
  });
  const texts = new Set(paths.filter((path): path is string => typeof path === 'string' && path !== ''));
  const { problems } = await readFixtures([...texts], dirname(file), disk, { isDeep: false });
  return problems.filter(({ span }) => span?.line === null);
};

const fieldsWithFiles = [
  'policies',
  'exceptions',
  'resources',
  'targetResources',
  'paramResources',
  'context',
  'clusterResources',
  'variables',
  'userinfo',
] as const;
