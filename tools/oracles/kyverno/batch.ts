/** What is asked of both at once: every policy of a batch about every object of it. */

import type { Json, JsonObject } from '../../../src/model/json.ts';

export interface Batch {
  readonly policies: readonly JsonObject[];
  readonly resources: readonly JsonObject[];
  readonly exceptions: readonly JsonObject[];
  /** A values file and a file of who asks, as both read them; `null` for none. */
  readonly values: JsonObject | null;
  readonly user: JsonObject | null;
}

/** What an engine said of one batch. */
export interface Answers {
  /** Policies it would not run, with its reason. */
  readonly refused: ReadonlyMap<string, string>;
  /** By `POLICY RULE KIND NAMESPACE/NAME`: what it concluded, in order. */
  readonly verdicts: ReadonlyMap<string, readonly Verdict[]>;
  /** By `POLICY NAMESPACE/KIND/NAME`: objects as a policy left them, then what it generated. */
  readonly objects: ReadonlyMap<string, readonly Json[]>;
}

export interface Verdict {
  readonly status: string;
  readonly message: string;
}

export const toVerdictKey = (policy: string, rule: string, kind: string, namespace: string, name: string): string =>
  `${policy} ${rule} ${kind} ${namespace}/${name}`;

export const append = <Value>(map: Map<string, Value[]>, key: string, value: Value): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
};
