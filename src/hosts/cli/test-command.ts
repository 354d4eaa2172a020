/** `vauban test`: policies against the fixtures that lie beside them in `pass/` and `fail/`. */

import { runPolicySuites, type SuiteResult } from '../assemble/run-policy-suites.ts';
import { UsageError, flagOption, listOption, type RunCommand } from './command.ts';
import { toOutputsOf, writeOutputs } from './outputs.ts';
import { withProgress } from './progress.ts';
import { toUser } from './rule-options.ts';
import { countCases, testFormats } from './test-formats.ts';

export const run: RunCommand = async (input, context) => {
  const outputs = await toOutputsOf(testFormats, listOption(input, 'output'), context);
  const options = { user: toUser(input), asWritten: flagOption(input, 'asWritten') };
  const folders = input.words.length === 0 ? ['.'] : input.words;
  const suites = await withProgress(input.words, context, async (say) => {
    const results: SuiteResult[] = [];
    for (const folder of folders) {
      await refuseWhatIsNoFolder(folder, context.disk);
      for await (const result of runPolicySuites(folder, options, context)) {
        results.push(result);
        say(`${results.length} folders tested`);
      }
    }
    return results;
  });
  if (suites.length === 0) {
    throw new UsageError(
      `there is nothing to test in ${folders.join(', ')}: put fixtures into pass/ and fail/ beside a policy`,
    );
  }
  if (!(await writeOutputs(outputs, ({ format }) => format.render(suites), context))) return 2;
  const { failed, broken } = countCases(suites);
  return failed > 0 || broken > 0 ? 1 : 0;
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
