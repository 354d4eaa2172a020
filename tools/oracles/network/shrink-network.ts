/** Makes an estate that differs small: leaves out object after object, then part after part of the policies. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { NetworkCase } from './network-case.ts';

/** `isDifferent` is asked about one candidate after the other, so often at most. */
export const shrinkNetwork = async (
  tested: NetworkCase,
  isDifferent: (smaller: NetworkCase) => Promise<boolean>,
): Promise<NetworkCase> => {
  let current = tested;
  let left = mostAsked;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const objects of listSmaller(current.objects)) {
      if ((left -= 1) < 0) return current;
      const candidate = { ...current, objects };
      if (!(await isDifferent(candidate))) continue;
      current = candidate;
      isSmaller = true;
      break;
    }
  }
  return current;
};

const mostAsked = 3000;

function* listSmaller(objects: readonly JsonObject[]): Generator<readonly JsonObject[]> {
  for (const index of objects.keys()) yield objects.toSpliced(index, 1);
  for (const [index, object] of objects.entries())
    for (const spec of listParts(object['spec'] ?? null)) yield objects.with(index, { ...object, spec });
}

/** Each with one entry of a list or one optional field less, however deep it stands. */
function* listParts(value: Json): Generator<Json> {
  if (isJsonArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1);
    for (const [index, item] of value.entries()) for (const part of listParts(item)) yield value.with(index, part);
  } else if (isJsonObject(value)) {
    for (const [name, field] of Object.entries(value)) {
      const { [name]: _, ...rest } = value;
      if (!needed.has(name)) yield rest;
      for (const part of listParts(field ?? null)) yield { ...value, [name]: part };
    }
  }
}

/** Without these an object means something else, or nothing. */
const needed: ReadonlySet<string> = new Set([
  'podSelector',
  'namespaceSelector',
  'selector',
  'template',
  'containers',
  'cidr',
  'key',
  'operator',
  'values',
  'name',
  'containerPort',
]);
