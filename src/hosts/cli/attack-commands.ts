/** The commands of the attack graph: the walls to build next, the ways in, and how many walls stand. */

import { attackEstateOptions, fromOption, mostOption, toOption } from './attack-options.ts';
import type { CommandSpec } from './command.ts';
import { failOnWallsOption } from './fail-on-walls.ts';
import { pathsArgument } from './options.ts';

export const attackCommands: readonly CommandSpec[] = [
  {
    name: 'next',
    summary: 'the walls to build next, by what each buys, as files for a pull request',
    arguments: [pathsArgument],
    options: [
      fromOption,
      { flags: '--plan', summary: 'one after the other, each counted with those before it standing: a plan' },
      {
        flags: '--write <folder>',
        summary: 'write the files of what is told as a kustomize component, with a README.md',
      },
      { flags: '--dry-run', summary: 'say which files would be written, and write nothing' },
      { flags: '--force', summary: 'also overwrite files that this command did not make' },
      mostOption,
      { flags: '--all', summary: 'every wall, not the first 10' },
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      ...attackEstateOptions,
    ],
    examples: [
      { line: 'vauban next ./manifests', why: 'what would help most, alone' },
      { line: 'vauban next ./manifests --plan --write walls', why: 'then read walls/README.md' },
      { line: 'vauban next --cluster --from any-workload', why: 'against who is in already' },
    ],
    load: () => import('./next-command.ts'),
  },
  {
    name: 'attacks',
    summary: 'the ways in, worst first, each step in words, with the wall that is missing and how to have it',
    arguments: [pathsArgument],
    options: [
      toOption,
      fromOption,
      { flags: '--open', summary: 'only ways before which no wall stands' },
      mostOption,
      { flags: '--all', summary: 'every way to what matters, not the first 10; with -o json not the first 1000' },
      { flags: '--edges', summary: 'each step of the whole graph a line of JSON: -o ndjson' },
      {
        flags: '-o, --output <format[=file]>',
        summary: 'text, json, mermaid, html or ndjson; with =FILE into a file',
        repeats: true,
      },
      failOnWallsOption,
      ...attackEstateOptions,
    ],
    examples: [
      { line: 'vauban attacks ./manifests --open', why: 'what stands open' },
      { line: 'vauban attacks --cluster --to cluster-admin', why: 'every way to the administrator of the cluster' },
      { line: 'vauban attacks . --from identity:serviceaccount:shop:web', why: 'what a stolen token opens' },
      { line: 'vauban attacks . -o html=ways.html', why: 'a page to click through' },
    ],
    load: () => import('./attacks-command.ts'),
  },
  {
    name: 'walls',
    summary: 'how many walls stand before each thing that matters, how many are proved, and in which layers',
    arguments: [pathsArgument],
    options: [
      toOption,
      fromOption,
      { flags: '--all', summary: 'every asset a line: else many of one type in one namespace are told together' },
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      failOnWallsOption,
      ...attackEstateOptions,
    ],
    examples: [
      { line: 'vauban walls ./manifests', why: 'the state of the defence, in a table' },
      { line: 'vauban walls --cluster --fail-on 0', why: 'a gate: nothing that matters may stand open' },
    ],
    load: () => import('./walls-command.ts'),
  },
];
