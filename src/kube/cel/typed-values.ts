/** What the API server v1.37 keeps as Go values, which compare with their own kind alone: k8s.io/apiserver, pkg/cel/common. */

import { isPlainMap } from '../../lang/cel/value-type.ts';
import type { IsStrict } from '../../lang/cel/environment.ts';
import type { Value } from '../../lang/cel/value.ts';
import { toGroupVersion } from '../schema/api-version.ts';
import { findTypeOfKind } from '../schema/read-types.ts';

/**
 * A list or map that is part of an object of a built-in kind, of the request or of the namespace. Parts of custom
 * objects, and what an expression makes, are cel-go's own. Looked for only where a comparison would be false.
 */
export const isTypedValue: IsStrict = (value, variables, toil) =>
  variables.some((root) => root !== undefined && isPlainMap(root) && isTyped(root) && contains(root, value, toil));

/** The request and the namespace are shown without an apiVersion, and are typed always. */
const isTyped = ({ apiVersion, kind }: Readonly<Record<string, Value>>): boolean => {
  if (typeof apiVersion !== 'string') return true;
  const { group, version } = toGroupVersion(apiVersion);
  return findTypeOfKind(group, version, typeof kind === 'string' ? kind : '') !== undefined;
};

const contains = (root: Value, value: Value, toil: (steps: number) => void): boolean => {
  const left: Value[] = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node === value) return true;
    const held = Array.isArray(node) ? (node as readonly Value[]) : isPlainMap(node) ? fieldsOf(node) : none;
    toil(held.length + 1);
    for (const each of held) if (typeof each === 'object' && each !== null) left.push(each);
  }
  return false;
};

const none: readonly Value[] = [];

/** What of a field set is noted has no type. */
const fieldsOf = (map: Readonly<Record<string, Value>>): readonly Value[] =>
  Object.entries(map)
    .filter(([name]) => name !== 'fieldsV1')
    .map(([, value]) => value);
