/** The commands below `policies`, as data. */

import { modes } from '../assemble/bind-policy.ts';
import type { CommandSpec } from './command.ts';
import {
  allowPartialOption,
  asWrittenOption,
  clusterOptions,
  configOption,
  failOnOption,
  libraryOption,
  namespaceOption,
  outputOption,
  toldOptions,
  pathsArgument,
} from './options.ts';

/** In the order of help. */
export const policiesCommands: readonly CommandSpec[] = [
  {
    name: 'policies list',
    summary: 'the policy library: groups, severities, what each answers; rules over several objects apart',
    arguments: [{ name: '[rule]', summary: 'only ids that fit; * crosses /' }],
    options: [
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      libraryOption,
      configOption,
    ],
    examples: [{ line: 'vauban policies list', why: 'what a scan judges by' }],
    load: () => import('./policies-list-command.ts'),
  },
  {
    name: 'policies export',
    summary: 'library policies with their bindings, ready for git or kubectl apply',
    arguments: [{ name: '[rule...]', summary: 'only ids that fit; * crosses / (default: the whole library)' }],
    options: [
      {
        flags: '--mode <mode>',
        summary: 'audit, warn or deny; without it what each policy suggests',
        choices: modes,
      },
      {
        flags: '--exclude-namespace <name>',
        summary: 'a namespace the bindings leave alone (default kube-system and kube-node-lease)',
        repeats: true,
      },
      { flags: '--write <folder>', summary: 'one file a policy into this folder (default: all to standard output)' },
      libraryOption,
      configOption,
    ],
    examples: [
      { line: 'vauban policies export --mode audit --write policies', why: 'to see before anything is refused' },
      { line: "vauban policies export 'rbac/*' --mode deny | kubectl diff -f -", why: 'what it would change' },
    ],
    load: () => import('./policies-export-command.ts'),
  },
  {
    name: 'policies status',
    summary: 'what exists and is not enforced, and why: policies, webhooks, constraints, the control plane',
    arguments: [pathsArgument],
    options: [
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      { flags: '--all', summary: 'tell every one, also what is in force' },
      ...clusterOptions,
      namespaceOption,
      failOnOption,
      allowPartialOption,
      configOption,
    ],
    examples: [
      { line: 'vauban policies status --cluster', why: 'what the live cluster really enforces' },
      { line: 'vauban policies status ./manifests', why: 'what a repository declares' },
    ],
    load: () => import('./policies-status-command.ts'),
  },
  {
    name: 'policies run',
    summary: 'your policies alone, about the objects given with them; with --mutate and --generate what they would do',
    arguments: [{ name: '<path...>', summary: 'policies and what they judge, in any order' }],
    options: [
      { flags: '--mutate', summary: 'print what the mutating policies would change, and nothing else' },
      { flags: '--generate', summary: 'print the objects that the generating policies would make' },
      outputOption,
      failOnOption,
      { flags: '--include-passes', summary: 'also list what passed' },
      { flags: '--include-skips', summary: 'also list what was skipped, and why' },
      ...toldOptions,
      asWrittenOption,
      configOption,
    ],
    examples: [
      { line: 'vauban policies run policy.yaml deployment.yaml', why: 'one policy, one object' },
      { line: 'vauban policies run ./mutations ./manifests --mutate', why: 'the difference, object by object' },
      { line: 'vauban policies run ./policies namespace.yaml --generate', why: 'what would be made, as YAML' },
    ],
    load: () => import('./policies-run-command.ts'),
  },
];
