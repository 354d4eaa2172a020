/** The rules behind `vauban policies status`: the analysers' own, about what stands between a policy and its being enforced. */

import { listKnownRules } from './rules.ts';

export const statusRules = (): readonly string[] =>
  listKnownRules()
    .map(({ id }) => id)
    .filter((id) => /^(?:enforcement|webhook|control-plane)\//.test(id) || id === 'namespace/pod-security-labels');
