/** The pages that are made from the code itself: rules, commands, steps, settings, and the README's picture. */

import { listKnownRules } from '../../src/hosts/assemble/rules.ts';
import { commands } from '../../src/hosts/cli/commands.ts';
import type { CommandSpec } from '../../src/hosts/cli/command.ts';
import { settingSchemas } from '../../src/hosts/cli/settings.ts';
import { runCli } from '../../src/hosts/cli/test-context.ts';
import type { RuleMetadata } from '../../src/model/rule.ts';
import { stepTypes } from '../../src/model/step-type.ts';
import { fileURLToPath } from 'node:url';
import { reportFormats } from '../../src/reports/registry.ts';
import { renderConsoleApi } from './console-api.ts';
import { renderReaderRole } from './reader-role.ts';
import { renderRoadmapPage } from './roadmap-page.ts';
import { renderTerminalPicture } from './terminal-picture.ts';

/** Each page's path below the repository and its text. */
export const renderDocs = async (): Promise<ReadonlyMap<string, string>> => {
  const rules = listKnownRules();
  return new Map([
    ['docs/rules.md', renderRules(rules)],
    ['docs/commands.md', renderCommands()],
    ['docs/attack-steps.md', renderStepTypes()],
    ['docs/roadmap.md', await renderRoadmapPage()],
    ['docs/console-api.md', renderConsoleApi()],
    ['docs/cluster-access.md', await renderReaderRole()],
    ['docs/vauban.schema.json', renderSettingsSchema()],
    ['docs/scan.svg', await renderScanPicture()],
  ]);
};

/** What `npm start` prints. */
const renderScanPicture = async (): Promise<string> => {
  const folder = fileURLToPath(new URL('../../', import.meta.url));
  const words = ['scan', 'examples/estate/week-0', '--brief', '--fail-on', 'none'];
  return renderTerminalPicture(
    'npm start',
    (await runCli(words, { folder, width: 116, program: 'npx vauban' })).output,
  );
};

const generated = '<!-- Made from the code by `npm run docs`; edit the code. -->';

const renderRules = (rules: readonly RuleMetadata[]): string =>
  [
    generated,
    '',
    '# Rules',
    '',
    `${rules.length} rules. \`vauban explain RULE\` prints the same.`,
    '',
    '| rule | severity | layer | what |',
    '| --- | --- | --- | --- |',
    ...rules.map(
      ({ id, severity, layer, title }) => `| [${id}](#${toAnchor(id)}) | ${severity} | ${layer} | ${title} |`,
    ),
    '',
    ...rules.flatMap(renderRule),
  ].join('\n');

const toAnchor = (id: string): string => id.replaceAll('/', '');

const renderRule = (rule: RuleMetadata): readonly string[] => [
  `## ${rule.id}`,
  '',
  `**${rule.title}** · ${rule.severity} · ${rule.layer}${rule.control === null ? '' : ` · control \`${rule.control}\``}`,
  '',
  rule.what,
  '',
  `*Why it matters.* ${rule.why}`,
  '',
  `*When it is fine.* ${rule.fine}`,
  '',
  `*How to fix it.* ${rule.remediation}`,
  '',
  ...rule.references.map((reference) => `- <${reference}>`),
  '',
];

const renderStepTypes = (): string =>
  [
    generated,
    '',
    '# Steps of the attack graph',
    '',
    'What `vauban attacks` is made of: one move of an attacker each, with its technique of [MITRE ATT&CK](https://attack.mitre.org/). What grants them and what stands before them is in [attacks.md](attacks.md).',
    '',
    '| type | technique | an attacker … |',
    '| --- | --- | --- |',
    ...Object.entries(stepTypes).map(
      ([type, { technique, does }]) =>
        `| \`${type}\` | [${technique}](https://attack.mitre.org/techniques/${technique.replace('.', '/')}/) | ${does} … |`,
    ),
    '',
  ].join('\n');

const renderCommands = (): string =>
  [
    generated,
    '',
    '# Commands',
    '',
    'Exit codes: 0 clean, 1 findings at or above `--fail-on`, a rule that could not be run (of any severity) or a partial reading, 2 usage error, nothing readable or a mistake in a policy.',
    '',
    ...commands.flatMap(renderCommand),
    '## Report formats',
    '',
    '| format | what |',
    '| --- | --- |',
    ...reportFormats.map(({ id, summary }) => `| ${id} | ${summary} |`),
    '',
  ].join('\n');

const renderCommand = (spec: CommandSpec): readonly string[] => [
  `## vauban ${spec.name}`,
  '',
  `${spec.summary}.`,
  '',
  '```',
  `vauban ${[spec.name, ...spec.arguments.map(({ name }) => name), ...(spec.options.length > 0 ? ['[options]'] : [])].join(' ')}`,
  '```',
  '',
  ...(spec.arguments.length + spec.options.length === 0
    ? []
    : [
        '| word | what |',
        '| --- | --- |',
        ...spec.arguments.map(({ name, summary }) => `| \`${name}\` | ${toCell(summary)} |`),
        ...spec.options.map(
          ({ flags, summary, repeats, setting }) =>
            `| \`${toCell(flags)}\` | ${toCell(summary)}${repeats === true ? '; may be repeated' : ''}${setting === undefined ? '' : ` (\`${setting.key}\` in vauban.yaml)`} |`,
        ),
        '',
      ]),
  ...spec.examples.flatMap(({ line, why }) => [`- \`${line}\`: ${why}`]),
  '',
];

const toCell = (text: string): string => text.replaceAll('|', String.raw`\|`);

const renderSettingsSchema = (): string =>
  `${JSON.stringify(
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'vauban.yaml',
      description: 'What a team always asks Vauban for. The command line wins over it.',
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        [...settingSchemas()].map(([key, { schema, summary }]) => [key, { description: summary, ...schema }]),
      ),
    },
    null,
    2,
  )}\n`;
