/** The commands in the order help shows them: what a person asks first comes first. */

import {
  allowPartialOption,
  asOfOption,
  asWrittenOption,
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
  pathsArgument,
  podSecurityOption,
  policyOption,
  storeOption,
  toldOptions,
} from './options.ts';
import { attackEstateOptions } from './attack-options.ts';
import { attackCommands } from './attack-commands.ts';
import { exceptionsCommands } from './exceptions-commands.ts';
import { policiesCommands } from './policies-commands.ts';
import { serveCommands } from './serve-commands.ts';
import type { CommandSpec } from './command.ts';

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
  ...attackCommands,
  {
    name: 'rbac who-can',
    summary: 'who may do a thing, through which binding, role and rule',
    arguments: [
      { name: '<verb>', summary: 'such as get, create or impersonate; * for all of them' },
      {
        name: '<resource>',
        summary: 'RESOURCE[.GROUP][/SUBRESOURCE] as kubectl names them, or a path such as /metrics',
      },
      pathsArgument,
    ],
    options: [
      { flags: '-n, --namespace <name>', summary: 'there; without it, in any namespace' },
      { flags: '-A, --all-namespaces', summary: 'only who may do it in the whole cluster at once' },
      { flags: '--name <name>', summary: 'the object of this name' },
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      ...clusterOptions,
      allowPartialOption,
      configOption,
    ],
    examples: [
      { line: 'vauban rbac who-can get secrets --cluster -n shop', why: 'who reads the secrets of a namespace' },
      { line: 'vauban rbac who-can create pods/exec ./manifests', why: 'who gets a shell' },
      { line: 'vauban rbac who-can get /metrics --cluster', why: 'a path of the API server' },
    ],
    load: () => import('./rbac-who-can-command.ts'),
  },
  {
    name: 'rbac what-can',
    summary: 'everything a user, group or service account may do, and why',
    arguments: [
      { name: '<subject>', summary: 'user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME' },
      pathsArgument,
    ],
    options: [
      { flags: '--as-group <group>', summary: 'a group it is in besides those it always has', repeats: true },
      { flags: '-n, --namespace <name>', summary: 'only what counts in this namespace' },
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      ...clusterOptions,
      allowPartialOption,
      configOption,
    ],
    examples: [
      { line: 'vauban rbac what-can serviceaccount:shop:web --cluster', why: 'what a stolen token opens' },
      { line: 'vauban rbac what-can user:ann --as-group ops ./manifests', why: 'files do not say who is in a group' },
    ],
    load: () => import('./rbac-what-can-command.ts'),
  },
  {
    name: 'network reach',
    summary: 'who can reach whom at which ports, and which policy and rule says so',
    arguments: [pathsArgument],
    options: [
      {
        flags: '--from <place>',
        summary:
          'only from there: NAMESPACE/WORKLOAD, pod/NAMESPACE/NAME, node//NAME, internet, an address or a prefix',
      },
      { flags: '--to <place>', summary: 'only to there, written alike; with --from the answer is a sentence' },
      {
        flags: '--port <port>',
        summary: 'only this port: 443, tcp/443, udp/53, 8000-8100, or a name containers declare',
      },
      { flags: '--why', summary: 'the policies and rules that let each connection through' },
      { flags: '--listening', summary: 'only ports that containers declare' },
      { flags: '--pods', summary: 'pods instead of workloads' },
      { flags: '--expand', summary: 'each connection a line of JSON, however many there are: -o ndjson' },
      { flags: '-o, --output <format>', summary: 'text, json or ndjson', choices: ['text', 'json', 'ndjson'] },
      ...clusterOptions,
      {
        ...namespaceOption,
        summary: 'only connections from or to this namespace; names without a namespace are looked for in it',
      },
      allowPartialOption,
      configOption,
    ],
    examples: [
      { line: 'vauban network reach ./manifests', why: 'the whole picture, in few words' },
      {
        line: 'vauban network reach --cluster --from shop/web --to data/postgres --port 5432 --why',
        why: 'one question, and what answers it',
      },
      { line: 'vauban network reach . --from internet', why: 'what policies leave open, and the ways in' },
      { line: 'vauban network reach estate.json.gz -o json', why: 'everything that is allowed, for programs' },
    ],
    load: () => import('./network-reach-command.ts'),
  },
  {
    name: 'network diff',
    summary: 'which connections a change opens and closes, and which policy and rule does so',
    arguments: [
      {
        name: '[path...]',
        summary:
          'OLD and NEW, how it was and how it is to be: a file, a folder, a chart, a kustomization or a snapshot; with --add only OLD',
      },
    ],
    options: [
      { flags: '--add <path>', summary: 'NEW is OLD with the objects of this file or folder besides, as if applied' },
      ...clusterOptions.map(({ flags, ...rest }) => ({
        ...rest,
        flags,
        summary:
          flags === '--cluster'
            ? "OLD is the live cluster of the kubeconfig's current context; with --add"
            : rest.summary,
      })),
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      {
        flags: '--fail-on <what>',
        summary: 'exit 1 where connections are opened, closed, or any of both (default none)',
        choices: ['opened', 'closed', 'any', 'none'],
      },
      allowPartialOption,
      configOption,
    ],
    examples: [
      { line: 'vauban network diff main/manifests ./manifests', why: 'what a pull request changes' },
      {
        line: 'vauban network diff last-week.json.gz today.json.gz --fail-on opened',
        why: 'a gate between two snapshots',
      },
      { line: 'vauban network diff --cluster --add network-policies', why: 'what applying a folder would change' },
    ],
    load: () => import('./network-diff-command.ts'),
  },
  {
    name: 'network generate',
    summary: 'default-deny for every namespace, with the allows it needs and what shows each, as files',
    arguments: [pathsArgument],
    options: [
      { flags: '--write <folder>', summary: 'one file a namespace into this folder, and a README.md (default: print)' },
      { flags: '--dry-run', summary: 'print the policies, say which files would be written, and write nothing' },
      { flags: '--force', summary: 'also overwrite files that this command did not make' },
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      ...clusterOptions,
      { ...namespaceOption, summary: 'only for this namespace; one of the system is meant only so' },
      allowPartialOption,
      configOption,
    ],
    examples: [
      { line: 'vauban network generate ./manifests --write network-policies', why: 'then read its README.md' },
      { line: 'vauban network generate --cluster -n shop', why: 'one namespace of the live cluster, printed' },
    ],
    load: () => import('./network-generate-command.ts'),
  },
  ...policiesCommands,
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
  ...exceptionsCommands,
  {
    name: 'roadmap',
    summary: 'where you stand in twelve weeks of hardening, with the evidence, and the files of a week',
    arguments: [pathsArgument],
    options: [
      { flags: '--week <number>', summary: 'everything about the phase of this week' },
      { flags: '--write <folder>', summary: "with --week: write that phase's files, with a README.md" },
      { flags: '--dry-run', summary: 'say which files would be written, and write nothing' },
      { flags: '--force', summary: 'also overwrite files that this command did not make' },
      {
        flags: '--roadmap <file>',
        summary: 'start date, owners and accepted gaps (default roadmap.yaml beside vauban.yaml)',
        setting: { key: 'roadmap', schema: { type: 'string' } },
      },
      { flags: '-o, --output <format>', summary: 'text, json or markdown', choices: ['text', 'json', 'markdown'] },
      factsOption,
      policyOption,
      exceptionsOption,
      ...attackEstateOptions,
      asOfOption,
    ],
    examples: [
      { line: 'vauban roadmap ./manifests', why: 'the twelve weeks, and what to do now' },
      { line: 'vauban roadmap ./manifests --week 2 --write ./gitops', why: 'then read gitops/README.md' },
      { line: 'vauban roadmap --cluster -o markdown', why: 'for a wiki; what only a cluster tells is settled' },
    ],
    load: () => import('./roadmap-command.ts'),
  },
  ...serveCommands,
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
    name: 'history',
    summary: 'how an estate fared day by day: findings, what appeared and went, and the walls before what matters',
    arguments: [
      {
        name: '[path...]',
        summary: 'the paths that were looked at; without any, the only estate there is, or a list of them',
      },
    ],
    options: [
      { flags: '--days <number>', summary: 'the newest days that were looked at (default 30)' },
      { flags: '--from <day>', summary: 'with --to: what appeared and what was resolved between two days' },
      { flags: '--to <day>', summary: 'the later day' },
      { flags: '-o, --output <format>', summary: 'text or json', choices: ['text', 'json'] },
      { flags: '--cluster', summary: "the cluster of the kubeconfig's current context; it is not asked" },
      { flags: '--context <name>', summary: 'the cluster of this context; it is not asked', repeats: true },
      storeOption,
      configOption,
    ],
    examples: [
      { line: 'vauban history', why: 'what is known, or the days of the only estate' },
      { line: 'vauban history ./manifests --days 84', why: 'the twelve weeks' },
      {
        line: 'vauban history --context prod --from 2026-11-16 --to 2026-11-23',
        why: 'what a week changed, finding by finding',
      },
    ],
    load: () => import('./history-command.ts'),
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
