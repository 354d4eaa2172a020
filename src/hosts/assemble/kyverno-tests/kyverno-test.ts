/** A test of Kyverno's command line (cli.kyverno.io/v1alpha1 Test) as it is run: checked in shape, paths as they were written. */

import type { Json, JsonObject } from '../../../model/json.ts';
import type { Operation } from '../../../model/subject.ts';

export interface KyvernoTest {
  /** The file it stands in, and the folder its paths start from. */
  readonly file: string;
  readonly folder: string;
  readonly name: string;
  readonly policies: readonly string[];
  readonly resources: readonly string[];
  readonly jsonPayloads: readonly string[];
  readonly targetResources: readonly string[];
  readonly paramResources: readonly string[];
  readonly exceptions: readonly string[];
  readonly clusterResources: readonly string[];
  /** Files; `null` where there is none. */
  readonly variables: string | null;
  readonly userinfo: string | null;
  readonly context: string | null;
  /** What would stand in the file of variables. */
  readonly values: JsonObject | null;
  readonly apiCallResponses: readonly ApiCallResponse[];
  readonly globalContextEntries: readonly GlobalContextMock[];
  readonly results: readonly Expectation[];
}

export interface ApiCallResponse {
  /** A whole URL, or the path of the API server. */
  readonly url: string;
  readonly method: 'GET' | 'POST' | null;
  readonly statusCode: number;
  readonly body: JsonObject;
}

export interface GlobalContextMock {
  readonly name: string;
  readonly data: JsonObject | null;
  readonly resources: readonly JsonObject[] | null;
  readonly resourceFiles: readonly string[] | null;
  /** JMESPath; the empty text for none. */
  readonly fieldPath: string;
  readonly projections: readonly { readonly name: string; readonly path: string }[];
}

export const results = ['pass', 'fail', 'skip', 'warn', 'error'] as const;

/** What is expected of one policy, or of one rule of it, about some objects. */
export interface Expectation {
  /** `NAME`, or `NAMESPACE/NAME`. */
  readonly policy: string;
  /** The empty text for every rule. */
  readonly rule: string;
  /** As written: what is none of the five never comes true. */
  readonly result: string;
  /** `null` where none is named: then every object counts. */
  readonly resources: readonly string[] | null;
  readonly resourceSpecs: readonly ResourceSpec[];
  readonly operation: Operation | null;
  readonly patchedResources: string;
  readonly generatedResources: readonly string[];
  readonly cloneSourceResource: string;
  readonly failOnMissingResources: boolean;
}

export interface ResourceSpec {
  readonly group: string;
  readonly version: string;
  readonly namespace: string;
  readonly name: string;
}

export const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
