/** Makes the binding that puts a policy of the library to work on a cluster. */

import type { JsonObject } from '../../model/json.ts';

export const modes = ['audit', 'warn', 'deny'] as const;

/** What a bound policy does: writes to the audit log, also warns who asks, or refuses. */
export type Mode = (typeof modes)[number];

export interface BindingOptions {
  readonly mode: Mode;
  /** Namespaces it leaves alone; cluster-scoped objects are never in one. */
  readonly excluded: readonly string[];
}

/** Every mode also writes to the audit log: what was refused or warned about is what a SIEM should see. */
const actions: Readonly<Record<Mode, readonly string[]>> = {
  audit: ['Audit'],
  warn: ['Warn', 'Audit'],
  deny: ['Deny', 'Audit'],
};

/** A ValidatingAdmissionPolicyBinding of the policy's own name. */
export const bindPolicy = (policy: string, { mode, excluded }: BindingOptions): JsonObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: policy },
  spec: {
    policyName: policy,
    validationActions: actions[mode],
    ...(excluded.length === 0
      ? {}
      : {
          matchResources: {
            namespaceSelector: {
              // The API server sets this label on every namespace and lets nobody change it.
              matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: excluded }],
            },
          },
        }),
  },
});
