/** `vauban permissions`: the least role that a command needs to read a cluster. */

import { clusterNeeds } from '../assemble/cluster-needs.ts';
import { renderRole, toReaderRole, toRoleObject } from '../assemble/reader-role.ts';
import { closest } from '../../lang/pattern/closest.ts';
import { commands } from './commands.ts';
import { UsageError, textOption, type RunCommand } from './command.ts';

export const run: RunCommand = async (input, context) => {
  const namespace = toNamespace(textOption(input, 'namespace'));
  const asJson = textOption(input, 'output') === 'json';
  const command = input.words.join(' ');
  if (command === '') {
    await context.output.write(asJson ? renderNamesAsJson() : renderNames(context.program));
    return 0;
  }
  const needs = names().includes(command) ? clusterNeeds.get(command) : undefined;
  if (needs === undefined) throw new UsageError(explainUnknown(command));
  const name = `vauban-${command.replaceAll(' ', '-')}`;
  const role = toReaderRole(name, namespace, await needs(namespace === null ? [] : [namespace]));
  await context.output.write(asJson ? `${JSON.stringify(toRoleObject(role), null, 2)}\n` : renderRole(role));
  return 0;
};

const toNamespace = (name: string | undefined): string | null => {
  if (name === undefined) return null;
  if (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return name;
  throw new UsageError(`-n ${name}: that is no name of a namespace`);
};

/** In the order of help; a word appears when it works. */
const names = (): readonly string[] => commands.map(({ name }) => name).filter((name) => clusterNeeds.has(name));

const renderNames = (program: string): string =>
  `Commands that read a cluster; \`${program} permissions COMMAND\` prints the least ClusterRole for one:\n${names()
    .map((name) => `  ${name}\n`)
    .join('')}`;

const renderNamesAsJson = (): string => `${JSON.stringify({ commands: names() }, null, 2)}\n`;

const explainUnknown = (command: string): string => {
  const below = names().filter((name) => name.startsWith(`${command} `));
  if (below.length > 0) return `permissions ${command}: say which: ${below.join(', ')}`;
  const meant = closest(command, names());
  return `permissions ${command}: no command of that name reads a cluster; ${meant === undefined ? `these do: ${names().join(', ')}` : `did you mean ${meant}?`}`;
};
