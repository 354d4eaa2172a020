/** Kyverno's policies: those of kyverno.io, which its next version no longer runs, and those of policies.kyverno.io. */

import type { Dialect } from '../dialect.ts';
import { claimedGroups, isCel, isClassic } from './claimed-kinds.ts';

export const kyvernoDialect: Dialect = {
  id: 'kyverno',
  groups: claimedGroups,
  claims: (ref) => isClassic(ref) || isCel(ref),
  compile: async (documents, options) => {
    const { compileKyverno } = await import('./compile-kyverno.ts');
    return compileKyverno(documents, options);
  },
};
