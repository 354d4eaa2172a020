/** Turns edits into a JSON Patch (RFC 6902) for one object, list items resolved to the indices they have there. */

import type { Edit } from '../../model/change.ts';
import { parseFieldPath, type FieldPath, type PathSegment } from '../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { applyEdits, toIndex } from './apply-edits.ts';

export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string };

/**
 * Operations that do to `object` what `applyEdits` does. An index is only as good as the moment it was looked up, so
 * each item reached through a key is first tested for that key: on another object the patch fails whole.
 */
export const toJsonPatch = (edits: readonly Edit[], object: JsonObject): readonly JsonPatchOperation[] => {
  const operations: JsonPatchOperation[] = [];
  let current = object;
  for (const edit of edits) {
    const path = parseFieldPath(edit.path);
    if (path === undefined) throw new Error(`not a field path: ${edit.path}`);
    operations.push(...toOperations(edit, path, current));
    current = applyEdits(current, [edit]);
  }
  return operations;
};

const toOperations = ({ before, after }: Edit, path: FieldPath, object: JsonObject): readonly JsonPatchOperation[] => {
  const tests: JsonPatchOperation[] = [];
  let node: Json = object;
  let pointer = '';
  for (const [depth, segment] of path.entries()) {
    const { token, child }: Step = toStep(node, segment);
    const isLast = depth === path.length - 1;
    const isInserted = isLast && typeof segment === 'number' && before.kind === 'absent';
    pointer += `/${token}`;
    if (child === undefined || isInserted) {
      return after.kind === 'absent'
        ? []
        : [...tests, { op: 'add', path: pointer, value: nest(path.slice(depth), after.value) }];
    }
    if (typeof segment === 'object') {
      tests.push({ op: 'test', path: `${pointer}/${escapeToken(segment.key)}`, value: segment.value });
    }
    node = child;
  }
  return [
    ...tests,
    after.kind === 'absent' ? { op: 'remove', path: pointer } : { op: 'replace', path: pointer, value: after.value },
  ];
};

interface Step {
  readonly token: string;
  readonly child: Json | undefined;
}

const toStep = (node: Json, segment: PathSegment): Step => {
  if (typeof segment === 'string') {
    const child = isJsonObject(node) && Object.hasOwn(node, segment) ? node[segment] : undefined;
    return { token: escapeToken(segment), child };
  }
  const list = isJsonArray(node) ? node : [];
  const at = typeof segment === 'number' ? Math.min(segment, list.length) : toIndex(list, segment);
  return { token: at === list.length ? '-' : String(at), child: list[at] };
};

/** The value of the first segment once the others hold `value` below it. */
const nest = ([first, ...rest]: readonly PathSegment[], value: Json): Json => {
  const below = rest.reduceRight<Json>((inner, segment) => {
    if (typeof segment === 'string') return { [segment]: inner };
    return [withKey(segment, inner)];
  }, value);
  return first === undefined || typeof first === 'string' ? below : withKey(first, below);
};

const withKey = (segment: Exclude<PathSegment, string>, value: Json): Json =>
  typeof segment === 'object' && isJsonObject(value) ? { [segment.key]: segment.value, ...value } : value;

/** RFC 6901, section 3: `~` before `/`, or an escaped slash would be escaped again. */
const escapeToken = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');
