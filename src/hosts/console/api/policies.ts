/** Policies of every dialect as the console is given them: what each asks, and whether it is enforced. */

import type { Enforcement } from '../../../model/finding.ts';

export interface Policies {
  readonly complete: boolean;
  readonly policies: readonly PolicyEntry[];
}

export interface PolicyEntry {
  readonly name: string;
  /** `ValidatingAdmissionPolicy`, `ClusterPolicy`, `Pod Security`, `NetworkPolicy`. */
  readonly kind: string;
  readonly dialect: string;
  readonly namespace: string | null;
  readonly title: string;
  readonly action: 'deny' | 'warn' | 'audit' | 'mutate' | 'none';
  readonly enforcement: Enforcement;
  /** Why it is not enforced, or cannot be told; the empty text where it is. */
  readonly why: string;
  /** Open findings of its rules. */
  readonly fails: number;
  readonly excepted: number;
  /** By which rules those findings are asked for; at most twenty. */
  readonly rules: readonly string[];
  readonly place: string;
}
