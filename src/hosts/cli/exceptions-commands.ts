/** The commands below `exceptions`, as data. */

import type { CommandSpec, OptionSpec } from './command.ts';
import { asOfOption, clusterOptions, configOption } from './options.ts';

const exceptionFileOption: OptionSpec = {
  flags: '--file <file>',
  summary: 'the exceptions file (default as in the settings, else vauban-exceptions.yaml beside vauban.yaml)',
};

/** In the order of help. */
export const exceptionsCommands: readonly CommandSpec[] = [
  {
    name: 'exceptions add',
    summary: 'accept a finding or a rule, with a reason, an owner and an end',
    arguments: [{ name: '<id>', summary: "a finding's id, or a rule id with --kind, --namespace or --name" }],
    options: [
      { flags: '--reason <text>', summary: 'why it is fine (required)' },
      { flags: '--owner <who>', summary: 'who answers for it (required)' },
      { flags: '--expires <date>', summary: 'the last day it counts, YYYY-MM-DD (required)' },
      { flags: '--kind <kind>', summary: 'only objects of this kind' },
      { flags: '-n, --namespace <name>', summary: 'only objects of this namespace' },
      { flags: '--name <name>', summary: 'only objects of this name; * and ? are allowed' },
      { flags: '--dry-run', summary: 'print the entry and write nothing' },
      exceptionFileOption,
      configOption,
    ],
    examples: [
      {
        line: 'vauban exceptions add 3f2a9c1b77d0e4aa --reason "reads /var/log" --owner platform@example.com --expires 2027-03-31',
        why: 'one finding',
      },
    ],
    load: () => import('./exceptions-add-command.ts'),
  },
  {
    name: 'exceptions list',
    summary: 'the exceptions in force, and those that end soon or have ended',
    arguments: [],
    options: [
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      asOfOption,
      exceptionFileOption,
      configOption,
    ],
    examples: [{ line: 'vauban exceptions list', why: 'what is being lived with' }],
    load: () => import('./exceptions-list-command.ts'),
  },
  {
    name: 'exceptions prune',
    summary: 'remove exceptions that have ended; with paths or a cluster also those that cover nothing',
    arguments: [{ name: '[path...]', summary: 'what to scan to see which exceptions still cover something' }],
    options: [
      { flags: '--dry-run', summary: 'say what would be removed and write nothing' },
      ...clusterOptions,
      asOfOption,
      exceptionFileOption,
      configOption,
    ],
    examples: [{ line: 'vauban exceptions prune ./manifests --dry-run', why: 'see what could go' }],
    load: () => import('./exceptions-prune-command.ts'),
  },
  {
    name: 'exceptions import',
    summary: "take over another tool's exceptions: .trivyignore, Kubescape, Kyverno, Checkov, kube-linter",
    arguments: [{ name: '<file>', summary: "the other tool's file" }],
    options: [
      { flags: '--owner <who>', summary: 'who answers for the entries that name nobody (required)' },
      { flags: '--expires <date>', summary: 'the last day for the entries that have no end, YYYY-MM-DD (required)' },
      { flags: '--dry-run', summary: 'print the entries and write nothing' },
      exceptionFileOption,
      configOption,
    ],
    examples: [
      {
        line: 'vauban exceptions import .trivyignore --owner platform@example.com --expires 2027-03-31',
        why: 'once, when moving',
      },
    ],
    load: () => import('./exceptions-import-command.ts'),
  },
];
