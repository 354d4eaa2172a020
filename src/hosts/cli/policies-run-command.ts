/** `vauban policies run`: people's own policies alone, about what they are given with them. */

import { mutateResource } from '../../engine/mutate/mutate-resource.ts';
import { createRuleIndex } from '../../engine/match/rule-index.ts';
import { printYaml } from '../../lang/patch/print-yaml.ts';
import type { Resource } from '../../model/resource.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import { isPolicyDocument } from '../assemble/compile-policies.ts';
import { createFacts } from '../assemble/facts.ts';
import { countPolicies, readPolicies, type PolicyDocuments } from '../assemble/read-policies.ts';
import { allRules, createRuleSet, type RuleOptions, type RuleSet } from '../assemble/rules.ts';
import { scanEstate } from '../assemble/scan-estate.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, type CommandInput, type RunCommand } from './command.ts';
import { exitCodeFor, toFailOn } from './exit-code.ts';
import { diffLines } from './line-difference.ts';
import { toOutputs, writeReports } from './outputs.ts';
import { withProgress } from './progress.ts';
import { toUser } from './rule-options.ts';
import { listSetting, readSettings, textSetting } from './settings.ts';

export const run: RunCommand = async (input, context) => {
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
  return flagOption(input, 'mutate') ? printMutations(policies, by, context) : judge(input, by, context);
};

const judge = async (input: CommandInput, by: RuleOptions, context: CliContext): Promise<0 | 1 | 2> => {
  const settings = await readSettings(input, context);
  const outputs = await toOutputs(listSetting(input, settings, 'output'), context);
  const failOn = toFailOn(textSetting(input, settings, 'failOn') ?? 'info');
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
  return exitCodeFor(report, { failOn, allowPartial: false, nothingRead, ownFileBroken: false });
};

const printMutations = async (policies: PolicyDocuments, by: RuleOptions, context: CliContext): Promise<0 | 1> => {
  const ruleSet = createRuleSet(by);
  for (const { message, span } of ruleSet.problems)
    await context.error.write(
      `vauban: ${span === null ? '' : `${toPlainText(span.file)}:${span.line ?? 1}: `}${toPlainText(message)}\n`,
    );
  const subjects = policies.documents.filter(({ ref }) => !isPolicyDocument(ref));
  let changed = 0;
  let failed = 0;
  for (const { before, after, by: changers, errors } of mutateAll(subjects, ruleSet, policies.documents)) {
    const { kind, namespace, name } = before.ref;
    const title = toPlainText(`${kind} ${namespace === null || namespace === '' ? '' : `${namespace}/`}${name}`);
    for (const error of errors) await context.error.write(`vauban: ${title}: ${toPlainText(error)}\n`);
    failed += errors.length;
    if (after === before) continue;
    changed += 1;
    const lines = diffLines(printYaml(before.object), printYaml(after.object));
    await context.output.write(`${title}  (${changers.map(toPlainText).join(', ')})\n${lines.join('\n')}\n\n`);
  }
  const count = `${changed} of ${subjects.length} ${subjects.length === 1 ? 'object' : 'objects'} would be changed`;
  await context.output.write(
    `${count}${failed === 0 ? '' : `, ${failed} ${failed === 1 ? 'policy' : 'policies'} could not be run`}\n`,
  );
  return failed > 0 || ruleSet.problems.some(({ severity }) => severity === 'error') ? 1 : 0;
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
    const errors = conclusions
      .filter(({ conclusion }) => conclusion.status === 'error')
      .map(({ rule, conclusion }) => `${rule.id}: ${conclusion.message}`);
    yield { before, after: resource, by, errors };
  }
}
