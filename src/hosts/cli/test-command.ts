/** `vauban test`: policies against their fixtures, whether those lie in `pass/` and `fail/` or a kyverno-test.yaml names them. */

import { findKyvernoTests, runKyvernoTestFile, usualFileName } from '../assemble/kyverno-tests/find-kyverno-tests.ts';
import { everyTest, parseTestFilter, type TestFilter } from '../assemble/kyverno-tests/test-filter.ts';
import type { KyvernoTestResult } from '../assemble/kyverno-tests/run-kyverno-test.ts';
import { findPolicySuites } from '../assemble/find-policy-suites.ts';
import type { SuiteResult } from '../assemble/run-policy-suites.ts';
import { count } from '../../reports/plain-text.ts';
import { UsageError, flagOption, listOption, textOption, type CommandInput, type RunCommand } from './command.ts';
import { toOutputsOf, writeOutputs } from './outputs.ts';
import { withProgress } from './progress.ts';
import { countCases, testFormats } from './test-formats.ts';
import { readTold } from './value-options.ts';

export const run: RunCommand = async (input, context) => {
  const outputs = await toOutputsOf(testFormats, listOption(input, 'output'), context);
  const options = { ...(await readTold(input, context)), asWritten: flagOption(input, 'asWritten') };
  const filter = toFilter(input);
  const name = textOption(input, 'fileName') ?? usualFileName;
  const folders = input.words.length === 0 ? ['.'] : input.words;
  const tested = await withProgress(input.words, context, async (say) => {
    const suites: SuiteResult[] = [];
    const tests: KyvernoTestResult[] = [];
    let files = 0;
    for (const folder of folders) {
      await refuseWhatIsNoFolder(folder, context.disk);
      // A filter is about expectations, which fixtures do not have.
      if (filter === everyTest)
        for (const suite of await findPolicySuites(folder, context.disk)) {
          // What runs them knows all rules there are, and folders of Kyverno's tests have none of these.
          const { runPolicySuite } = await import('../assemble/run-policy-suites.ts');
          suites.push(await runPolicySuite(suite, options, context));
          say(`${suites.length} folders tested`);
        }
      for (const file of await findKyvernoTests(folder, name, context.disk)) {
        files += 1;
        for await (const result of runKyvernoTestFile(file, filter, context)) {
          tests.push(result);
          say(`${suites.length + tests.length} tested, now ${file}`);
        }
      }
    }
    return { suites, tests, files };
  });
  if (tested.suites.length + tested.tests.length === 0) {
    if (tested.files > 0)
      throw new UsageError(
        `--filter ${textOption(input, 'filter')}: no expectation of ${count(tested.files, 'test file')} in ${folders.join(', ')} fits`,
      );
    throw new UsageError(
      `there is nothing to test in ${folders.join(', ')}: put fixtures into pass/ and fail/ beside a policy, or write a ${name}`,
    );
  }
  if (!(await writeOutputs(outputs, ({ format }) => format.render(tested), context))) return 2;
  const { failed, broken } = countCases(tested);
  return failed > 0 || broken > 0 ? 1 : 0;
};

const toFilter = (input: CommandInput): TestFilter => {
  const given = textOption(input, 'filter');
  if (given === undefined) return everyTest;
  const parsed = parseTestFilter(given);
  if (parsed.kind === 'defect') throw new UsageError(`--filter: ${parsed.message}`);
  return parsed.filter;
};

const refuseWhatIsNoFolder = async (
  folder: string,
  disk: { stat(path: string): Promise<{ readonly kind: string }> },
): Promise<void> => {
  let kind: string;
  try {
    kind = (await disk.stat(folder)).kind;
  } catch {
    throw new UsageError(`there is no folder ${folder}`);
  }
  if (kind !== 'folder') throw new UsageError(`${folder} is no folder; name the one that holds pass/ and fail/`);
};
