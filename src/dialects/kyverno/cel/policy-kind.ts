/** What a kind of policy brings: from a spec, as written or as autogen made it, to what judges a subject. */

import type { MatchResources } from '../../../kube/admission/match-resources.ts';
import type { RuleDefect } from '../rule-response.ts';
import type { Variant } from './autogen/to-variants.ts';
import type { CelPolicy } from './cel-policy.ts';
import type { CelWorkshop } from './cel-workshop.ts';
import type { CelException } from './exception.ts';
import type { PolicyVariant } from './judge-policy.ts';
import type { RuleWorld } from './rule-world.ts';

export interface KindInput {
  readonly policy: CelPolicy;
  readonly ruleId: string;
  readonly variant: Variant;
  /** Those that name the policy. */
  readonly exceptions: readonly CelException[];
  readonly workshop: CelWorkshop;
  readonly world: RuleWorld;
  /** What is wrong is added here, with its path in the document. */
  readonly defects: RuleDefect[];
}

export interface CompiledVariant extends Omit<PolicyVariant, 'key'> {
  /** For what kinds the engine asks. */
  readonly constraints: readonly (MatchResources | null)[];
}

export type CompileKind = (input: KindInput) => CompiledVariant;
