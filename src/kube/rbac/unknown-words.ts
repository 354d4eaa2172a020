/** Words of a question that nothing which was read knows: a slip of the pen looks like a thing that nobody may do. */

import { closest } from '../../lang/pattern/closest.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { podKinds } from '../workload/pod-template.ts';
import type { AccessIndex } from './access.ts';
import type { AskedResource } from './resource-name.ts';

export interface AskedWords {
  /** `null` where none is asked for. */
  readonly verb: string | null;
  readonly resources: readonly AskedResource[];
  readonly namespace: string | null;
}

/** A line for each, with what may be meant. */
export const listUnknownWords = (
  { verb, resources, namespace }: AskedWords,
  { index, snapshot }: { readonly index: AccessIndex; readonly snapshot: Snapshot },
): readonly string[] => {
  const isVerbKnown = verb === null || isKnownVerb(verb) || isNamed(index, ({ verbs }) => verbs.includes(verb));
  return [
    ...(isVerbKnown
      ? []
      : [
          `no rule names the verb ${verb}${hint(verb, verbs) || '.'} Verbs are ${verbs.slice(0, mostOfObjects).join(', ')}`,
        ]),
    ...resources.flatMap((asked) => listUnknownSubresource(asked, index)),
    ...(namespace === null || namespace === '' || namespace === '*'
      ? []
      : listUnknownNamespace(namespace, index, snapshot)),
  ];
};

/** Kubernetes' own verbs are in small letters however somebody writes them; those of others are what they are. */
export const toVerb = (word: string): string => (isKnownVerb(word.toLowerCase()) ? word.toLowerCase() : word);

/** Those of objects first, then of single resources, and of paths. */
const verbs =
  'get list watch create update patch delete deletecollection use bind escalate impersonate approve sign attest post put head options'.split(
    ' ',
  );

const mostOfObjects = 8;

const isKnownVerb = (verb: string): boolean =>
  verb === '*' || verbs.includes(verb) || /^impersonate(?:-on)?:/.test(verb);

const isNamed = (
  { roles }: AccessIndex,
  names: (rule: AccessIndex['roles'][number]['rules'][number]['rule']) => boolean,
): boolean => roles.some(({ rules }) => rules.some(({ rule }) => names(rule)));

const listUnknownSubresource = ({ resource, subresource }: AskedResource, index: AccessIndex): readonly string[] => {
  if (subresource === '' || resource === '*' || subresources.includes(subresource)) return [];
  const words = new Set([`${resource}/${subresource}`, `*/${subresource}`]);
  if (isNamed(index, ({ resources }) => resources.some((word) => words.has(word)))) return [];
  if (subresource === '*')
    return [`no rule names ${resource}/*: subresources of ${resource} are asked for one by one, such as pods/exec`];
  const meant = closest(subresource, subresources);
  return [
    `no rule names ${resource}/${subresource}${meant === undefined ? '' : `; did you mean ${resource}/${meant}?`}`,
  ];
};

/** Of Kubernetes' own resources. */
const subresources =
  'approval attach binding ephemeralcontainers eviction exec finalize finalizers log portforward proxy resize scale status token'.split(
    ' ',
  );

const listUnknownNamespace = (namespace: string, index: AccessIndex, snapshot: Snapshot): readonly string[] => {
  const known = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);
  for (const each of [...index.roles, ...index.bindings]) if (each.namespace !== null) known.add(each.namespace);
  for (const { groups, kind } of [{ groups: [''], kind: 'ServiceAccount' }, ...podKinds])
    for (const group of groups) for (const { ref } of snapshot.list(group, kind)) known.add(ref.namespace || 'default');
  return known.has(namespace)
    ? []
    : [`nothing of what was read is in namespace ${namespace}${hint(namespace, [...known])}`];
};

const hint = (word: string, candidates: readonly string[]): string => {
  const meant = closest(word, candidates);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
};
