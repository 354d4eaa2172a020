/** Where the object the product presents differs from the one the server showed its webhook. */

import { toGroupVersion } from '../../src/kube/schema/api-version.ts';
import { serverAssigned } from '../../src/kube/schema/server-assigned.ts';
import { renderFieldPath } from '../../src/model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';

/** `path: presented → seen`, a line a difference; fields that only a server knows are passed over. */
export const compareObjects = (presented: JsonObject, seen: JsonObject): readonly string[] => {
  const { group } = toGroupVersion(seen.apiVersion);
  const kind = typeof seen.kind === 'string' ? seen.kind : '';
  const passed = serverAssigned
    .filter((entry) => entry.kind === '*' || entry.kind === `${group}/${kind}`)
    .flatMap(({ paths }) => paths.map(toPattern));
  const found: string[] = [];
  compare(presented, seen, [], (path, ours, theirs) => {
    const text = renderFieldPath(path);
    if (!passed.some((pattern) => pattern.test(text))) found.push(`${text}: ${print(ours)} → ${print(theirs)}`);
  });
  return found;
};

const toPattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .replaceAll('[*]', '#')
      .replaceAll(/[.[\]"]/g, String.raw`\$&`)
      .replaceAll('#', String.raw`\[\d+\]`)}(?![a-zA-Z])`,
  );

const print = (value: Json | undefined): string =>
  value === undefined ? 'absent' : JSON.stringify(value, bigints).slice(0, 200);

const bigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

type Report = (path: readonly (string | number)[], ours: Json | undefined, theirs: Json | undefined) => void;

const compare = (
  ours: Json | undefined,
  theirs: Json | undefined,
  path: readonly (string | number)[],
  report: Report,
): void => {
  if (isJsonObject(ours) && isJsonObject(theirs)) {
    for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)]))
      compare(ours[key], theirs[key], [...path, key], report);
  } else if (isJsonArray(ours) && isJsonArray(theirs) && ours.length === theirs.length) {
    for (const [index, each] of ours.entries()) compare(each, theirs[index], [...path, index], report);
  } else if (JSON.stringify(ours, bigints) !== JSON.stringify(theirs, bigints)) report(path, ours, theirs);
};
