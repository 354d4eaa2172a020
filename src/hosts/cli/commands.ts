/** The commands in the order help shows them: what a person asks first comes first. */

import {
  allowPartialOption,
  asWrittenOption,
  asOfOption,
  baselineOption,
  clusterOptions,
  configOption,
  exceptionsOption,
  factsOption,
  failOnOption,
  libraryOption,
  namespaceOption,
  onlyOption,
  outputOption,
  podSecurityOption,
  policyOption,
  toldOptions,
} from './options.ts';
import type { CommandSpec, OptionSpec } from './command.ts';
import { modes } from '../assemble/bind-policy.ts';

const pathsArgument = {
  name: '[path...]',
  summary: 'files, folders, charts, kustomizations, or - for standard input (default: the current folder)',
};

const exceptionFileOption: OptionSpec = {
  flags: '--file <file>',
  summary: 'the exceptions file (default as in the settings, else vauban-exceptions.yaml beside vauban.yaml)',
};

export const commands: readonly CommandSpec[] = [
  {
    name: 'scan',
    summary: 'judge manifests, charts or a live cluster, and say what to do next',
    arguments: [pathsArgument],
    options: [
      outputOption,
      ...clusterOptions,
      factsOption,
      namespaceOption,
      podSecurityOption,
      onlyOption,
      policyOption,
      libraryOption,
      ...toldOptions,
      asWrittenOption,
      failOnOption,
      { flags: '--brief', summary: 'at most 25 lines' },
      { flags: '--all', summary: 'every finding in the table, not the first 20' },
      { flags: '--include-passes', summary: 'also list what passed' },
      { flags: '--include-skips', summary: 'also list what was skipped, and why' },
      exceptionsOption,
      baselineOption,
      allowPartialOption,
      { flags: '--allow-empty', summary: 'exit 0 where what was read holds no Kubernetes object, as a hook wants it' },
      asOfOption,
      configOption,
    ],
    examples: [
      { line: 'vauban scan ./manifests', why: 'a folder of YAML and JSON' },
      { line: 'helm template ./chart | vauban scan -', why: 'whatever prints manifests' },
      { line: 'vauban scan --cluster', why: 'the live cluster, reading only' },
      { line: 'vauban scan ./manifests --policy ./policies', why: 'by your own policies too, also those of Kyverno' },
      { line: 'vauban scan . -o table -o sarif=vauban.sarif', why: 'for people and for code scanning' },
      { line: 'vauban scan . -o json=baseline.json', why: 'then --baseline baseline.json: only what is new fails' },
    ],
    load: () => import('./scan-command.ts'),
  },
  {
    name: 'explain',
    summary: 'what a rule asks, why, when it is fine to fail it, and how to fix it',
    arguments: [{ name: '[rule]', summary: 'a rule id as a report prints it; without one, the rules are listed' }],
    options: [
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      {
        flags: '--policy <path>',
        summary: 'a file or folder of your own policies, to explain them too',
        repeats: true,
      },
    ],
    examples: [
      { line: 'vauban explain pod-security/restricted/run-as-non-root', why: 'one rule' },
      { line: 'vauban explain rbac/cluster-admin', why: 'a policy of the library' },
      { line: 'vauban explain kyverno/require-labels --policy ./policies', why: 'the rules of a policy of your own' },
    ],
    load: () => import('./explain-command.ts'),
  },
  {
    name: 'preview',
    summary: 'what would break if a level were enforced, with the patch that mends each',
    arguments: [{ name: '<what>', summary: 'pod-security=LEVEL[:VERSION]' }, pathsArgument],
    options: [
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      { flags: '--write <folder>', summary: 'write one patch a workload into this folder' },
      ...clusterOptions,
      namespaceOption,
      allowPartialOption,
      configOption,
    ],
    examples: [
      { line: 'vauban preview pod-security=restricted -n shop --cluster', why: 'before labelling the namespace' },
      { line: 'vauban preview pod-security=baseline ./manifests', why: 'before a pull request' },
    ],
    load: () => import('./preview-command.ts'),
  },
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
  {
    name: 'test',
    summary: 'your policies against their fixtures: pass/ and fail/ beside them, and kyverno-test.yaml',
    arguments: [
      {
        name: '[folder...]',
        summary: 'searched for policies with pass/ and fail/ and for kyverno-test.yaml (default: the current one)',
      },
    ],
    options: [
      {
        flags: '-o, --output <format[=file]>',
        summary: 'table, junit or json; with =FILE into a file',
        repeats: true,
      },
      {
        flags: '--filter <terms>',
        summary: 'only expectations of kyverno-test.yaml that fit: policy=P,rule=R,resource=N, with wildcards',
      },
      { flags: '--file-name <name>', summary: 'what such files are called (default kyverno-test.yaml)' },
      ...toldOptions,
      asWrittenOption,
    ],
    examples: [
      { line: 'vauban test ./policies', why: 'a table' },
      {
        line: "vauban test ./policies --filter 'policy=disallow-*'",
        why: 'only some expectations of kyverno-test.yaml',
      },
      { line: 'vauban test ./policies -o table -o junit=policies.xml', why: 'and for the CI system' },
    ],
    load: () => import('./test-command.ts'),
  },
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
  {
    name: 'snapshot',
    summary: 'one cluster or its manifests as a redacted file for offline use; every command takes it as a path',
    arguments: [pathsArgument],
    options: [
      { flags: '--write <file>', summary: 'the file (required); packed where its name ends in .gz' },
      ...clusterOptions,
      policyOption,
      allowPartialOption,
      configOption,
    ],
    examples: [
      {
        line: 'vauban snapshot --cluster --write estate.json.gz',
        why: 'what the live cluster holds, without a secret',
      },
      { line: 'vauban scan estate.json.gz', why: 'the same findings as of the live cluster, without one' },
      { line: 'vauban snapshot ./manifests --write estate.json', why: 'what is in a repository, charts rendered' },
    ],
    load: () => import('./snapshot-command.ts'),
  },
  {
    name: 'permissions',
    summary: 'the least ClusterRole a command needs to read a cluster: no Secrets, nothing written',
    arguments: [
      { name: '[command...]', summary: 'such as scan or network reach; without one, those that read a cluster' },
    ],
    options: [
      { flags: '-o, --output <format>', summary: 'yaml or json', choices: ['yaml', 'json'] },
      { flags: '-n, --namespace <name>', summary: 'a Role for the command with -n NAME, instead of a ClusterRole' },
    ],
    examples: [
      { line: 'vauban permissions scan | kubectl apply -f -', why: 'then bind it to whoever scans' },
      { line: 'vauban permissions network reach', why: 'what that command reads, and no more' },
      { line: 'vauban permissions scan -n shop', why: 'a Role for `vauban scan --cluster -n shop`' },
    ],
    load: () => import('./permissions-command.ts'),
  },
  {
    name: 'completion',
    summary: 'print the completion script of a shell',
    arguments: [{ name: '<shell>', summary: 'bash, zsh or fish' }],
    options: [],
    examples: [{ line: 'source <(vauban completion bash)', why: 'in ~/.bashrc' }],
    load: () => import('./completion-command.ts'),
  },
];
