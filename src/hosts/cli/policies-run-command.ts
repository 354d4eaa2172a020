/** `vauban policies run`: people's own policies alone, about what they are given with them. */

import { bigAsText } from '../../model/json.ts';
import { printYaml } from '../../lang/patch/print-yaml.ts';
import type { Resource, ResourceRef } from '../../model/resource.ts';
import { renderHeadline } from '../../reports/overview.ts';
import { count, toPlainText } from '../../reports/plain-text.ts';
import { chooseRules, previewChanges, type Difference, type Preview } from '../assemble/preview-changes.ts';
import { countPolicies, readPolicies, readPoliciesAmong, type PolicyDocuments } from '../assemble/read-policies.ts';
import { allRules, createRuleSet, type RuleOptions, type RuleSet } from '../assemble/rules.ts';
import { scanEstate } from '../assemble/scan-estate.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, listOption, type CommandInput, type RunCommand } from './command.ts';
import { exitCodeFor, toFailOn } from './exit-code.ts';
import { diffInPlace } from './line-difference.ts';
import { toOutputs, writeReports } from './outputs.ts';
import { withProgress } from './progress.ts';
import { listSetting, readSettings, textSetting } from './settings.ts';
import { readTold } from './value-options.ts';

export const run: RunCommand = async (input, given) => {
  const context = { ...given, standardInput: repeatable(given.standardInput) };
  const wanted = { mutate: flagOption(input, 'mutate'), generate: flagOption(input, 'generate') };
  const isPreview = wanted.mutate || wanted.generate;
  const policies = await (isPreview ? readPolicies : readPoliciesAmong)(input.words, context);
  if (countPolicies(policies) === 0 && policies.problems.length === 0)
    throw new UsageError(`there is no policy in ${input.words.join(', ')}`);
  const { known, ...told } = await readTold(input, context);
  const by: RuleOptions = {
    ...allRules,
    whose: 'own',
    policies,
    ...told,
    asWritten: flagOption(input, 'asWritten'),
  };
  return isPreview
    ? printPreview(policies, by, known, { ...wanted, asJson: toAsJson(input) }, context)
    : judge(input, by, known, context);
};

/** What comes through a pipe is read twice: for the policies in it, and for what they judge. */
const repeatable = (input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> => {
  let read: Promise<readonly Uint8Array[]> | undefined;
  return {
    async *[Symbol.asyncIterator]() {
      read ??= gather(input);
      yield* await read;
    },
  };
};

const gather = async (input: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of input) pieces.push(piece);
  return pieces;
};

/** The differences are a text for people, or JSON: none of the formats of a report. */
const toAsJson = (input: CommandInput): boolean => {
  const formats = listOption(input, 'output');
  const other = formats.find((format) => format !== 'json' && format !== 'table');
  if (other !== undefined || formats.length > 1)
    throw new UsageError(
      `-o ${formats.join(' -o ')}: with --mutate and --generate there is table or json, to standard output`,
    );
  return formats[0] === 'json';
};

const judge = async (
  input: CommandInput,
  by: RuleOptions,
  known: readonly Resource[],
  context: CliContext,
): Promise<0 | 1 | 2> => {
  const settings = await readSettings(input, context);
  const outputs = await toOutputs(listSetting(input, settings, 'output'), context);
  const failOn = toFailOn(textSetting(input, settings, 'failOn'));
  const { report, nothingRead } = await withProgress(input.words, context, (progress) =>
    scanEstate(
      {
        program: context.program,
        by,
        paths: input.words,
        contexts: [],
        namespaces: [],
        exceptions: [],
        baseline: null,
        known,
        random: context.random,
        asOf: context.now(),
        includePasses: flagOption(input, 'includePasses'),
        includeSkips: flagOption(input, 'includeSkips'),
        problems: [],
        progress,
      },
      context,
    ),
  );
  if (!(await writeReports(report, outputs, { brief: false, all: true }, context))) return 2;
  // A log with nothing in it looks like a crash.
  if (outputs.every(({ file }) => file !== null)) {
    await context.error.write(
      `vauban: ${renderHeadline(report)}; written to ${outputs.map(({ file }) => file).join(', ')}\n`,
    );
  }
  return exitCodeFor(report, { failOn, allowPartial: false, nothingRead, ownFileBroken: false });
};

const printPreview = async (
  policies: PolicyDocuments,
  by: RuleOptions,
  known: readonly Resource[],
  wanted: Wanted,
  context: CliContext,
): Promise<0 | 1 | 2> => {
  const ruleSet = await createRuleSet(by);
  for (const { message, span } of ruleSet.problems)
    await context.error.write(
      `vauban: ${span === null ? '' : `${toPlainText(span.file)}:${span.line ?? 1}: `}${toPlainText(message)}\n`,
    );
  refuseNothingToDo(policies, ruleSet, wanted);
  const preview = previewChanges(policies.documents, ruleSet, {
    known,
    generate: wanted.generate,
    now: context.now(),
    random: context.random,
  });
  const errors = preview.errors.map(({ subject, message }) => `${nameOf(subject.ref)}: ${message}`);
  for (const error of errors) await context.error.write(`vauban: ${toPlainText(error)}\n`);
  await context.output.write(wanted.asJson ? renderAsJson(preview, errors, wanted) : renderPreview(preview, wanted));
  // As for a scan: 2 for a mistake in a policy, 1 for what could not be read or run.
  const wrong = ruleSet.problems.filter(({ severity }) => severity === 'error');
  if (wrong.some(({ policy }) => policy !== null)) return 2;
  return errors.length > 0 || wrong.length > 0 ? 1 : 0;
};

interface Wanted {
  readonly mutate: boolean;
  readonly generate: boolean;
  readonly asJson: boolean;
}

/** A policy that was not compiled was told of already. */
const refuseNothingToDo = (
  { documents, paths }: PolicyDocuments,
  { rules, problems }: RuleSet,
  wanted: Wanted,
): void => {
  if (problems.some(({ severity, policy }) => severity === 'error' && policy !== null)) return;
  const place = paths.join(', ');
  if (wanted.mutate && chooseRules(documents, rules, 'changing').length === 0)
    throw new UsageError(`there is no policy in ${place} that changes objects, so nothing to change`);
  if (wanted.generate && chooseRules(documents, rules, 'making').length === 0)
    throw new UsageError(`there is no policy in ${place} that generates objects, so nothing to generate`);
};

const nameOf = ({ kind, namespace, name }: ResourceRef): string =>
  `${kind} ${namespace === null || namespace === '' ? '' : `${namespace}/`}${name}`;

const renderAsJson = (
  { objects, changed, generated }: Preview,
  errors: readonly string[],
  { mutate, generate }: Wanted,
): string => {
  const whole = {
    objects,
    ...(mutate ? { changed: changed.map(toJson) } : {}),
    ...(generate
      ? { generated: generated.map(({ object, by, trigger }) => ({ by, trigger: trigger.ref, object })) }
      : {}),
    errors,
  };
  return `${JSON.stringify(whole, bigAsText, 2)}\n`;
};

const toJson = ({ before, after, by }: Difference) => ({
  subject: before.ref,
  file: before.origin.kind === 'file' ? before.origin.file : null,
  by,
  before: before.object,
  after: after.object,
});

const renderPreview = ({ objects, changed, generated, errors }: Preview, { mutate, generate }: Wanted): string => {
  const differences = changed.map((each) => {
    const { origin } = each.before;
    const place = origin.kind === 'file' ? `  ${origin.file}` : '';
    const lines = diffInPlace(printYaml(each.before.object), printYaml(each.after.object));
    return `${toPlainText(`${nameOf(each.before.ref)}${place}  (${each.by.join(', ')})`)}\n${lines.join('\n')}\n\n`;
  });
  // Comments and separators: what is printed can be kept as a file.
  const documents = generated.map(
    ({ object, by, trigger }) => `# ${toPlainText(`${by}, for ${nameOf(trigger.ref)}`)}\n${printYaml(object)}---\n`,
  );
  const counts = [
    ...(mutate ? [`${changed.length} of ${objects} ${objects === 1 ? 'object' : 'objects'} would be changed`] : []),
    ...(generate ? [`${generated.length} ${generated.length === 1 ? 'object' : 'objects'} would be generated`] : []),
  ];
  const failed = errors.length;
  const amiss = failed === 0 ? '' : `, ${count(failed, 'judgement')} not possible`;
  return `${mutate ? differences.join('') : ''}${generate ? documents.join('') : ''}${mutate ? '' : '# '}${counts.join(', ')}${amiss}\n`;
};
