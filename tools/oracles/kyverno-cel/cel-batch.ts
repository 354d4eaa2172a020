/** What is asked of both at once: every policy of a batch about every object of it, each policy alone. */

import type { Json, JsonObject } from '../../../src/model/json.ts';

export interface CelBatch {
  readonly policies: readonly JsonObject[];
  readonly resources: readonly JsonObject[];
  readonly exceptions: readonly JsonObject[];
  /** A values file and a file of who asks, as both read them; `null` for none. */
  readonly values: JsonObject | null;
  readonly user: JsonObject | null;
  /** What expressions see in place of a cluster and a registry; `null` for nothing. */
  readonly context: JsonObject | null;
}

/** What an engine said of one batch. */
export interface CelAnswers {
  /** Policies it would not run, with its reason. */
  readonly refused: ReadonlyMap<string, string>;
  /** By `POLICY KIND NAMESPACE/NAME`: what it concluded, `status: message`, in no order. */
  readonly verdicts: ReadonlyMap<string, readonly string[]>;
  /** By the same: the object as a policy left it, or what it generated. */
  readonly objects: ReadonlyMap<string, readonly Json[]>;
}

export const append = <Value>(map: Map<string, Value[]>, key: string, value: Value): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
};
