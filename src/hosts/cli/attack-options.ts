/** The options that `attacks`, `walls` and `next` share. */

import type { OptionSpec } from './command.ts';
import { allowPartialOption, clusterOptions, configOption } from './options.ts';

export const fromOption: OptionSpec = {
  flags: '--from <entry>',
  summary:
    'where an attacker begins: internet (default), any-workload, or identity: with user:NAME, group:NAME or serviceaccount:NAMESPACE:NAME',
};

export const toOption: OptionSpec = {
  flags: '--to <asset>',
  summary:
    'only what matters to you: cluster-admin, nodes, secrets, data, cloud, marked, or the id of a place as secret/shop/database, where * is any text',
};

export const crownJewelsOption: OptionSpec = {
  flags: '--crown-jewels <pattern>',
  summary: 'ids of places that matter besides those that always do, as container/payments/*',
  repeats: true,
  setting: { key: 'crownJewels', schema: { type: 'array', items: { type: 'string' } } },
};

export const mostOption: OptionSpec = { flags: '--most <number>', summary: 'tell at most so many' };

export const attackEstateOptions: readonly OptionSpec[] = [
  crownJewelsOption,
  ...clusterOptions,
  allowPartialOption,
  configOption,
];
