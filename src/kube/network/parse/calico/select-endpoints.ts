/** Three expressions of Calico (endpoints, namespaces, accounts) as one selector of pods, as far as it says them exactly. */

import { everything } from '../../../selector/label-selector.ts';
import type { LabelTest, NamespaceTest, PodSelector } from '../../network-policy.ts';
import { textOf, type Field } from '../read-field.ts';
import { quote } from '../quote.ts';
import { parseSelector } from './parse-selector.ts';
import { labelsOf, mapLabels, matchesTree, renderTree, type SelectorTree } from './selector-tree.ts';

export interface EndpointTrees {
  /** Over the labels of endpoints, and those they inherit. */
  readonly endpoints: SelectorTree;
  /** Over the labels of namespaces. */
  readonly namespaces: SelectorTree;
  /** Over the labels of service accounts. */
  readonly accounts: SelectorTree;
  readonly accountNames: readonly string[];
  /** Where a policy is of one namespace and no expression says otherwise. */
  readonly namespace: string | null;
}

export interface SelectedEndpoints {
  /** At least those that are meant. */
  readonly pods: PodSelector;
  readonly isExact: boolean;
}

export const all: SelectorTree = { kind: 'all' };

/** `all()` where it is absent or empty. */
export const readExpression = (field: Field): SelectorTree => {
  const text = textOf(field);
  const parsed = parseSelector(text);
  if (parsed.kind === 'selector') return parsed.tree;
  field.notes.refuse(
    field.path,
    `${quote(text)} is no selector of Calico: at its character ${parsed.offset + 1} ${parsed.message}`,
  );
  return all;
};

export const selectEndpoints = (trees: EndpointTrees): SelectedEndpoints => {
  const factors = toFactors(mapLabels(trees.endpoints, decideConstant));
  const sorted = {
    pod: Array<SelectorTree>(),
    namespace: Array<SelectorTree>(),
    account: Array<SelectorTree>(),
    mixed: 0,
  };
  let names: readonly string[] | null = trees.accountNames.length > 0 ? trees.accountNames : null;
  for (const factor of factors) {
    const [source, ...others] = new Set(labelsOf(factor).map(sourceOf));
    if (others.length > 0) sorted.mixed += 1;
    else if (source === 'name of account') {
      if (factor.kind === 'in' && names === null) names = factor.values;
      else sorted.mixed += 1;
    } else sorted[source ?? 'pod'].push(mapLabels(factor, inherit));
  }
  const namespaces = [...sorted.namespace, mapLabels(trees.namespaces, nameLabel)];
  const accounts = toLabelTest([...sorted.account, mapLabels(trees.accounts, nameLabel)]);
  const isAnyAccount = names === null && accounts.isEmpty;
  return {
    isExact: sorted.mixed === 0 && !labelsOf(trees.accounts).includes(ownName),
    pods: {
      namespaces: toNamespaces(namespaces, trees.namespace),
      labels: toLabelTest(sorted.pod),
      ...(isAnyAccount ? {} : { accounts: { ...accounts, names: names ?? [] } }),
    },
  };
};

const ownName = 'projectcalico.org/name';
const ownNamespace = 'projectcalico.org/namespace';
const serverName = 'kubernetes.io/metadata.name';

type Leaf = Extract<SelectorTree, { readonly label: string }>;

/** Every pod has this label with this value. */
const decideConstant = (leaf: Leaf): SelectorTree => {
  if (leaf.label !== 'projectcalico.org/orchestrator') return leaf;
  return matchesTree(leaf, { [leaf.label]: 'k8s' }) ? all : { kind: 'not', of: all };
};

const toFactors = (tree: SelectorTree): readonly SelectorTree[] =>
  tree.kind === 'and' ? tree.of.flatMap(toFactors) : tree.kind === 'all' ? [] : [tree];

const sourceOf = (label: string): 'pod' | 'namespace' | 'account' | 'name of account' => {
  if (label === 'projectcalico.org/serviceaccount') return 'name of account';
  if (label === ownNamespace || label.startsWith('pcns.')) return 'namespace';
  return label.startsWith('pcsa.') ? 'account' : 'pod';
};

/** What an endpoint inherits has its label's name behind a prefix. */
const inherit = (leaf: Leaf): SelectorTree => {
  if (leaf.label === ownNamespace) return { ...leaf, label: serverName };
  if (leaf.label.startsWith('pcns.') || leaf.label.startsWith('pcsa.')) {
    return nameLabel({ ...leaf, label: leaf.label.slice('pcns.'.length) });
  }
  return leaf;
};

/** Calico's label for the name of a namespace is the server's own. */
const nameLabel = (leaf: Leaf): SelectorTree => (leaf.label === ownName ? { ...leaf, label: serverName } : leaf);

const toNamespaces = (trees: readonly SelectorTree[], namespace: string | null): NamespaceTest => {
  const labels = toLabelTest(trees);
  if (namespace === null) return labels.isEmpty ? { kind: 'all' } : { kind: 'labels', labels };
  if (labels.isEmpty) return { kind: 'named', name: namespace };
  return { kind: 'labels', labels: toLabelTest([...trees, { kind: 'in', label: serverName, values: [namespace] }]) };
};

const toLabelTest = (trees: readonly SelectorTree[]): LabelTest => {
  const factors = trees.flatMap(toFactors);
  const [only] = factors;
  if (only === undefined) return everything;
  const tree: SelectorTree = factors.length === 1 ? only : { kind: 'and', of: factors };
  return { isEmpty: false, text: renderTree(tree), matches: (labels) => matchesTree(tree, labels ?? {}) };
};
