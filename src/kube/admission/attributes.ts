/** What the API server knows of a request when admission runs: the same for a webhook, a policy and a scan. */

import type { JsonObject } from '../../model/json.ts';
import type { Operation } from '../../model/subject.ts';

export interface AdmissionAttributes {
  readonly operation: Operation;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The plural: `deployments`. */
  readonly resource: string;
  readonly subresource: string;
  /** The empty text for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
  /** `null` on DELETE and CONNECT. */
  readonly object: JsonObject | null;
  /** `null` on CREATE and CONNECT. */
  readonly oldObject: JsonObject | null;
  readonly user: { readonly name: string; readonly groups: readonly string[] } | null;
  readonly dryRun: boolean;
}
