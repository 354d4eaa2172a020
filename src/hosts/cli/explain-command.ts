/** `vauban explain`: what a rule asks, why, when it is fine to fail it, how to fix it, and where to read more. */

import { readPolicies } from '../assemble/read-policies.ts';
import { allRules, createRuleSet, listKnownRules } from '../assemble/rules.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { UsageError, listOption, textOption, type RunCommand } from './command.ts';
import { closest } from '../../lang/pattern/closest.ts';
import { wrap } from '../../reports/plain-text.ts';

export const run: RunCommand = async (input, context) => {
  const { output } = context;
  const policies = await readPolicies(listOption(input, 'policy'), context);
  const { metadata: own } = await createRuleSet({ ...allRules, whose: 'own', policies });
  const rules = [...own, ...listKnownRules()];
  const [wanted] = input.words;
  const chosen = wanted === undefined ? rules : findRules(wanted, rules);
  const asJson = textOption(input, 'output') === 'json';
  if (asJson) await output.write(`${JSON.stringify(chosen.map(toMetadata), null, 2)}\n`);
  else if (wanted === undefined) await output.write(renderList(chosen));
  else
    await output.write(
      chosen.map((rule) => renderRule(rule, Math.min(output.width === 0 ? 100 : output.width, 100))).join('\n'),
    );
  return 0;
};

const findRules = (wanted: string, rules: readonly RuleMetadata[]): readonly RuleMetadata[] => {
  const fits = compileWildcard(wanted);
  const found = rules.filter(({ id }) => fits(id));
  if (found.length > 0) return found;
  const ids = rules.map(({ id }) => id);
  // People remember the last word of an id: `run-as-non-root` alone is enough.
  const byName = rules.filter(({ id }) => id.endsWith(`/${wanted}`));
  if (byName.length > 0) return byName;
  // Of a policy with several rules the name of the policy is enough.
  const below = rules.filter(({ id }) => id.startsWith(`${wanted}/`));
  if (below.length > 0) return below;
  if (/^[0-9a-f]{16}$/i.test(wanted)) {
    throw new UsageError(
      `${wanted} is a finding's id, not a rule; the table and -o json print the rule beside it: vauban explain RULE`,
    );
  }
  if (/^(?:admission-policy|kyverno)\//.test(wanted) && !ids.some((id) => id.startsWith(`${wanted.split('/')[0]}/`)))
    throw new UsageError(
      `${wanted} is a policy of your own: name its file too: vauban explain ${wanted} --policy FILE`,
    );
  const meant = closest(wanted, ids);
  throw new UsageError(
    `there is no rule ${wanted}; ${meant === undefined ? '`vauban explain` lists them' : `did you mean ${meant}?`}`,
  );
};

/** What people read about a rule, without what runs it. */
const toMetadata = (rule: RuleMetadata): RuleMetadata => {
  const { id, title, severity, layer, control, what, why, fine, remediation, references } = rule;
  return { id, title, severity, layer, control, what, why, fine, remediation, references };
};

const renderList = (rules: readonly RuleMetadata[]): string => {
  const widest = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(({ id, severity, title }) => `${id.padEnd(widest)}  ${severity.padEnd(8)}  ${title}`);
  return `${lines.join('\n')}\n\n${rules.length} rules; \`vauban explain RULE\` says more about one.\n`;
};

const renderRule = (rule: RuleMetadata, width: number): string =>
  [
    rule.id,
    `${rule.title}  (${rule.severity}, ${rule.layer} layer)`,
    '',
    ...section('What it asks', rule.what, width),
    ...section('Why it matters', rule.why, width),
    ...section('When it is fine', rule.fine, width),
    ...section('How to fix it', rule.remediation === rule.what ? '' : rule.remediation, width),
    ...(rule.references.length === 0
      ? []
      : ['References', ...rule.references.map((reference) => `  ${reference}`), '']),
  ].join('\n');

/** People's own policies say less of themselves than ours: what they leave out has no heading. */
const section = (title: string, text: string, width: number): readonly string[] =>
  text === ''
    ? []
    : [
        title,
        ...text
          .split('\n')
          .flatMap((line) => (/^\s/.test(line) ? [line] : wrap(line, width - 2)))
          .map((line) => (line === '' ? '' : `  ${line}`)),
        '',
      ];
