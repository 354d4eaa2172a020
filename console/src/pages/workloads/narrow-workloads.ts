/** Workloads as they are asked for: which, and in what order. */

import type { WorkloadEntry } from '../../../../src/hosts/console/api/workloads.ts';
import { severities } from '../../../../src/model/severity.ts';

export const orders = ['worst', 'walls', 'name', 'account', 'pod-security'] as const;

export type WorkloadOrder = (typeof orders)[number];

export interface WorkloadsAsked {
  /** Words that must all occur in a name, an account or an image. */
  readonly text: string;
  readonly namespace: string;
  readonly kind: string;
  /** `open`: no wall stands before it. `exposed`: a port of it is published. `rights`: its account may do what is dangerous. */
  readonly only: string;
  readonly order: WorkloadOrder;
  readonly isReversed: boolean;
}

export const narrowWorkloads = (
  workloads: readonly WorkloadEntry[],
  { text, namespace, kind, only, order, isReversed }: WorkloadsAsked,
): readonly WorkloadEntry[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = workloads.filter(
    (each) =>
      (namespace === '' || each.namespace === namespace) &&
      (kind === '' || each.kind === kind) &&
      fits(each, only) &&
      (words.length === 0 || hasWords(each, words)),
  );
  const sorted = fitting.toSorted((a, b) => comparers[order](a, b) || byName(a, b));
  return isReversed ? sorted.reverse() : sorted;
};

const fits = ({ depth, exposed, rights }: WorkloadEntry, only: string): boolean => {
  switch (only) {
    case 'open':
      return depth === 0;
    case 'exposed':
      return exposed;
    case 'rights':
      return rights.length > 0;
    default:
      return true;
  }
};

const hasWords = ({ kind, namespace, name, account, containers }: WorkloadEntry, words: readonly string[]): boolean => {
  const images = containers.map(({ image }) => image).join(' ');
  const all = `${kind} ${namespace}/${name} ${account ?? ''} ${images}`.toLowerCase();
  return words.every((word) => all.includes(word));
};

type Compare = (a: WorkloadEntry, b: WorkloadEntry) => number;

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byName: Compare = (a, b) => compareTexts(a.namespace, b.namespace) || compareTexts(a.name, b.name);

const byOpen: Compare = (a, b) => {
  for (const severity of severities) {
    const more = b.open[severity] - a.open[severity];
    if (more !== 0) return more;
  }
  return 0;
};

const levels = ['privileged', 'unknown', 'baseline', 'restricted'] as const;

const comparers: Readonly<Record<WorkloadOrder, Compare>> = {
  worst: byOpen,
  // No known way is further than every wall.
  walls: (a, b) => (a.depth ?? Number.MAX_SAFE_INTEGER) - (b.depth ?? Number.MAX_SAFE_INTEGER),
  name: byName,
  account: (a, b) => compareTexts(a.account ?? '', b.account ?? ''),
  'pod-security': (a, b) => levels.indexOf(a.podSecurity) - levels.indexOf(b.podSecurity),
};
