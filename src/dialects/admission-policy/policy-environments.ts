/** The environments a policy's expressions are compiled against: made once for a run, its variables anew for each policy. */

import { createAdmissionEnvironment } from '../../kube/cel/admission-environment.ts';
import { createVariableTypes, type VariableTypes } from '../../kube/policy/variable-types.ts';
import type { Environment } from '../../lang/cel/environment.ts';

export interface PolicyEnvironments extends Pick<VariableTypes, 'declare' | 'begin'> {
  find(options: {
    readonly hasParams: boolean;
    readonly hasAuthorizer: boolean;
    readonly isMutation: boolean;
  }): Environment;
}

export const createPolicyEnvironments = (): PolicyEnvironments => {
  const { declare, begin, extend } = createVariableTypes();
  const made = new Map<string, Environment>();
  return {
    declare,
    begin,
    find: (options) => {
      const key = `${options.hasParams} ${options.hasAuthorizer} ${options.isMutation}`;
      const known = made.get(key) ?? extend(createAdmissionEnvironment(options));
      made.set(key, known);
      return known;
    },
  };
};
