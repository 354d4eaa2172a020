/** What a part of a Cilium rule needs to know of the whole. */

import type { Snapshot } from '../../../../model/snapshot.ts';

export interface RuleContext {
  readonly action: 'allow' | 'deny';
  readonly direction: 'ingress' | 'egress';
  /** Of the policy; `null` for one of the whole cluster. */
  readonly namespace: string | null;
  readonly snapshot: Snapshot;
}
