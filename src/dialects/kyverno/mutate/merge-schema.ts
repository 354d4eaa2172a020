/** Which lists of the built-in kinds merge item by item, and by which keys, as Kyverno's merge library (kustomize) knows them: Kubernetes 1.21. */

import data from './merge-keys.json' with { type: 'json' };

/** A type with lists that merge somewhere below. Types without any are not held: nothing merges there. */
export interface MergeType {
  readonly fields: ReadonlyMap<string, MergeField>;
}

export type MergeField =
  | { readonly kind: 'object'; readonly type: MergeType }
  /** No keys: a set of scalars, such as finalizers. */
  | { readonly kind: 'list'; readonly keys: readonly string[]; readonly of: MergeType | undefined };

/** `undefined` for custom kinds, and for versions that came later: their lists are replaced. */
export const findMergeType = (apiVersion: string, kind: string): MergeType | undefined => {
  const name = typeOfKind().get(`${apiVersion}/${kind}`);
  return name === undefined ? undefined : readType(name);
};

let kinds: ReadonlyMap<string, string> | undefined;

/** Types whose fields are the same share one name in the data. */
const typeOfKind = (): ReadonlyMap<string, string> =>
  (kinds ??= new Map(
    Object.entries(data.kinds).flatMap(([type, names]) => names.split(' ').map((name) => [name, type] as const)),
  ));

const types = new Map<string, MergeType>();

const readType = (name: string): MergeType => {
  const known = types.get(name);
  if (known !== undefined) return known;
  const fields = new Map<string, MergeField>();
  const type: MergeType = { fields };
  types.set(name, type);
  const line = (data.types as Readonly<Record<string, string>>)[name];
  if (line === undefined) throw new Error(`there is no type ${name} among those that merge`);
  for (const text of line.split(' ')) {
    const [, field = '', keys, of = ''] = /^([^:]+):(?:\[([^\]]*)\])?(.*)$/.exec(text) ?? [];
    if (keys === undefined) fields.set(field, { kind: 'object', type: readType(of) });
    else {
      const named = keys === '' ? [] : keys.split(',');
      fields.set(field, { kind: 'list', keys: named, of: of === '' ? undefined : readType(of) });
    }
  }
  return type;
};
