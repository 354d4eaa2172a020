/** `vauban policies list`: what the library judges, policies for one object and rules over several apart. */

import { analysers } from '../../analysers/registry.ts';
import { closest } from '../../lang/pattern/closest.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { pinLibrary, type PinnedPolicy } from '../assemble/pinned-library.ts';
import { readLibrary } from '../assemble/policy-library.ts';
import { UsageError, textOption, type RunCommand } from './command.ts';
import { toLibraryVersion } from './rule-options.ts';
import { readSettings } from './settings.ts';

export const run: RunCommand = async (input, context) => {
  const settings = await readSettings(input, context);
  const library = readLibrary();
  const wanted = toLibraryVersion(input, settings);
  if (textOption(input, 'library') === 'none') throw new UsageError('--library none leaves nothing to list');
  const pinned = pinLibrary(library, wanted === 'latest' || wanted === 'none' ? null : wanted);
  if (pinned.kind === 'defect') throw new UsageError(pinned.message);
  const listing = choose(
    {
      version: wanted === 'latest' || wanted === 'none' ? library.version : wanted,
      policies: pinned.policies,
      snapshotRules: analysers.flatMap(({ rules }) => rules),
    },
    input.words[0],
  );
  const asJson = textOption(input, 'output') === 'json';
  await context.output.write(asJson ? `${JSON.stringify(toJson(listing), null, 2)}\n` : renderListing(listing));
  return 0;
};

interface Listing {
  readonly version: string;
  readonly policies: readonly PinnedPolicy[];
  readonly snapshotRules: readonly RuleMetadata[];
}

const choose = ({ version, policies, snapshotRules }: Listing, pattern: string | undefined): Listing => {
  if (pattern === undefined) return { version, policies, snapshotRules };
  const fits = compileWildcard(pattern);
  const chosen = {
    version,
    policies: policies.filter(({ policy }) => fits(policy.id) || policy.group === pattern),
    snapshotRules: snapshotRules.filter(({ id }) => fits(id) || id.startsWith(`${pattern}/`)),
  };
  if (chosen.policies.length > 0 || chosen.snapshotRules.length > 0) return chosen;
  const meant = closest(pattern, [...policies.map(({ policy }) => policy.id), ...snapshotRules.map(({ id }) => id)]);
  throw new UsageError(
    `${pattern} fits nothing in the library${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  );
};

const toJson = ({ version, policies, snapshotRules }: Listing) => ({
  version,
  policies: policies.map(({ policy, action }) => ({
    ...toWords(policy),
    group: policy.group,
    since: policy.since,
    action,
    mappings: policy.mappings,
    policy: policy.document.ref.name,
  })),
  snapshotRules: snapshotRules.map(toWords),
});

const toWords = ({ id, title, severity, layer, control, what, why, fine, remediation, references }: RuleMetadata) => ({
  id,
  title,
  severity,
  layer,
  control,
  what,
  why,
  fine,
  remediation,
  references,
});

const renderListing = ({ version, policies, snapshotRules }: Listing): string => {
  const rows = [
    ...policies.map(({ policy, action }) => toRow(policy, action)),
    ...snapshotRules.map((rule) => toRow(rule, '')),
  ];
  const widest = Math.max(...rows.map(({ id }) => id.length));
  const render = ({ id, severity, action, title }: Row): string =>
    `  ${id.padEnd(widest)}  ${severity.padEnd(8)}  ${action.padEnd(5)}  ${title}`.trimEnd();
  const groups = [...new Set(policies.map(({ policy }) => policy.group))];
  return [
    `Policy library ${version}: ${policies.length} object policies, ${snapshotRules.length} snapshot rules`,
    '',
    ...groups.flatMap((group) => [
      group,
      ...policies
        .filter(({ policy }) => policy.group === group)
        .map(({ policy, action }) => render(toRow(policy, action))),
      '',
    ]),
    ...(snapshotRules.length === 0
      ? []
      : [
          'snapshot rules: they need several objects, so no admission policy can say them',
          ...snapshotRules.map((rule) => render(toRow(rule, ''))),
          '',
        ]),
    '`vauban explain RULE` says more about one; `vauban policies export` writes the object policies for a cluster.',
    '',
  ].join('\n');
};

interface Row {
  readonly id: string;
  readonly severity: string;
  readonly action: string;
  readonly title: string;
}

const toRow = ({ id, severity, title }: RuleMetadata, action: string): Row => ({ id, severity, action, title });
