/** What an analyser says of YAML text by one rule, a line a conclusion, for tests. */

import type { Analyser } from './analyser.ts';
import { nameOf } from './gap.ts';
import { toSnapshot, type SnapshotExtras } from './snapshot-of-yaml.ts';

export interface Told {
  /** A rule's id. */
  readonly rule: string;
  /** Default `cluster`. */
  readonly kind?: SnapshotExtras['kind'];
  readonly extras?: Omit<SnapshotExtras, 'kind'>;
}

/** `fail high: Policy shop/a: Judges nothing`, as reports put them together; the severity only where it is not the rule's own. */
export const tellOf = (
  analyser: Analyser,
  text: string,
  { rule, kind = 'cluster', extras = {} }: Told,
): readonly string[] => {
  if (!analyser.rules.some(({ id }) => id === rule)) throw new Error(`there is no rule ${rule}`);
  return analyser
    .analyse(toSnapshot(text, analyser, { kind, ...extras }))
    .filter((one) => one.rule.id === rule)
    .map(
      ({ about, conclusion: { status, reason, severity, message } }) =>
        `${status}${reason === undefined ? '' : ` (${reason})`}${severity === undefined ? '' : ` ${severity}`}: ${nameOf(about)}: ${message}`,
    );
};

/** Documents as one text. */
export const join = (...documents: readonly string[]): string => documents.map((text) => text.trim()).join('\n---\n');

/** A namespace somebody lives in. */
export const livedIn = (name: string, labels = '{}'): string =>
  join(
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}}`,
    `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: ${name}}`,
  );
