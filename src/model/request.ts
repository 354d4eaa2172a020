/** What a rule may ask its host for, and what the host may answer. Every request is typed; every answer is remembered for that subject. */

import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** One question of a rule. A request's identity is its content: `toRequestKey` names it. */
export type Request =
  | {
      readonly kind: 'object';
      readonly apiVersion: string;
      readonly objectKind: string;
      readonly namespace: string | null;
      readonly name: string;
    }
  | {
      readonly kind: 'list';
      readonly apiVersion: string;
      readonly objectKind: string;
      readonly namespace: string | null;
      readonly selector: string | null;
    }
  | {
      readonly kind: 'parameter';
      readonly apiVersion: string;
      readonly objectKind: string;
      readonly namespace: string | null;
      readonly name: string;
    }
  /** The labels and annotations of a namespace. */
  | { readonly kind: 'namespace'; readonly name: string }
  | {
      readonly kind: 'access-review';
      readonly user: string;
      readonly groups: readonly string[];
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource: string | null;
      readonly namespace: string | null;
      readonly name: string | null;
    }
  /** May a user do this with a path of the API server that is no resource, such as `/metrics`? */
  | {
      readonly kind: 'path-review';
      readonly user: string;
      readonly groups: readonly string[];
      readonly verb: string;
      readonly path: string;
    }
  | { readonly kind: 'image'; readonly reference: string }
  /** A call of the API server by path, as a policy writes it: `/api/v1/namespaces?labelSelector=a%3Db`. */
  | { readonly kind: 'api-call'; readonly method: 'GET' | 'POST'; readonly path: string; readonly body: string | null }
  /** What a GlobalContextEntry keeps; a projection of it where one is named. */
  | { readonly kind: 'global-context'; readonly name: string; readonly projection: string | null }
  /**
   * Headers by name, and the certificates to trust as PEM, where a policy says so. The answer's value: the JSON body with `statusCode`.
   * A policy's author chose the URL. Whoever asks for this has refused what `explainForbiddenUrl` of kube/policy/forbidden-host.ts
   * refuses; a host that connects must check every address the name resolves to with `findForbiddenRange`, connect to one of
   * those, and do both again at each redirect.
   */
  | {
      readonly kind: 'http';
      readonly method: 'GET' | 'POST';
      readonly url: string;
      readonly body: string | null;
      readonly headers?: Readonly<Record<string, string>>;
      readonly caBundle?: string;
    }
  /** Now, as RFC 3339 writes it. */
  | { readonly kind: 'time' }
  /** So many random bytes, in hexadecimal digits. */
  | { readonly kind: 'random'; readonly bytes: number };

export type RequestKind = Request['kind'];

export type Answer =
  | { readonly kind: 'value'; readonly value: Json }
  /** The host looked, and there is no such thing. */
  | { readonly kind: 'absent' }
  /** The host could not or may not look: the rule's finding is an `error` with reason `no-evidence`. */
  | { readonly kind: 'refused'; readonly why: string };

/** The answers known so far for one subject; `undefined` means "not asked yet": return a `need`. */
export interface Facts {
  answer(request: Request): Answer | undefined;
}

/** The request's identity; two requests with one key are one question. */
export const toRequestKey = (request: Request): string => JSON.stringify(request);

/** The object inside an answer, where it holds one. */
export const answeredObject = (answer: Answer): JsonObject | undefined =>
  answer.kind === 'value' && isJsonObject(answer.value) ? answer.value : undefined;
