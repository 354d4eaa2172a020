/** Who can what as the console is given it: subjects with their dangerous rights and the grants they come from. */

import type { Severity } from '../../../model/severity.ts';

export interface Rbac {
  readonly complete: boolean;
  readonly unknowns: readonly string[];
  /** Questions worth asking, the most dangerous first. */
  readonly powers: readonly RbacPower[];
  readonly subjects: readonly RbacSubject[];
}

/** One dangerous right and everybody who holds it. */
export interface RbacPower {
  /** `read Secrets`, `run commands in pods`. */
  readonly title: string;
  readonly severity: Severity;
  readonly command: string;
  readonly holders: readonly { readonly subject: string; readonly where: string; readonly through: string }[];
}

export interface RbacSubject {
  /** `serviceaccount:shop:api`, as the command line names it. */
  readonly id: string;
  readonly kind: 'user' | 'group' | 'service-account';
  readonly builtIn: boolean;
  readonly worst: Severity | null;
  readonly workloads: readonly string[];
  readonly grants: readonly RbacGrant[];
}

export interface RbacGrant {
  /** `all namespaces`, `namespace shop`. */
  readonly where: string;
  readonly role: string;
  readonly binding: string;
  /** `get, list secrets`, a line a rule. */
  readonly rules: readonly string[];
  readonly place: string;
}
