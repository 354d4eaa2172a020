/** What the rules of enforcement look at, worked out once for a snapshot. */

import type { Snapshot } from '../../model/snapshot.ts';
import type { Gap } from '../gap.ts';
import { listLivedIn, type LivedIn } from '../lived-in.ts';
import { listNativePolicies, type NativePolicy } from './admission-policy/bindings.ts';
import { readGatekeeper, type Gatekeeper } from './gatekeeper/gatekeeper.ts';
import { readKyverno, type Kyverno } from './kyverno/kyverno.ts';

export interface View {
  readonly snapshot: Snapshot;
  readonly livedIn: readonly LivedIn[];
  readonly nativePolicies: readonly NativePolicy[];
  readonly kyverno: Kyverno;
  readonly gatekeeper: Gatekeeper;
  /** False where only some namespaces were read: what is not here may be in another. */
  readonly isWhole: boolean;
  /** The time of the scan in milliseconds; `null` where no fact says it. */
  readonly now: number | null;
}

export type EnforcementGap = Gap<View>;

export const toView = (snapshot: Snapshot): View => ({
  snapshot,
  livedIn: listLivedIn(snapshot, engineNamespaces),
  nativePolicies: listNativePolicies(snapshot),
  kyverno: readKyverno(snapshot),
  gatekeeper: readGatekeeper(snapshot),
  isWhole: !snapshot.evidence.some(({ kind }) => kind === 'scan/namespaces'),
  now: readNow(snapshot),
});

/** By custom left out of the policies of the engine that runs there. */
const engineNamespaces: ReadonlySet<string> = new Set(['kyverno', 'gatekeeper-system']);

/** Evidence of the kind `scan/as-of`, whose value is RFC 3339: analysers have no clock. */
const readNow = ({ evidence }: Snapshot): number | null => {
  const value = evidence.find(({ kind }) => kind === 'scan/as-of')?.value;
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? null : time;
};
