/** Where what a policy's expressions read stands among the values of its programs, and those values. */

import type { Environment } from '../../lang/cel/environment.ts';
import type { Value } from '../../lang/cel/value.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AuthorizerValues } from './authorizer-values.ts';

export interface PolicyInput {
  readonly object: JsonObject | null;
  readonly oldObject: JsonObject | null;
  readonly params: JsonObject | null;
  readonly request: Value;
  readonly namespaceObject: JsonObject | null;
  /** `null` for a policy that does not read it. */
  readonly authorizer: AuthorizerValues | null;
}

export const toSlots = (environment: Environment): Slots => {
  const slotOf = (name: string): number => {
    const resolved = environment.resolveName(name);
    return resolved?.kind === 'variable' ? resolved.slot : -1;
  };
  return {
    count: environment.variables.length,
    object: slotOf('object'),
    oldObject: slotOf('oldObject'),
    params: slotOf('params'),
    request: slotOf('request'),
    namespaceObject: slotOf('namespaceObject'),
    authorizer: slotOf('authorizer'),
    requestResource: slotOf('authorizer.requestResource'),
    variables: slotOf('variables'),
  };
};

/** The values of the programs' variables; conditions see no namespace. */
export const toValues = (slots: Slots, input: PolicyInput): (Value | undefined)[] => {
  const values: (Value | undefined)[] = [];
  for (let slot = 0; slot < slots.count; slot += 1) values.push(undefined);
  values[slots.object] = input.object;
  values[slots.oldObject] = input.oldObject;
  values[slots.request] = input.request;
  values[slots.namespaceObject] = null;
  if (slots.params >= 0) values[slots.params] = input.params;
  if (slots.authorizer >= 0 && input.authorizer !== null) {
    values[slots.authorizer] = input.authorizer.authorizer;
    values[slots.requestResource] = input.authorizer.requestResource;
  }
  return values;
};

/** `-1` for a variable the environment does not have. */
export interface Slots {
  readonly count: number;
  readonly object: number;
  readonly oldObject: number;
  readonly params: number;
  readonly request: number;
  readonly namespaceObject: number;
  readonly authorizer: number;
  readonly requestResource: number;
  readonly variables: number;
}
