/** `vauban network generate`: default-deny for every namespace with the allows it needs, as files for a pull request. */

import { join } from 'node:path';
import { generatePolicies, type Generation } from '../../kube/network/generate/generate-policies.ts';
import { generateKinds, keepForGenerate } from '../../kube/network/generate/generate-kinds.ts';
import { toPolicyObject } from '../../kube/network/generate/generated-policy.ts';
import { renderFlowEnd, type FlowEnd } from '../../kube/network/generate/needed-flow.ts';
import { guideMark, renderGuide, renderPorts } from '../../kube/network/generate/render-guide.ts';
import { fileMark, renderPolicies, type TellPlace } from '../../kube/network/generate/render-policies.ts';
import { checkWritten, type CutFlow } from '../assemble/network/check-written.ts';
import { createLocator, type Locate } from '../assemble/network/locate.ts';
import { loadSnapshot, type LoadedSnapshot } from '../assemble/load-snapshot.ts';
import type { Problem } from '../../model/problem.ts';
import { explainUnread, nameUnread } from '../../reports/overview.ts';
import { renderRef } from '../../reports/place.ts';
import { count, toPlainText } from '../../reports/plain-text.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, listOption, textOption, type CommandInput, type RunCommand } from './command.ts';
import { findOwnFiles, writeOwnFiles, type OwnFile } from './own-files.ts';
import { withProgress } from './progress.ts';
import { quoteWord } from './quote-word.ts';
import { flagSetting, readSettings } from './settings.ts';
import { toTargets } from './targets.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const { paths, contexts } = await toTargets(input.words, input, settings, context);
  const [cluster = null, other] = contexts;
  if (other !== undefined || (cluster !== null && paths.length > 0))
    throw new UsageError('policies are generated for one estate: one cluster, or paths');
  const folder = readFolder(input);
  const own = folder === null ? noFiles : await findOwnFiles(folder, [fileMark, guideMark], context);
  const loaded = await withProgress(input.words, context, async (progress) =>
    loadSnapshot(
      { paths, context: cluster, kinds: generateKinds, keep: keepForGenerate, namespaces: [], progress },
      context,
    ),
  );
  const generation = generatePolicies({
    snapshot: loaded.snapshot,
    namespaces: listOption(input, 'namespace'),
  });
  const locate = createLocator(loaded);
  const partial = loaded.nothingRead ? [] : listUnread(loaded);
  const preview = toPreview(context.program, paths, cluster, folder ?? 'FOLDER');
  const files = toFiles(generation, { locate, preview, partial });
  const cut = checkWritten(generation, files);
  await tell({ loaded, generation, cut, partial, locate }, context);
  if (loaded.nothingRead || generation.namespaces.length === 0) return 2;
  await print(input, { loaded, generation, files, cut, partial, locate }, context, folder === null);
  const allowPartial = flagSetting(input, settings, 'allowPartial') || flagOption(input, 'allowPartial');
  if (folder !== null && partial.length > 0 && !allowPartial && !flagOption(input, 'dryRun')) {
    await context.error.write(
      'vauban: nothing is written: a default-deny from half a picture cuts what was not read. Read the rest, or --allow-partial; --dry-run shows it\n',
    );
    return 1;
  }
  if (folder !== null && !(await write({ files, own, folder, preview }, input, context))) return 2;
  if (cut.some(({ before }) => !before) || hasMistakes(generation)) return 1;
  return (partial.length === 0 && generation.doubts.length === 0) || allowPartial ? 0 : 1;
};

/** What was not read, a sentence each: connections that only it shows are cut. */
const listUnread = ({ snapshot, problems }: LoadedSnapshot): readonly string[] => [
  ...problems.filter(({ severity }) => severity === 'error').map(renderProblem),
  // What breaks off is a problem of its own, told above.
  ...snapshot.unread
    .filter(({ reason }) => problems.every(({ message }) => message !== reason))
    .map((unread) => `${nameUnread(unread)} was not read: ${explainUnread(unread)}`),
  ...(snapshot.evidence.some(({ kind }) => kind === 'scan/namespaces')
    ? ['only some namespaces were read: who of the others asks these, and whom these ask there, is not known']
    : []),
];

const renderProblem = ({ message, span }: Problem): string =>
  `${span === null ? '' : `${span.file}${span.line === null ? '' : `:${span.line}`}: `}${message}`;

const hasMistakes = ({ problems }: Generation): boolean => problems.some(({ severity }) => severity === 'error');

const toPreview = (program: string, paths: readonly string[], cluster: string | null, folder: string): string => {
  const old =
    cluster === null
      ? paths.map(quoteWord).join(' ')
      : cluster === ''
        ? '--cluster'
        : `--context ${quoteWord(cluster)}`;
  return `${program} network diff ${old} --add ${quoteWord(folder)}`;
};

const noFiles: ReadonlySet<string> = new Set();

const readFolder = (input: CommandInput): string | null => {
  const folder = textOption(input, 'write');
  if (folder === '') throw new UsageError('--write names the folder to write into; . is this one');
  return folder ?? null;
};

const guideName = 'README.md';

interface FileOptions {
  readonly locate: Locate;
  readonly preview: string;
  readonly partial: readonly string[];
}

const toFiles = (generation: Generation, { locate, preview, partial }: FileOptions): readonly OwnFile[] => {
  const place = tellPlace(locate);
  const fileOf = (namespace: string): string => `${namespace}.yaml`;
  return [
    ...generation.namespaces.map((made) => ({
      name: fileOf(made.namespace),
      text: renderPolicies(made, place, partial),
    })),
    { name: guideName, text: renderGuide(generation, { preview, fileOf, place, partial }) },
  ];
};

/** `shop/web.yaml:12`; of an object of a cluster its name and the field. */
const tellPlace =
  (locate: Locate): TellPlace =>
  ({ resource, path }) => {
    if (resource === null) return '';
    const { file, line } = locate(resource, path);
    if (file !== null && line !== null) return `${file}:${line}`;
    return [file ?? renderRef(resource.ref), path].filter((part) => part !== '').join(' ');
  };

interface Told {
  readonly loaded: LoadedSnapshot;
  readonly generation: Generation;
  readonly cut: readonly CutFlow[];
  readonly partial: readonly string[];
  readonly locate: Locate;
}

const tell = async ({ loaded, generation, cut, partial, locate }: Told, { error }: CliContext): Promise<void> => {
  const { problems, nothingRead } = loaded;
  const { namespaces, leftOut, leftOver } = generation;
  const place = tellPlace(locate);
  const lines = [
    ...problems.filter(({ severity }) => nothingRead || severity !== 'error').map(renderProblem),
    ...partial,
    ...(partial.length === 0 ? [] : ['partial: what was not read may need connections that these policies close']),
    ...generation.problems.map(
      ({ about, path, message }) => `${place({ resource: about, path })}: ${renderRef(about.ref)}: ${message}`,
    ),
    ...generation.doubts.map(({ why }) => `partial: ${why}`),
    ...leftOut.map(({ namespace, why }) => `${namespace} is left out: ${why}`),
    ...leftOver.flatMap(({ ref, origin }) =>
      origin.kind === 'cluster'
        ? [
            `${renderRef(ref)} is of an earlier run and not made any more: kubectl delete networkpolicy ${ref.name} -n ${ref.namespace ?? 'default'}`,
          ]
        : [],
    ),
    ...cut.map(({ flow, before }) =>
      before
        ? `${renderFlowEnd(flow.from)} → ${renderFlowEnd(flow.to)} (${renderPorts(flow)}) is needed, and policies that exist already cut it: ${flow.because.text}`
        : `this is a bug, please report it: ${renderFlowEnd(flow.from)} → ${renderFlowEnd(flow.to)} (${renderPorts(flow)}) would be cut, and is needed: ${flow.because.text}`,
    ),
    ...(nothingRead
      ? ['nothing could be read, so nothing is generated']
      : namespaces.length === 0
        ? ['no namespace has a workload that a policy could select, so nothing is generated']
        : []),
  ];
  for (const line of lines) await error.write(`vauban: ${toPlainText(line)}\n`);
};

interface Result extends Told {
  readonly files: readonly OwnFile[];
}

const print = async (
  input: CommandInput,
  result: Result,
  { output }: CliContext,
  isOnlyShown: boolean,
): Promise<void> => {
  if (textOption(input, 'output') === 'json') await output.write(`${JSON.stringify(toJson(result), null, 2)}\n`);
  else if (isOnlyShown || flagOption(input, 'dryRun'))
    await output.write(
      result.files
        .filter(({ name }) => name !== guideName)
        .map(({ text }) => text)
        .join('---\n'),
    );
};

const toJson = ({ generation, partial, cut, locate }: Result) => {
  const chosen = new Set(generation.namespaces.map(({ namespace }) => namespace));
  const isOfChosen = (end: FlowEnd): boolean => end.kind === 'workload' && chosen.has(end.workload.namespace);
  return {
    complete: partial.length + generation.doubts.length + cut.length === 0 && !hasMistakes(generation),
    namespaces: generation.namespaces.map((made) => ({
      namespace: made.namespace,
      policies: made.policies.map((policy) => toPolicyObject(made, policy)),
    })),
    flows: generation.flows
      .filter(({ from, to }) => isOfChosen(from) || isOfChosen(to))
      .map(({ from, to, ports, because: { text, resource, path } }) => ({
        from: toPlaces(from),
        to: toPlaces(to),
        ports,
        because: text,
        path,
        ...(resource === null ? { file: null, line: null } : locate(resource, path)),
      })),
    questions: generation.questions.map(({ namespace, text, resource, path }) => ({
      namespace,
      message: text,
      ...(resource === null ? { file: null, line: null } : locate(resource, path)),
    })),
    leftOut: generation.leftOut,
    partial: [...partial, ...generation.doubts.map(({ why }) => why)],
    problems: generation.problems.map(({ message, about, path }) => ({
      message,
      about: renderRef(about.ref),
      ...locate(about, path),
    })),
    cut: cut.map(({ flow, before }) => ({
      from: toPlaces(flow.from),
      to: toPlaces(flow.to),
      ports: flow.ports,
      before,
    })),
  };
};

const toPlaces = (end: FlowEnd): readonly string[] => {
  switch (end.kind) {
    case 'workload':
      return [`workload/${end.workload.namespace}/${end.workload.name}`];
    case 'pods':
      return [
        `pods/${end.namespace ?? '*'}/${Object.entries(end.labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(',')}`,
      ];
    case 'everyone':
      return ['everyone//'];
    case 'addresses':
      return end.prefixes.map((prefix) => `cidr//${prefix}`);
  }
};

interface Writing {
  readonly files: readonly OwnFile[];
  readonly own: ReadonlySet<string>;
  readonly folder: string;
  readonly preview: string;
}

const write = async (
  { files, own, folder, preview }: Writing,
  input: CommandInput,
  context: CliContext,
): Promise<boolean> => {
  const dryRun = flagOption(input, 'dryRun');
  if (!(await writeOwnFiles({ files, own, folder, force: flagOption(input, 'force'), dryRun }, context))) return false;
  if (!dryRun)
    await context.error.write(
      `vauban: ${count(files.length - 1, 'namespace')} written to ${folder}; ${join(folder, guideName)} says how to apply it and take it back; to see first what it changes: ${preview}\n`,
    );
  return true;
};
