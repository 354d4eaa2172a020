/** What the libraries of Kyverno's CEL reach outside an expression, and the values that carry it into expressions. */

import { EvaluationFault, OpaqueValue } from '../../../lang/cel/value.ts';
import { AnswerNeeded, EvidenceMissing } from '../../../kube/policy/signals.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Answer, Request } from '../../../model/request.ts';

/** Made for each policy and handed to `toKyvernoValues`; its members are asked while an expression runs. */
export interface KyvernoWorld {
  /** What is known already; `undefined` for what the host has not been asked. */
  answer(request: Request): Answer | undefined;
  /** Of a namespaced policy: all it may read. The empty text for one of the cluster. */
  readonly namespace: string;
  /** What a signature is that nobody here can verify: an error, or a skip where a person allowed it. */
  readonly unverified: 'error' | 'skip';
  /** Whether the policy's matchImageReferences name this image: of no other are signatures looked at. */
  matchesImage(image: string): boolean;
  /** One object that `generator.apply` makes, its namespace set; called in order. */
  generate(object: JsonObject): void;
}

/** What `resource`, `http` and their like stand for: nothing can be read of it, functions are called on it. */
export class WorldValue extends OpaqueValue {
  readonly typeName: string;
  readonly world: KyvernoWorld;
  constructor(typeName: string, world: KyvernoWorld) {
    super();
    this.typeName = typeName;
    this.world = world;
  }
  override get isChangeable(): boolean {
    return true;
  }
  equals(other: OpaqueValue): boolean {
    return this === other;
  }
}

/** The answer, once there is one. What a host refuses to look up is an error of the rule, whatever the expression makes of faults. */
export const ask = (world: KyvernoWorld, request: Request): Exclude<Answer, { readonly kind: 'refused' }> => {
  const answer = world.answer(request);
  // oxlint-disable-next-line typescript/only-throw-error -- a signal, see signals.ts
  if (answer === undefined) throw new AnswerNeeded(request);
  // oxlint-disable-next-line typescript/only-throw-error -- a signal, see signals.ts
  if (answer.kind === 'refused') throw new EvidenceMissing('error', `${describeRequest(request)}: ${answer.why}.`);
  return answer;
};

const describeRequest = (request: Request): string => {
  switch (request.kind) {
    case 'object':
    case 'parameter':
      return `The ${request.objectKind} ${request.namespace === null ? '' : `${request.namespace}/`}${request.name} could not be read`;
    case 'list':
      return `The objects of kind ${request.objectKind} could not be listed`;
    case 'api-call':
      return `${request.method} ${request.path} could not be asked of the API server`;
    case 'global-context':
      return `The global context entry ${request.name} could not be read`;
    case 'http':
      return `${request.method} ${request.url} was not called`;
    case 'image':
      return `The image ${request.reference} could not be looked at`;
    default:
      return `The ${request.kind} could not be told`;
  }
};

/** A fault of a library: ordinary, and absorbed by `||` as any other. */
export const refuse = (message: string): never => {
  throw new EvaluationFault(message);
};
