/** The other end of a Calico rule: endpoints and network sets by expression, addresses, or everybody. */

import { renderIpPrefix } from '../../../../lang/go/ip-address.ts';
import type { JsonObject } from '../../../../model/json.ts';
import { objectAt, textsAt } from '../../../../model/read-object.ts';
import type { Resource } from '../../../../model/resource.ts';
import type { Snapshot } from '../../../../model/snapshot.ts';
import { everything } from '../../../selector/label-selector.ts';
import type { Peer } from '../../network-policy.ts';
import { toNamespaceName } from '../../namespace-name.ts';
import { below, has, itemsOf, objectOf, textOf, textsOf, type Field } from '../read-field.ts';
import { readNet } from '../read-prefix.ts';
import { readExpression, selectEndpoints } from './select-endpoints.ts';
import { hasGlobal, matchesTree, type SelectorTree } from './selector-tree.ts';

export interface CalicoPeers {
  /** At least those that are meant. */
  readonly peers: readonly Peer[];
  readonly isExact: boolean;
}

/** `namespace` is the policy's own; `null` for one of the whole cluster. */
export const readCalicoPeers = (entity: Field, namespace: string | null, snapshot: Snapshot): CalicoPeers => {
  objectOf(entity);
  if (has(entity, 'services'))
    return inexact(below(entity, 'services'), 'means the endpoints of a Service', [everyone]);
  const nets = readNets(below(entity, 'nets'));
  const notNets = readNets(below(entity, 'notNets'));
  if (!asksForEndpoints(entity)) return readAddresses(entity, nets, notNets);
  const endpoints = readEndpoints(entity, namespace, snapshot);
  if (nets === null && notNets === null) return endpoints;
  return inexact(entity, 'asks for endpoints and for addresses at once', endpoints.peers);
};

const everyone: Peer = { kind: 'everyone' };

/** What is there and empty asks for nothing, and leaves the rule open to everybody. */
const asksForEndpoints = (entity: Field): boolean =>
  ['selector', 'notSelector', 'namespaceSelector'].some((name) => textOf(below(entity, name)) !== '') ||
  asksForAccounts(below(entity, 'serviceAccounts'));

const asksForAccounts = (accounts: Field): boolean => {
  objectOf(accounts);
  return textOf(below(accounts, 'selector')) !== '' || itemsOf(below(accounts, 'names')).length > 0;
};

const inexact = (field: Field, why: string, peers: readonly Peer[]): CalicoPeers => {
  field.notes.doubt(field.path, `${why}, which is not told exactly here`);
  return { peers, isExact: false };
};

/** `null` where the list is absent or empty. */
const readNets = (field: Field): readonly string[] | null => {
  const items = itemsOf(field);
  if (items.length === 0) return null;
  return items.flatMap((item) => {
    const prefix = readNet(item);
    return prefix === undefined ? [] : [renderIpPrefix(prefix)];
  });
};

/** Addresses are those of pods and nodes as well. */
const readAddresses = (
  entity: Field,
  nets: readonly string[] | null,
  notNets: readonly string[] | null,
): CalicoPeers => {
  if (nets === null && notNets === null) return { peers: [everyone], isExact: true };
  const peer: Peer = {
    kind: 'addresses',
    prefixes: nets ?? ['0.0.0.0/0', '::/0'],
    except: notNets ?? [],
    inside: true,
  };
  if (nets !== null) return { peers: [peer], isExact: true };
  // A pod whose address nobody knows is most likely none of those left out.
  return inexact(below(entity, 'notNets'), 'means pods of addresses that may not be known', [peer, anyPod]);
};

const anyPod: Peer = { kind: 'pods', pods: { namespaces: { kind: 'all' }, labels: everything } };

const readEndpoints = (entity: Field, namespace: string | null, snapshot: Snapshot): CalicoPeers => {
  const positive = readExpression(below(entity, 'selector'));
  const negative = below(entity, 'notSelector');
  const namespaces = readExpression(below(entity, 'namespaceSelector'));
  const accounts = below(entity, 'serviceAccounts');
  const hasNamespaces = textOf(below(entity, 'namespaceSelector')) !== '';
  const hasNegative = textOf(negative) !== '';
  const hasAccounts = asksForAccounts(accounts);
  const endpoints: SelectorTree = hasNegative
    ? { kind: 'and', of: [positive, { kind: 'not', of: readExpression(negative) }] }
    : positive;
  const isGlobal = namespaces.kind === 'global';
  if (!isGlobal && hasGlobal(namespaces)) return inexact(entity, 'asks for global() beside other things', [everyone]);
  const sets = hasAccounts ? [] : readSets({ endpoints, namespaces, hasNamespaces, namespace }, snapshot, entity);
  if (isGlobal) return { peers: sets, isExact: true };
  const selected = selectEndpoints({
    endpoints,
    namespaces,
    accounts: readExpression(below(accounts, 'selector')),
    accountNames: textsOf(below(accounts, 'names')),
    namespace: hasNamespaces ? null : namespace,
  });
  const peers: readonly Peer[] = [{ kind: 'pods', pods: selected.pods }, ...sets];
  if (!selected.isExact) return inexact(entity, 'asks for labels of several kinds of objects at once', peers);
  const isOnlyNegative = hasNegative && textOf(below(entity, 'selector')) === '' && !hasNamespaces && !hasAccounts;
  if (!isOnlyNegative || namespace !== null) return { peers, isExact: true };
  // In a policy of the cluster a negated selector alone is everybody who is not selected: what is no endpoint, too.
  const refused = selectSets(snapshot, readExpression(negative));
  const except = refused.flatMap((set) => toPrefixes(set, entity));
  const outside: Peer = { kind: 'addresses', prefixes: ['0.0.0.0/0', '::/0'], except, inside: false };
  const everybody: readonly Peer[] = [...peers, { kind: 'any-node' }, outside];
  return refused.some((set) => domainsOf(set).length > 0)
    ? inexact(negative, 'leaves out domains, whose addresses are not known', everybody)
    : { peers: everybody, isExact: true };
};

interface SetQuestion {
  readonly endpoints: SelectorTree;
  readonly namespaces: SelectorTree;
  readonly hasNamespaces: boolean;
  readonly namespace: string | null;
}

/** Sets of addresses have labels, and are selected as endpoints are. */
const readSets = (question: SetQuestion, snapshot: Snapshot, entity: Field): readonly Peer[] => {
  const { endpoints, namespaces, hasNamespaces, namespace } = question;
  const isGlobal = namespaces.kind === 'global';
  const withGlobal = isGlobal || (!hasNamespaces && namespace === null);
  const isAsked = (set: Resource): boolean =>
    set.ref.kind === 'GlobalNetworkSet' ? withGlobal : !isGlobal && isIn(set, question, snapshot);
  return selectSets(snapshot, endpoints)
    .filter(isAsked)
    .flatMap((set) => toPeers(set, entity));
};

const selectSets = (snapshot: Snapshot, tree: SelectorTree): readonly Resource[] =>
  [...listSets(snapshot, 'GlobalNetworkSet'), ...listSets(snapshot, 'NetworkSet')].filter((set) =>
    matchesTree(tree, labelsOf(set, snapshot)),
  );

/** One of a namespace inherits the labels of it, as pods do. */
const labelsOf = (set: Resource, snapshot: Snapshot): JsonObject => {
  const own = objectAt(set.object, 'metadata', 'labels');
  if (set.ref.kind === 'GlobalNetworkSet') return own;
  const name = toNamespaceName(set.ref.namespace);
  const inherited = Object.entries(labelsOfNamespace(name, snapshot)).map(([key, value]) => [`pcns.${key}`, value]);
  return { ...own, ...Object.fromEntries(inherited), 'projectcalico.org/namespace': name };
};

const listSets = (snapshot: Snapshot, kind: string): readonly Resource[] => {
  const first = snapshot.list('projectcalico.org', kind);
  return first.length > 0 ? first : snapshot.list('crd.projectcalico.org', kind);
};

const isIn = (set: Resource, question: SetQuestion, snapshot: Snapshot): boolean => {
  const name = toNamespaceName(set.ref.namespace);
  if (!question.hasNamespaces) return question.namespace === null || question.namespace === name;
  return matchesTree(question.namespaces, labelsOfNamespace(name, snapshot));
};

const labelsOfNamespace = (name: string, snapshot: Snapshot): JsonObject => ({
  ...objectAt(snapshot.find('', 'Namespace', null, name)?.object, 'metadata', 'labels'),
  'projectcalico.org/name': name,
  'kubernetes.io/metadata.name': name,
});

const toPeers = (set: Resource, entity: Field): readonly Peer[] => {
  const prefixes = toPrefixes(set, entity);
  const names = domainsOf(set);
  return [
    ...(prefixes.length === 0 ? [] : [{ kind: 'addresses', prefixes, except: [], inside: true } as const]),
    ...(names.length === 0 ? [] : [{ kind: 'domains', names } as const]),
  ];
};

const toPrefixes = (set: Resource, entity: Field): readonly string[] =>
  textsAt(set.object, 'spec', 'nets').flatMap((value) => {
    const prefix = readNet({ ...entity, value });
    return prefix === undefined ? [] : [renderIpPrefix(prefix)];
  });

const domainsOf = (set: Resource): readonly string[] => textsAt(set.object, 'spec', 'allowedEgressDomains');
