/** Reads what lies in a repository beside manifests: pipelines that build images, and the document that says what holds. */

import { dirname, join, resolve } from 'node:path';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Disk, DiskEntry } from '../source.ts';
import { objectsAt, textAt } from '../../model/read-object.ts';
import { judgePipeline, type PipelineReading } from './judge-pipeline.ts';
import { formOf, readPipeline, readTektonDocuments } from './read-pipeline.ts';
import { listNamedTasks, nameOf, readTekton } from './read-tekton.ts';

export const policyMark = '<!-- vauban: security policy -->';

/**
 * Of each folder named, and of the repository it lies in: the nearest folder above it that holds `.git`. What cannot be
 * read is passed over: it is no manifest, and its absence is told as a doubt.
 */
export const readRepository = async (paths: readonly string[], disk: Disk): Promise<readonly Evidence[]> => {
  const roots = new Set<string>();
  for (const path of paths.filter((each) => each !== '-')) {
    const folder = await toFolder(path, disk);
    if (folder === null) continue;
    roots.add(folder);
    const repository = await findRepository(folder, disk);
    if (repository !== null) roots.add(repository);
  }
  const evidence = new Map<string, Evidence>();
  for (const root of roots) {
    const tekton = new Map<string, string>();
    const pipelines = new Map<string, Pipeline>();
    for await (const { file, below } of listCandidates(root, disk)) {
      if (evidence.has(resolve(file))) continue;
      const text = await readText(file, disk);
      if (text === null) continue;
      const form = formOf(below);
      if (form === 'tekton') tekton.set(file, text);
      else if (form !== null) {
        const reading = readPipeline(text, form);
        if (reading !== null) pipelines.set(below, { file, reading });
      } else {
        const found = toDocument(file, text);
        if (found !== null) evidence.set(resolve(file), found);
      }
    }
    const all = [...[...pipelines.values()].map((each) => withCalled(each, pipelines)), ...readAllTekton(tekton)];
    for (const pipeline of all) {
      const found = toPipeline(pipeline);
      if (found !== null) evidence.set(resolve(pipeline.file), found);
    }
  }
  return [...evidence.values()];
};

interface Pipeline {
  readonly file: string;
  readonly reading: PipelineReading;
}

/** A scan in a file of the same repository that a pipeline calls is its own; the others it calls nobody read. */
const withCalled = ({ file, reading }: Pipeline, all: ReadonlyMap<string, Pipeline>): Pipeline => {
  const isOwn = (called: string): boolean => all.has(called.replace(/^\.?\//, ''));
  const scans = reading.elsewhere.filter(isOwn).flatMap((called) => {
    const scan = all.get(called.replace(/^\.?\//, ''))?.reading.scan ?? null;
    return scan === null ? [] : [{ ...scan, line: 0, step: `${called}, ${scan.step}` }];
  });
  const scan = [reading.scan, ...scans].find((each) => each?.harmless === '') ?? reading.scan ?? scans[0] ?? null;
  return { file, reading: { ...reading, scan, elsewhere: reading.elsewhere.filter((called) => !isOwn(called)) } };
};

/** A pipeline and the tasks it names lie in files of their own. */
const readAllTekton = (texts: ReadonlyMap<string, string>): readonly Pipeline[] => {
  const files = [...texts].map(([file, text]) => ({ file, text, documents: readTektonDocuments(text) }));
  const all = files.flatMap(({ documents }) => documents);
  const tasks = new Map(
    all.flatMap((each) => (textAt(each.object, 'kind') === 'Task' ? [[nameOf(each.object), each] as const] : [])),
  );
  const named = listNamedTasks(all);
  return files.map(({ file, text, documents }) => ({
    file,
    reading: judgePipeline(readTekton(documents, tasks, named), text.split('\n')),
  }));
};

const toFolder = async (path: string, disk: Disk): Promise<string | null> => {
  try {
    const { kind } = await disk.stat(path);
    return kind === 'folder' ? path : dirname(path);
  } catch {
    return null;
  }
};

/** No more than so many folders up: a path of links could be longer than any repository. */
const mostAbove = 12;

const findRepository = async (folder: string, disk: Disk): Promise<string | null> => {
  let at = folder;
  for (let above = 0; above < mostAbove; above += 1) {
    if ((await listFolder(at, disk)).some(({ name }) => name === '.git')) return at;
    const next = join(at, '..');
    const [here, there] = await Promise.all([realPath(at, disk), realPath(next, disk)]);
    if (here === null || there === null || here === there) return null;
    at = next;
  }
  return null;
};

const realPath = async (path: string, disk: Disk): Promise<string | null> => disk.realPath(path).catch(() => null);

const listFolder = async (folder: string, disk: Disk): Promise<readonly DiskEntry[]> =>
  disk.list(folder).catch(() => []);

interface Candidate {
  readonly file: string;
  /** Its path below the root, by which a pipeline is known. */
  readonly below: string;
}

/** Where the well-known pipelines are kept; documents and audit policies at the top or one folder below it. */
async function* listCandidates(root: string, disk: Disk): AsyncGenerator<Candidate> {
  const beside = (await listFolder(root, disk))
    .slice(0, mostEntries)
    .filter(({ name, kind }) => kind === 'folder' && name !== 'node_modules' && name !== '.git')
    .map(({ name }) => name);
  // Entries that are links are none of these kinds, so that nothing leads out of the repository.
  const deeper = beside.includes('.github')
    ? (await listFolder(join(root, '.github'), disk)).flatMap(({ name, kind }) =>
        name === 'workflows' && kind === 'folder' ? ['.github/workflows'] : [],
      )
    : [];
  for (const folder of ['', ...deeper, ...beside.slice(0, mostFolders)])
    for (const { name, kind } of (await listFolder(join(root, folder), disk)).slice(0, mostEntries)) {
      const below = folder === '' ? name : `${folder}/${name}`;
      if (kind === 'file' && (formOf(below) !== null || /\.md$/i.test(name) || isAuditPolicy(name)))
        yield { file: join(root, folder, name), below };
    }
}

const isAuditPolicy = (name: string): boolean => /audit.*\.ya?ml$/i.test(name);

const mostEntries = 500;
const mostFolders = 60;

/** A pipeline of more than this is none that a person wrote. */
const largest = 512 * 1024;

const readText = async (file: string, disk: Disk): Promise<string | null> => {
  try {
    const { size } = await disk.stat(file);
    return size > largest ? null : Buffer.from(disk.readRange(file, 0, size)).toString('utf8');
  } catch {
    return null;
  }
};

const toDocument = (file: string, text: string): Evidence | null => {
  if (/\.md$/i.test(file)) return text.includes(policyMark) ? fact('document/policy', { file }, file) : null;
  return recordsSomething(text) ? fact('document/audit-policy', { file }, file) : null;
};

/** Evidence `ci/workflow`: what builds images there, what scans them, and why that fails nothing where it does not. */
const toPipeline = ({ file, reading: { builder, scan, elsewhere } }: Pipeline): Evidence | null =>
  builder === null && scan === null
    ? null
    : fact(
        'ci/workflow',
        {
          file,
          builds: builder !== null,
          builder: builder ?? '',
          scanner: scan?.scanner ?? '',
          step: scan?.step ?? '',
          canFail: scan?.harmless === '',
          harmless: scan?.harmless ?? '',
          elsewhere: elsewhere.slice(0, mostElsewhere),
        },
        scan === null || scan.line === 0 ? file : `${file}:${scan.line}`,
      );

const mostElsewhere = 20;

/** A policy of the API server's audit log, one level of which is above None. */
const recordsSomething = (text: string): boolean => {
  const parsed = parseYaml(text);
  return (
    parsed.kind !== 'defect' &&
    textAt(parsed.value, 'apiVersion').startsWith('audit.k8s.io/') &&
    textAt(parsed.value, 'kind') === 'Policy' &&
    objectsAt(parsed.value, 'rules').some((rule) =>
      ['Metadata', 'Request', 'RequestResponse'].includes(textAt(rule, 'level')),
    )
  );
};

const fact = (kind: string, value: Evidence['value'], source: string): Evidence => ({
  kind,
  about: null,
  value,
  source,
  confidence: 'likely',
  at: null,
});
