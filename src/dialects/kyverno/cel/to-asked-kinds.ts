/** The kinds a policy's expressions will ask for, read from what is written in quotes: a host that streams keeps these. */

import { builtInKinds } from '../../../kube/schema/kinds.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { AskedKind } from '../asked-kinds.ts';
import { objectOf, objectsOf, textsOf } from './parse/fields.ts';

/** `kind` is `*` for every kind of a group. What is kept too much costs memory alone; what is not kept is an error. */
export const toAskedKinds = (spec: JsonObject): readonly AskedKind[] => {
  const texts: string[] = [];
  gather(spec, texts, 0);
  const asked = texts.some((each) => callsResource.test(each)) ? askedByWords(texts) : [];
  return [...askedByTargets(spec), ...asked].map(({ group, kind }) => ({ group, kind }));
};

const callsResource = /\bresource\s*\.\s*(Get|List)\s*\(/;

/** A plural may stand in a variable of its own, so that all texts are looked through. */
const askedByWords = (texts: readonly string[]): readonly AskedKind[] => {
  const words = new Set(
    texts.flatMap((each) => [...each.matchAll(quoted)].map(([, one, other]) => one ?? other ?? '')),
  );
  const groups = [...words].flatMap((word) => custom.exec(word)?.[1] ?? []).filter((group) => !knownGroups.has(group));
  const plain = builtInKinds.filter(({ plural }) => words.has(plural));
  // Which kind is asked for is made up while it runs: all that are known are kept.
  if (plain.length === 0 && groups.length === 0) return builtInKinds;
  return [...plain, ...groups.flatMap((group) => [{ group, kind: '*' }, definitions])];
};

const quoted = /'([^'\\\n]{1,253})'|"([^"\\\n]{1,253})"/g;

/** `example.com/v1` */
const custom = /^([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/v[0-9]/;

const knownGroups: ReadonlySet<string> = new Set(builtInKinds.map(({ group }) => group));

const definitions: AskedKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

/** What a MutatingPolicy changes besides what it looks at. */
const askedByTargets = (spec: JsonObject): readonly AskedKind[] =>
  objectsOf(objectOf(spec, 'targetMatchConstraints'), 'resourceRules').flatMap(([, rule]) => {
    const groups = new Set(textsOf(rule, 'apiGroups'));
    const resources = new Set(textsOf(rule, 'resources'));
    const custom = [...groups].filter((group) => group !== '*' && !knownGroups.has(group));
    return [
      ...builtInKinds.filter(
        ({ group, plural }) => (groups.has(group) || groups.has('*')) && (resources.has(plural) || resources.has('*')),
      ),
      ...custom.flatMap((group) => [{ group, kind: '*' }, definitions]),
    ];
  });

const deepest = 100;

const gather = (value: Json, texts: string[], depth: number): void => {
  if (depth > deepest) return;
  if (typeof value === 'string') texts.push(value);
  else if (isJsonArray(value)) for (const item of value) gather(item, texts, depth + 1);
  else if (isJsonObject(value)) for (const item of Object.values(value)) gather(item, texts, depth + 1);
};
