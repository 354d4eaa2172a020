/** Workloads as the console is given them: everything about one on one page. */

import type { Severity } from '../../../model/severity.ts';

export interface Workloads {
  readonly workloads: readonly WorkloadEntry[];
  readonly left: number;
}

export interface WorkloadEntry {
  /** `Deployment/shop/api`: what findings are asked for by. */
  readonly id: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly place: string;
  readonly open: Readonly<Record<Severity, number>>;
  /** The fewest walls from the internet to any of its containers; `null`: no known path. */
  readonly depth: number | null;
  readonly exposed: boolean;
  readonly account: string | null;
  readonly tokenMounted: boolean;
  readonly podSecurity: 'restricted' | 'baseline' | 'privileged' | 'unknown';
  readonly containers: readonly WorkloadContainer[];
  /** Sentences: what its account may do that is dangerous. */
  readonly rights: readonly string[];
  readonly reaches: readonly string[];
  readonly reachedBy: readonly string[];
  readonly secrets: readonly string[];
}

export interface WorkloadContainer {
  readonly name: string;
  readonly image: string;
  readonly ports: readonly string[];
  readonly runsAsRoot: boolean | null;
  readonly privileged: boolean;
  readonly limits: boolean;
}
