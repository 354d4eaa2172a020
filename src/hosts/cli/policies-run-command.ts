/** `vauban policies run`: people's own policies alone, about what they are given with them. */

import { bigAsText } from '../../model/json.ts';
import { mutateResource } from '../../engine/mutate/mutate-resource.ts';
import { createRuleIndex } from '../../engine/match/rule-index.ts';
import { printYaml } from '../../lang/patch/print-yaml.ts';
import type { Resource, ResourceRef } from '../../model/resource.ts';
import { renderHeadline } from '../../reports/overview.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import { isPolicyDocument } from '../assemble/compile-policies.ts';
import { createFacts } from '../assemble/facts.ts';
import { countPolicies, readPolicies, type PolicyDocuments } from '../assemble/read-policies.ts';
import { allRules, createRuleSet, type RuleOptions, type RuleSet } from '../assemble/rules.ts';
import { scanEstate } from '../assemble/scan-estate.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, listOption, type CommandInput, type RunCommand } from './command.ts';
import { exitCodeFor, toFailOn } from './exit-code.ts';
import { diffInPlace } from './line-difference.ts';
import { toOutputs, writeReports } from './outputs.ts';
import { withProgress } from './progress.ts';
import { toUser } from './rule-options.ts';
import { listSetting, readSettings, textSetting } from './settings.ts';

export const run: RunCommand = async (input, given) => {
  const context = { ...given, standardInput: repeatable(given.standardInput) };
  const policies = await readPolicies(input.words, context);
  if (countPolicies(policies) === 0 && policies.problems.length === 0)
    throw new UsageError(`there is no policy in ${input.words.join(', ')}`);
  const by: RuleOptions = {
    ...allRules,
    whose: 'own',
    policies,
    user: toUser(input),
    asWritten: flagOption(input, 'asWritten'),
  };
  return flagOption(input, 'mutate')
    ? printMutations(policies, by, toAsJson(input), context)
    : judge(input, by, context);
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
    throw new UsageError(`-o ${formats.join(' -o ')}: with --mutate there is table or json, to standard output`);
  return formats[0] === 'json';
};

const judge = async (input: CommandInput, by: RuleOptions, context: CliContext): Promise<0 | 1 | 2> => {
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

const printMutations = async (
  policies: PolicyDocuments,
  by: RuleOptions,
  asJson: boolean,
  context: CliContext,
): Promise<0 | 1 | 2> => {
  const ruleSet = createRuleSet(by);
  for (const { message, span } of ruleSet.problems)
    await context.error.write(
      `vauban: ${span === null ? '' : `${toPlainText(span.file)}:${span.line ?? 1}: `}${toPlainText(message)}\n`,
    );
  if (!policies.documents.some(({ ref }) => isMutating(ref)))
    throw new UsageError(`there is no MutatingAdmissionPolicy in ${policies.paths.join(', ')}, so nothing to change`);
  const subjects = policies.documents.filter(({ ref }) => !isPolicyDocument(ref));
  const differences = [...mutateAll(subjects, ruleSet, policies.documents)];
  const errors = differences.flatMap((each) => each.errors.map((error) => `${nameOf(each)}: ${error}`));
  for (const error of errors) await context.error.write(`vauban: ${toPlainText(error)}\n`);
  const changed = differences.filter(({ before, after }) => before !== after);
  await context.output.write(
    asJson
      ? `${JSON.stringify({ objects: subjects.length, changed: changed.map(toJson), errors }, bigAsText, 2)}\n`
      : renderDifferences(changed, subjects.length, errors.length),
  );
  // As for a scan: 2 for a mistake in a policy, 1 for what could not be read or run.
  const wrong = ruleSet.problems.filter(({ severity }) => severity === 'error');
  if (wrong.some(({ policy }) => policy !== null)) return 2;
  return errors.length > 0 || wrong.length > 0 ? 1 : 0;
};

const isMutating = ({ kind }: ResourceRef): boolean => kind === 'MutatingAdmissionPolicy';

const nameOf = ({ before }: Difference): string => {
  const { kind, namespace, name } = before.ref;
  return `${kind} ${namespace === null || namespace === '' ? '' : `${namespace}/`}${name}`;
};

const toJson = ({ before, after, by }: Difference) => ({
  subject: before.ref,
  file: before.origin.kind === 'file' ? before.origin.file : null,
  by,
  before: before.object,
  after: after.object,
});

const renderDifferences = (changed: readonly Difference[], objects: number, errors: number): string => {
  const blocks = changed.map((each) => {
    const { origin } = each.before;
    const place = origin.kind === 'file' ? `  ${origin.file}` : '';
    const lines = diffInPlace(printYaml(each.before.object), printYaml(each.after.object));
    return `${toPlainText(`${nameOf(each)}${place}  (${each.by.join(', ')})`)}\n${lines.join('\n')}\n\n`;
  });
  const failed = errors === 0 ? '' : `, ${errors} ${errors === 1 ? 'policy' : 'policies'} could not be run`;
  return `${blocks.join('')}${changed.length} of ${objects} ${objects === 1 ? 'object' : 'objects'} would be changed${failed}\n`;
};

interface Difference {
  readonly before: Resource;
  readonly after: Resource;
  readonly by: readonly string[];
  readonly errors: readonly string[];
}

function* mutateAll(
  subjects: readonly Resource[],
  ruleSet: RuleSet,
  handed: readonly Resource[],
): Generator<Difference> {
  const index = createRuleIndex(ruleSet.rules);
  const facts = createFacts(ruleSet, handed);
  facts.end();
  for (const before of subjects) {
    const { resource, by, conclusions } = mutateResource(
      before,
      ruleSet.rules,
      (rule, current) => index.rulesFor({ kind: 'resource', resource: current }).includes(rule),
      facts,
    );
    // Skipped for want of evidence, a mutation says nothing of what it would change.
    const errors = conclusions
      .filter(({ conclusion: { status, reason } }) => status === 'error' || reason === 'no-evidence')
      .map(({ rule, conclusion }) => `${rule.id}: ${conclusion.message}`);
    yield { before, after: resource, by, errors };
  }
}
