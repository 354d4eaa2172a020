/** Which sides a selector of pods fits: each distinct selector is asked once, and of one namespace's pods only where it names one. */

import type { JsonObject } from '../../../model/json.ts';
import type { LabelTest, PodSelector } from '../network-policy.ts';
import type { PodSide, Side } from '../side.ts';

/** Indices into the sides, in order. Equal selectors give the same list. */
export type SideFinder = (selector: PodSelector) => readonly number[];

export const createSideFinder = (sides: readonly Side[]): SideFinder => {
  const namespaces = groupByNamespace(sides);
  const found = new Map<string, readonly number[]>();
  const namespacesOf = new Map<string, readonly NamespaceOfSides[]>();

  const findNamespaces = ({ namespaces: test }: PodSelector): readonly NamespaceOfSides[] => {
    if (test.kind === 'named') return namespaces.get(test.name) ?? [];
    const key = test.kind === 'all' ? '' : `?${test.labels.text}`;
    const known = namespacesOf.get(key);
    if (known !== undefined) return known;
    const all = [...namespaces.values()].flat();
    const chosen = test.kind === 'all' ? all : all.filter(({ labels }) => test.labels.matches(labels));
    namespacesOf.set(key, chosen);
    return chosen;
  };

  return (selector) => {
    const key = renderPodSelector(selector);
    const known = found.get(key);
    if (known !== undefined) return known;
    const chosen = findNamespaces(selector).flatMap(({ members }) =>
      members.filter(({ side }) => isFitting(selector, side)).map(({ index }) => index),
    );
    const ordered = chosen.toSorted((a, b) => a - b);
    found.set(key, ordered);
    return ordered;
  };
};

/** Equal for selectors that choose alike. */
export const renderPodSelector = ({ namespaces, labels, accounts, hostNetwork }: PodSelector): string => {
  const where =
    namespaces.kind === 'all'
      ? '*'
      : namespaces.kind === 'named'
        ? `=${namespaces.name}`
        : `?${namespaces.labels.text}`;
  const account = accounts === undefined ? null : [accounts.text, [...accounts.names].toSorted()];
  return JSON.stringify([where, renderTest(labels), account, hostNetwork === true]);
};

/** A test that asks for nothing and one that fits nothing may both have no text. */
const renderTest = ({ isEmpty, text }: LabelTest): string => (isEmpty ? '' : `!${text}`);

interface NamespaceOfSides {
  readonly labels: JsonObject;
  readonly members: readonly { readonly index: number; readonly side: PodSide }[];
}

/** A namespace has one set of labels; where two places of input disagree on it, each keeps its own. */
const groupByNamespace = (sides: readonly Side[]): ReadonlyMap<string, readonly NamespaceOfSides[]> => {
  const groups = new Map<string, { labels: JsonObject; text: string; members: { index: number; side: PodSide }[] }[]>();
  const texts = new Map<JsonObject, string>();
  for (const [index, side] of sides.entries()) {
    if (side.kind !== 'pods') continue;
    const text = texts.get(side.namespaceLabels) ?? JSON.stringify(side.namespaceLabels);
    texts.set(side.namespaceLabels, text);
    const same = groups.get(side.namespace) ?? [];
    groups.set(side.namespace, same);
    const group = same.find((one) => one.text === text);
    if (group === undefined) same.push({ labels: side.namespaceLabels, text, members: [{ index, side }] });
    else group.members.push({ index, side });
  }
  return groups;
};

const isFitting = (selector: PodSelector, side: PodSide): boolean => {
  if (side.hostNetwork && selector.hostNetwork !== true) return false;
  if (!selector.labels.isEmpty && !selector.labels.matches(side.labels)) return false;
  const { accounts } = selector;
  if (accounts === undefined) return true;
  if (accounts.names.length > 0 && !accounts.names.includes(side.serviceAccount)) return false;
  return accounts.matches(side.serviceAccountLabels);
};
