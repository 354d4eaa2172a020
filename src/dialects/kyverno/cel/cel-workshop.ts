/** What all policies of one run are compiled with: environments, programs they share, problems they raise. */

import { createSharedPrograms, type SharedPrograms } from '../../../kube/policy/shared-programs.ts';
import type { VariableTypes } from '../../../kube/policy/variable-types.ts';
import type { Environment } from '../../../lang/cel/environment.ts';
import type { RuleDefect } from '../rule-response.ts';
import type { CelPolicy } from './cel-policy.ts';
import { createKyvernoEnvironment } from './create-kyverno-environment.ts';
import { costLimit } from './evaluation.ts';
import type { CelException } from './exception.ts';
import { createKyvernoVariableTypes } from './kyverno-variables.ts';

export interface CelWorkshop {
  readonly variableTypes: Pick<VariableTypes, 'declare' | 'begin'>;
  readonly programs: SharedPrograms;
  environmentOf(policy: Pick<CelPolicy, 'kind' | 'namespace'>, options: { readonly isJson: boolean }): Environment;
  /** Whether a policy of the run verifies the signatures of images. */
  readonly verifiesImages: boolean;
  /** Told for every policy an exception names; it is reported once. */
  noteException(exception: CelException, defects: readonly RuleDefect[]): void;
}

export const createWorkshop = ({
  noteException,
  verifiesImages,
}: Pick<CelWorkshop, 'noteException' | 'verifiesImages'>): CelWorkshop => {
  const variableTypes = createKyvernoVariableTypes();
  const made = new Map<Environment, Environment>();
  return {
    variableTypes,
    programs: createSharedPrograms({ costLimit }),
    environmentOf: ({ kind, namespace }, { isJson }) => {
      const plain = createKyvernoEnvironment({ policyKind: kind, isNamespaced: namespace !== null, isJson });
      const known = made.get(plain) ?? variableTypes.extend(plain);
      made.set(plain, known);
      return known;
    },
    noteException,
    verifiesImages,
  };
};
