/** The dialects, in the order their rules are listed. */

import { admissionPolicyDialect } from './admission-policy/index.ts';
import type { Dialect } from './dialect.ts';
import { kyvernoDialect } from './kyverno/index.ts';

export const dialects: readonly Dialect[] = toRegistry([admissionPolicyDialect, kyvernoDialect]);

/** Two dialects of one name could not be told apart: refused when the program starts, with the name. */
function toRegistry(members: readonly Dialect[]): readonly Dialect[] {
  const seen = new Set<string>();
  for (const { id } of members) {
    if (seen.has(id)) throw new Error(`two dialects are called ${id}`);
    seen.add(id);
  }
  return Object.freeze([...members]);
}
