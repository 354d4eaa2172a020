/** The values of an expression's variables in Kyverno's environments, by the place of each. */

import type { Environment } from '../../../lang/cel/environment.ts';
import type { Value } from '../../../lang/cel/value.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { KyvernoWorld } from './kyverno-world.ts';
import { WorldValue } from './kyverno-world.ts';
import { RandomWorldValue, worldVariable } from './libraries/world-functions.ts';

/** `-1` for a variable the environment does not have. */
export interface KyvernoSlots {
  readonly count: number;
  readonly object: number;
  readonly oldObject: number;
  readonly request: number;
  readonly namespaceObject: number;
  readonly variables: number;
  readonly exceptions: number;
  readonly images: number;
  readonly attestors: number;
  readonly attestations: number;
  readonly resource: number;
  readonly http: number;
  readonly image: number;
  readonly globalContext: number;
  readonly generator: number;
  readonly world: number;
}

export const toKyvernoSlots = (environment: Environment): KyvernoSlots => {
  const slotOf = (name: string): number => {
    const resolved = environment.resolveName(name);
    return resolved?.kind === 'variable' ? resolved.slot : -1;
  };
  return {
    count: environment.variables.length,
    object: slotOf('object'),
    oldObject: slotOf('oldObject'),
    request: slotOf('request'),
    namespaceObject: slotOf('namespaceObject'),
    variables: slotOf('variables'),
    exceptions: slotOf('exceptions'),
    images: slotOf('images'),
    attestors: slotOf('attestors'),
    attestations: slotOf('attestations'),
    resource: slotOf('resource'),
    http: slotOf('http'),
    image: slotOf('image'),
    globalContext: slotOf('globalContext'),
    generator: slotOf('generator'),
    world: slotOf(worldVariable),
  };
};

export interface KyvernoInput {
  /** Any JSON in JSON mode. */
  readonly object: Value;
  readonly oldObject: JsonObject | null;
  readonly request: Value;
  readonly namespaceObject: JsonObject | null;
  readonly exceptions: { readonly allowedImages: readonly string[]; readonly allowedValues: readonly string[] };
  /** Of an ImageValidatingPolicy. */
  readonly images?: Readonly<Record<string, readonly string[]>>;
  readonly attestors?: Readonly<Record<string, Value>>;
  readonly attestations?: Readonly<Record<string, string>>;
}

/** `variables` are set by who computes them: `values[slots.variables] = new KyvernoVariables(…)`. */
export const toKyvernoValues = (
  slots: KyvernoSlots,
  input: KyvernoInput,
  world: KyvernoWorld,
): (Value | undefined)[] => {
  const values: (Value | undefined)[] = [];
  for (let slot = 0; slot < slots.count; slot += 1) values.push(undefined);
  const set = (slot: number, value: Value | undefined): void => {
    if (slot >= 0) values[slot] = value;
  };
  set(slots.object, input.object);
  set(slots.oldObject, input.oldObject);
  set(slots.request, input.request);
  set(slots.namespaceObject, input.namespaceObject);
  set(slots.exceptions, input.exceptions);
  set(slots.images, input.images);
  set(slots.attestors, input.attestors);
  set(slots.attestations, input.attestations);
  set(slots.resource, new WorldValue('resource.Context', world));
  set(slots.http, new WorldValue('http.Context', world));
  set(slots.image, new WorldValue('imagedata.Context', world));
  set(slots.globalContext, new WorldValue('globalcontext.Context', world));
  set(slots.generator, new WorldValue('generator.Context', world));
  set(slots.world, new RandomWorldValue('kyverno.World', world));
  return values;
};
