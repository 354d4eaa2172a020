/** The options that several commands share, each described once. */

import { severities } from '../../model/severity.ts';
import { reportFormats } from '../../reports/registry.ts';
import type { ArgumentSpec, OptionSpec } from './command.ts';

export const pathsArgument: ArgumentSpec = {
  name: '[path...]',
  summary: 'files, folders, charts, kustomizations, or - for standard input (default: the current folder)',
};

export const outputOption: OptionSpec = {
  flags: '-o, --output <format[=file]>',
  summary: `how to print it: ${reportFormats.map(({ id }) => id).join(', ')}; with =FILE into a file`,
  repeats: true,
  setting: { key: 'output', schema: { type: 'array', items: { type: 'string' } } },
};

export const clusterOptions: readonly OptionSpec[] = [
  { flags: '--cluster', summary: "read the live cluster of the kubeconfig's current context; reads only" },
  { flags: '--context <name>', summary: 'read the live cluster of this context; implies --cluster', repeats: true },
];

export const factsOption: OptionSpec = {
  flags: '--facts <file>',
  summary:
    'what the provider says of the cluster: aws eks describe-cluster, gcloud container clusters describe, az aks show',
  repeats: true,
  setting: { key: 'facts', schema: { type: 'array', items: { type: 'string' } } },
};

export const namespaceOption: OptionSpec = {
  flags: '-n, --namespace <name>',
  summary: 'only objects of this namespace',
  repeats: true,
};

export const podSecurityOption: OptionSpec = {
  flags: '--pod-security <level[:version]>',
  summary: 'judge every Pod at this level (privileged, baseline, restricted), whatever its namespace is labelled',
  setting: { key: 'podSecurity', schema: { type: 'string' } },
};

export const onlyOption: OptionSpec = {
  flags: '--only <pattern>',
  summary: 'only rules whose id fits; * crosses /',
  repeats: true,
  setting: { key: 'only', schema: { type: 'array', items: { type: 'string' } } },
};

export const policyOption: OptionSpec = {
  flags: '--policy <path>',
  summary: 'a file or folder of your own policies, with their bindings and parameters',
  repeats: true,
  setting: { key: 'policies', schema: { type: 'array', items: { type: 'string' } } },
};

export const libraryOption: OptionSpec = {
  flags: '--library <version>',
  summary: 'the version of the built-in policy library to judge by, such as 1.0; none leaves it out (default latest)',
  setting: { key: 'library', schema: { type: 'string' } },
};

export const userOptions: readonly OptionSpec[] = [
  { flags: '--as <user>', summary: 'judge as if this user made the objects; serviceaccount:NAMESPACE:NAME too' },
  { flags: '--as-group <group>', summary: 'a group of that user', repeats: true },
];

/** For Kyverno's policies, in the formats of its own command line. */
export const toldOptions: readonly OptionSpec[] = [
  ...userOptions,
  { flags: '--userinfo <file>', summary: "who made the objects, as a file of Kyverno's command line says it" },
  { flags: '--values <file>', summary: "values for variables of Kyverno's policies, and namespaces with their labels" },
  {
    flags: '--allow-unverified',
    summary: 'list signatures that cannot be verified here as skipped, where they are else errors',
  },
];

export const asWrittenOption: OptionSpec = {
  flags: '--as-written',
  summary: 'judge objects as they are written, not as the API server would present them',
};

export const failOnOption: OptionSpec = {
  flags: '--fail-on <severity>',
  summary: `exit 1 from this severity on: ${[...severities, 'none'].join(', ')} (default high)`,
  choices: [...severities, 'none'],
  setting: { key: 'failOn', schema: { enum: [...severities, 'none'] } },
};

export const allowPartialOption: OptionSpec = {
  flags: '--allow-partial',
  summary: 'do not count what could not be read',
  setting: { key: 'allowPartial', schema: { type: 'boolean' } },
};

export const exceptionsOption: OptionSpec = {
  flags: '--exceptions <file>',
  summary: 'the exceptions file (default vauban-exceptions.yaml beside vauban.yaml)',
  setting: { key: 'exceptions', schema: { type: 'string' } },
};

export const baselineOption: OptionSpec = {
  flags: '--baseline <file>',
  summary: 'an earlier JSON report: only findings it does not know make the scan fail',
  setting: { key: 'baseline', schema: { type: 'string' } },
};

export const asOfOption: OptionSpec = {
  flags: '--as-of <date>',
  summary: 'judge exceptions as on this day (default now)',
};

export const storeOption: OptionSpec = {
  flags: '--store <file>',
  summary: 'where looks are kept (default vauban/history.db in XDG_STATE_HOME or ~/.local/state)',
  setting: { key: 'store', schema: { type: 'string' } },
};

export const configOption: OptionSpec = {
  flags: '--config <file>',
  summary: 'the settings file (default vauban.yaml where there is one)',
};
