/** `vauban exceptions add`: appends one exception to the file, keeping everything that stands there. */

import { allRuleIds } from '../assemble/rules.ts';
import type { ExceptionScope } from '../../model/exception.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, textOption, type CommandInput, type RunCommand } from './command.ts';
import { closest } from '../../lang/pattern/closest.ts';
import { draftException, parseEnd } from './draft-exception.ts';
import { saveExceptions } from './save-exceptions.ts';
import { exceptionsFileOf } from './exceptions-file.ts';
import { readOrRefuse, readSettings } from './settings.ts';

export const run: RunCommand = async (input, context) => {
  const [id = ''] = input.words;
  const scope = toScope(id, input);
  const entry = {
    scope,
    reason: requireText(input, 'reason', 'why is it fine?'),
    owner: requireText(input, 'owner', 'who answers for it?'),
    expires: requireFutureDay(input, context),
  };
  const { file } = exceptionsFileOf(input, await readSettings(input, context));
  const before = (await readOrRefuse(file, () => context.files.readText(file))) ?? '';
  const after = draftException(before, entry, file, context.now());
  if (after.kind === 'refused') throw new UsageError(after.message);
  return saveExceptions(
    {
      file,
      before,
      after: after.text,
      done: `added to ${file}; it counts until ${entry.expires}${entry.scope.finding === null && !isOwnPolicy(id) ? '' : '; the next scan tells whether it covers a finding'}`,
    },
    input,
    context,
  );
};

/** Sixteen hex digits name a finding; everything else must fit a rule. */
const toScope = (id: string, input: CommandInput): ExceptionScope => {
  const isFinding = /^[0-9a-f]{16}$/.test(id);
  const ids = allRuleIds();
  if (!isFinding && !isOwnPolicy(id) && !ids.some(compileWildcard(id))) {
    const meant = closest(id, ids);
    throw new UsageError(
      `${id} is neither a finding's id (sixteen hex digits, as reports print them) nor a rule${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    );
  }
  const kind = textOption(input, 'kind') ?? null;
  const namespace = textOption(input, 'namespace') ?? null;
  const name = textOption(input, 'name') ?? null;
  if (!isFinding && kind === null && namespace === null && name === null) {
    throw new UsageError(
      `an exception from ${id} for everything hides too much; narrow it with --namespace, --kind or --name`,
    );
  }
  return { rule: isFinding ? null : id, finding: isFinding ? id : null, kind, namespace, name, labels: {} };
};

/** Which there are only the policies of the next scan say. */
const isOwnPolicy = (id: string): boolean => /^(?:admission-policy|kyverno)\/./.test(id);

export const requireText = (input: CommandInput, name: string, question: string): string => {
  const text = textOption(input, name)?.trim();
  if (text === undefined || text === '') throw new UsageError(`--${name} is missing: ${question}`);
  return text;
};

export const requireFutureDay = (input: CommandInput, { now }: CliContext): string => {
  const text = requireText(input, 'expires', 'until when? write the last day as 2027-03-31');
  const end = parseEnd(text, now());
  if (end.day === null) throw new UsageError(`--expires ${end.why}`);
  return end.day;
};
