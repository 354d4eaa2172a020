/** Who a Cilium rule is about: endpoints, entities, addresses outside, domains, nodes, services. */

import { containsPrefix, renderIpPrefix } from '../../../../lang/go/ip-address.ts';
import type { Peer } from '../../network-policy.ts';
import { below, has, isPresent, itemsOf, objectOf, rootOf, textOf, type Field } from '../read-field.ts';
import { readNet } from '../read-prefix.ts';
import { readEndpoints } from './read-endpoints.ts';
import { readEntities, world } from './read-entities.ts';
import type { RuleContext } from './rule-context.ts';

/** `null` where the rule names no peers at all. An empty list, and a list that is empty, are nobody. */
export const readPeers = (rule: Field, context: RuleContext): readonly Peer[] | null => {
  const prefix = context.direction === 'ingress' ? 'from' : 'to';
  doubtRequires(below(rule, `${prefix}Requires`));
  const named = kinds
    .map(([name, read]) => ({ name: `${prefix}${name}`, field: below(rule, `${prefix}${name}`), read }))
    .filter(({ field }) => isPresent(field));
  const filled = named.filter(({ field }) => itemsOf(field).length > 0);
  if (filled.length > 1) {
    const names = filled.map(({ name }) => name).join(' and ');
    rule.notes.refuse(rule.path, `${names} do not stand in one rule: Cilium refuses it, put each into its own`);
  }
  return named.length === 0 ? null : named.flatMap(({ field, read }) => read(field, context));
};

type PeerReader = (field: Field, context: RuleContext) => readonly Peer[];

/** Of what cannot be told everything is allowed that may be meant, and nothing denied. */
const approximate = (field: Field, why: string, context: RuleContext, peers: readonly Peer[]): readonly Peer[] => {
  field.notes.doubt(field.path, why);
  return context.action === 'allow' ? peers : [];
};

const doubtRequires = (field: Field): void => {
  if (itemsOf(field).length > 0) field.notes.doubt(field.path, 'narrows other rules, and is left out here');
};

const readEndpointPeers: PeerReader = (field, context) =>
  itemsOf(field).flatMap((item): readonly Peer[] => {
    const { pods, isExact, isBeyondPods, entities } = readEndpoints(item, context.namespace);
    if (entities.length > 0) {
      return readEntities(
        entities.map((name) => ({ name, field: item })),
        context,
      );
    }
    if (!isExact && context.action === 'deny') return [];
    return isBeyondPods ? [{ kind: 'pods', pods }, { kind: 'any-node' }, world] : [{ kind: 'pods', pods }];
  });

const readEntityPeers: PeerReader = (field, context) =>
  readEntities(
    itemsOf(field).map((item) => ({ name: textOf(item), field: item })),
    context,
  );

/** Addresses are never those of pods or nodes: these have identities of their own. */
const readAddresses: PeerReader = (field) =>
  itemsOf(field).flatMap((item): readonly Peer[] => {
    const prefix = readNet(item);
    return prefix === undefined
      ? []
      : [{ kind: 'addresses', prefixes: [renderIpPrefix(prefix)], except: [], inside: false }];
  });

const readAddressSets: PeerReader = (field, context) =>
  itemsOf(field).flatMap((item): readonly Peer[] => {
    objectOf(item);
    const except = readExcept(item);
    if (has(item, 'cidrGroupRef')) return readGroup(below(item, 'cidrGroupRef'), except, context);
    if (has(item, 'cidrGroupSelector')) {
      return approximate(
        below(item, 'cidrGroupSelector'),
        'chooses groups of addresses, which is not told here',
        context,
        [world],
      );
    }
    const outer = readNet(below(item, 'cidr'));
    if (outer === undefined) return [];
    for (const inner of except) {
      if (inner.prefix !== undefined && !containsPrefix(outer, inner.prefix)) {
        inner.field.notes.refuse(
          inner.field.path,
          `${renderIpPrefix(inner.prefix)} does not lie within ${renderIpPrefix(outer)}: leave it out or correct it`,
        );
      }
    }
    return [{ kind: 'addresses', prefixes: [renderIpPrefix(outer)], except: textsOf(except), inside: false }];
  });

type Excepts = readonly { readonly field: Field; readonly prefix: ReturnType<typeof readNet> }[];

const readExcept = (item: Field): Excepts =>
  itemsOf(below(item, 'except')).map((field) => ({ field, prefix: readNet(field) }));

const textsOf = (except: Excepts): readonly string[] =>
  except.flatMap(({ prefix }) => (prefix === undefined ? [] : [renderIpPrefix(prefix)]));

const readGroup = (field: Field, except: Excepts, context: RuleContext): readonly Peer[] => {
  const name = textOf(field);
  const group = context.snapshot.find('cilium.io', 'CiliumCIDRGroup', null, name);
  if (group === undefined) {
    return approximate(field, `names the CiliumCIDRGroup ${name}, which was not read`, context, [world]);
  }
  const list = below(below({ ...rootOf(field.notes), value: group.object }, 'spec'), 'externalCIDRs');
  const prefixes = itemsOf({ ...list, path: field.path }).flatMap((item) => {
    const prefix = readNet({ ...item, path: field.path });
    return prefix === undefined ? [] : [renderIpPrefix(prefix)];
  });
  return [{ kind: 'addresses', prefixes, except: textsOf(except), inside: false }];
};

const readDomains: PeerReader = (field, context) => {
  if (context.action === 'deny') {
    field.notes.doubt(field.path, 'is no field of a rule that denies: it is taken to deny nobody');
    return [];
  }
  const names = itemsOf(field).map((item) => {
    objectOf(item);
    const name = textOf(below(item, 'matchName')) || textOf(below(item, 'matchPattern'));
    if (name === '')
      item.notes.refuse(item.path, 'an item of toFQDNs names nothing: give it matchName or matchPattern');
    return name.toLowerCase();
  });
  return names.length === 0 ? [] : [{ kind: 'domains', names }];
};

const readNodes: PeerReader = (field, context) => {
  if (itemsOf(field).length > 0) {
    const why = 'holds where Cilium runs with enable-node-selector-labels; elsewhere it refuses the whole policy';
    field.notes.doubt(field.path, why);
  }
  return itemsOf(field).flatMap((item): readonly Peer[] => {
    const { pods, isExact } = readEndpoints(item, null);
    if (pods.namespaces.kind !== 'all' || pods.accounts !== undefined || !isExact) {
      return approximate(item, 'selects nodes in a way that is not told here', context, [{ kind: 'any-node' }]);
    }
    return [pods.labels.isEmpty ? { kind: 'any-node' } : { kind: 'nodes', labels: pods.labels }];
  });
};

const readServices: PeerReader = (field, context) => {
  if (itemsOf(field).length === 0) return [];
  return approximate(field, 'means the backends of Services, which are not told here', context, [{ kind: 'everyone' }]);
};

const readGroups: PeerReader = (field, context) => {
  if (itemsOf(field).length === 0) return [];
  return approximate(field, 'means addresses that a cloud is asked for', context, [world]);
};

const kinds: readonly (readonly [string, PeerReader])[] = [
  ['Endpoints', readEndpointPeers],
  ['Entities', readEntityPeers],
  ['CIDR', readAddresses],
  ['CIDRSet', readAddressSets],
  ['FQDNs', readDomains],
  ['Nodes', readNodes],
  ['Services', readServices],
  ['Groups', readGroups],
];
