/** Where Kyverno finds the pod of an object it judges by Pod Security: by the kind alone, and in seven kinds of controllers. */

import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { IndexedPath } from './field-error.ts';

export interface KyvernoPodTemplate {
  readonly kind: 'template';
  readonly prefix: IndexedPath;
  readonly metadata: JsonObject;
  readonly spec: JsonObject;
}

/** What is left out is empty: a Deployment without a template has no container that breaks anything. */
export const toPodTemplate = (
  object: JsonObject,
): KyvernoPodTemplate | { readonly kind: 'unsuitable'; readonly message: string } => {
  const { kind } = object;
  const prefix = typeof kind === 'string' ? prefixes.get(kind) : undefined;
  if (typeof kind !== 'string' || prefix === undefined) return toUnsuitable('could not find correct resource type');
  // Of a CronJob Kyverno reads the annotations of its job template.
  const metadata = follow(object, [...(kind === 'CronJob' ? prefix.slice(0, 2) : prefix), 'metadata']);
  const spec = follow(object, [...prefix, 'spec']);
  if (metadata !== null && spec !== null) return { kind: 'template', prefix, metadata, spec };
  return toUnsuitable(`something other than an object stands where this ${kind} holds its pod`);
};

const toUnsuitable = (why: string): { readonly kind: 'unsuitable'; readonly message: string } => ({
  kind: 'unsuitable',
  message: `Error while getting new resource: ${why}`,
});

const template = ['spec', 'template'];

const prefixes: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['Deployment', template],
  ['DaemonSet', template],
  ['StatefulSet', template],
  ['ReplicaSet', template],
  ['ReplicationController', template],
  ['Job', template],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

/** Empty where nothing is; `null` where something else is on the way. */
const follow = (object: JsonObject, path: readonly string[]): JsonObject | null => {
  let found = object;
  for (const field of path) {
    const value: Json = found[field] ?? null;
    if (value === null) return {};
    if (!isJsonObject(value)) return null;
    found = value;
  }
  return found;
};
