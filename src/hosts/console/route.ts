/** What a route of the API is: words as data, from which routing, the check of parameters and `openapi.json` are made. */

import type { JsonObject } from '../../model/json.ts';
import type { ConsoleOptions } from './console-options.ts';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`: `/estates/{estate}/findings`. */
  readonly path: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** Schema of the JSON body of a POST; absent for none. */
  readonly body?: JsonObject;
  readonly answer: RouteAnswer;
  readonly handle: (asked: Asked, app: ConsoleApp) => Reply | Promise<Reply>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly summary: string;
  /** JSON Schema of one value; `type` is string or integer. */
  readonly schema: JsonObject;
  readonly repeats?: true;
  readonly required?: true;
}

export interface RouteAnswer {
  readonly status: 200 | 202;
  readonly type: 'application/json' | 'text/event-stream';
  readonly summary: string;
  readonly schema: JsonObject;
}

export interface Asked {
  /** Checked against their schemas; a parameter that was not given is absent. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Checked against the route's schema. */
  readonly body: unknown;
}

/** What handlers see of the server. */
export interface ConsoleApp extends ConsoleOptions {
  readonly now: () => string;
}

export type Reply =
  | { readonly kind: 'json'; readonly value: unknown; /** Equal for equal answers. */ readonly tag?: string }
  | { readonly kind: 'events' };

export const oneOf = ({ values }: Asked, name: string): string | undefined => values.get(name)?.[0];

export const allOf = ({ values }: Asked, name: string): readonly string[] => values.get(name) ?? [];

export const numberOf = (asked: Asked, name: string, usual: number): number => {
  const text = oneOf(asked, name);
  return text === undefined ? usual : Number(text);
};
