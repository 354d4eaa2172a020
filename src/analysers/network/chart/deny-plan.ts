/** What the default-deny of each namespace would close and leave open: the part of the chart that is about what does not stand yet. */

import type { PortSet } from '../../../kube/network/reachability.ts';

export interface DenyPlan {
  /** Namespaces whose default-deny would close something. */
  readonly namespaces: ReadonlySet<string>;
  /** By the index of a side: a default-deny would close its connections out, or in. */
  isOutGuarded(side: number): boolean;
  isInGuarded(side: number): boolean;
  /** At which ports everybody is still let in; `null` for none. */
  openTo(side: number): PortSet | null;
}

export const noPlan: DenyPlan = {
  namespaces: new Set(),
  isOutGuarded: () => false,
  isInGuarded: () => false,
  openTo: () => null,
};
