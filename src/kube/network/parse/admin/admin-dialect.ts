/** How the three kinds of administrators' policies differ: their words for actions, their ports, their limits. */

import type { NetworkRule, PortMatch } from '../../network-policy.ts';
import type { Field } from '../read-field.ts';

export interface AdminDialect {
  readonly actions: Readonly<Record<string, NetworkRule['action']>>;
  /** The field of a rule that narrows it to ports. */
  readonly portsField: 'ports' | 'protocols';
  /** `unknown`: a way to name ports that is not known here. */
  readonly readPort: (field: Field) => PortMatch | 'unknown';
  /** Of rules in a direction, and of peers and of ports in a rule. */
  readonly most: { readonly rules: number; readonly peers: number; readonly ports: number };
  /** Host bits in a network are refused. */
  readonly hasStrictNetworks: boolean;
  readonly isNamespaceSelectorRequired: boolean;
}
