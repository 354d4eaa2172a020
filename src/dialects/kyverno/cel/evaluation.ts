/** One evaluation of a policy's expressions about one subject: its values, its variables and its meter. */

import { evaluateKept, type KeptResults } from '../../../kube/policy/kept-results.ts';
import type { SharedProgram } from '../../../kube/policy/shared-programs.ts';
import type { Meter, Program } from '../../../lang/cel/program.ts';
import { EvaluationFault, type Value } from '../../../lang/cel/value.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { CompiledExpression, CompiledSpec } from './compile-spec.ts';
import { toKyvernoValues, type KyvernoInput } from './kyverno-values.ts';
import { KyvernoVariables } from './kyverno-variables.ts';
import type { KyvernoWorld } from './kyverno-world.ts';
import { RandomWorldValue } from './libraries/world-functions.ts';

export interface EvaluationInput {
  readonly object: Value;
  readonly oldObject: Value;
  readonly request: Value;
  readonly namespaceObject: JsonObject | null;
  readonly kept: KeptResults | null;
}

/** Kyverno itself counts no cost: far above what a policy means, and soon enough for one that would never end. */
export const costLimit = 50_000_000;

/** What is the same for every subject: what the world's functions are called on. */
export const toBaseValues = (spec: CompiledSpec, world: KyvernoWorld): readonly (Value | undefined)[] =>
  toKyvernoValues(spec.slots, nothing, world);

const nothing: KyvernoInput = {
  object: null,
  oldObject: null,
  request: null,
  namespaceObject: null,
  exceptions: { allowedImages: [], allowedValues: [] },
};

/** Signals of the host pass through. Variables are computed once for conditions, validations and messages alike, as in Kyverno. */
export class Evaluation {
  readonly values: (Value | undefined)[];
  readonly meter: Meter = { spent: 0, limit: costLimit };
  readonly #spec: CompiledSpec;
  readonly #kept: KeptResults | null;

  /** `base` holds what is the same for every subject. */
  constructor(spec: CompiledSpec, base: readonly (Value | undefined)[], input: EvaluationInput) {
    const { slots } = spec;
    const values = base.slice();
    values[slots.object] = input.object;
    if (slots.oldObject >= 0) {
      values[slots.oldObject] = input.oldObject;
      values[slots.request] = input.request;
      values[slots.namespaceObject] = input.namespaceObject;
    }
    const world = values[slots.world];
    // It counts what is random in one evaluation.
    if (spec.readsWorld && world instanceof RandomWorldValue)
      values[slots.world] = new RandomWorldValue(world.typeName, world.world);
    this.values = values;
    this.#spec = spec;
    this.#kept = input.kept;
    if (spec.variables.size > 0)
      values[slots.variables] = new KyvernoVariables(spec.variables, values, this.meter, input.kept);
  }

  /** What the exceptions that hold allow. */
  allow(images: readonly string[], values: readonly string[]): void {
    const { exceptions } = this.#spec.slots;
    if (exceptions >= 0) this.values[exceptions] = { allowedImages: images, allowedValues: values };
  }

  /** Of an ImageValidatingPolicy: those it is about, by where they stand. */
  setImages(images: Readonly<Record<string, readonly string[]>>): void {
    this.values[this.#spec.slots.images] = images;
  }

  /** After a mutation the object is another one, and what was computed of the old one stays, as in Kyverno. */
  setObject(object: JsonObject): void {
    this.values[this.#spec.slots.object] = object;
  }

  run(program: Program): Value | EvaluationFault {
    return program.evaluate(this.values, this.meter);
  }

  runShared(shared: SharedProgram): Value | EvaluationFault {
    return this.#kept === null || shared.place < 0 || shared.program.variables.has('variables')
      ? shared.program.evaluate(this.values, this.meter)
      : evaluateKept(shared, this.values, this.meter, this.#kept);
  }

  /** A fault where one cannot be told and none fails: `a; b` of several, in order. */
  holds(conditions: readonly CompiledExpression[]): boolean | EvaluationFault {
    let faults: string[] | null = null;
    let reason: EvaluationFault['reason'] = 'error';
    for (const { shared } of conditions) {
      const outcome = this.runShared(shared);
      if (outcome === false) return false;
      if (outcome instanceof EvaluationFault) {
        (faults ??= []).push(outcome.message);
        if (outcome.reason !== 'error') ({ reason } = outcome);
      }
    }
    return faults === null ? true : new EvaluationFault(faults.join('; '), reason);
  }

  /** A fault of any of them is told with its name. */
  annotate(quote: '"' | "'"): readonly Annotation[] | EvaluationFault {
    const annotations: Annotation[] = [];
    for (const { written, shared } of this.#spec.auditAnnotations) {
      const outcome = this.run(shared.program);
      const what = `${quote}${written.name}${quote}`;
      if (outcome instanceof EvaluationFault)
        return new EvaluationFault(`failed to evaluate auditAnnotation ${what}: ${outcome.message}`, outcome.reason);
      if (outcome === null)
        return new EvaluationFault(
          `failed to convert auditAnnotation ${what} expression: type conversion error from 'null_type' to 'string'`,
        );
      if (typeof outcome === 'string' && outcome !== '') annotations.push({ key: written.name, value: outcome });
    }
    return annotations;
  }
}

export interface Annotation {
  readonly key: string;
  readonly value: string;
}
