/** One peer of an administrators' rule. Each is of exactly one kind; of a kind that is not known here the rule fails closed. */

import { renderIpPrefix } from '../../../../lang/go/ip-address.ts';
import { renderFieldPath } from '../../../../model/field-path.ts';
import { everything } from '../../../selector/label-selector.ts';
import type { NetworkRule, Peer } from '../../network-policy.ts';
import { below, objectOf, onlyFieldOf, textOf, type Field } from '../read-field.ts';
import { readMaskedPrefix, readPrefix } from '../read-prefix.ts';
import { readNamespaces, readSelector } from '../read-selector.ts';
import type { AdminDialect } from './admin-dialect.ts';
import { readMost, readPods } from './read-pods.ts';
import { quote } from '../quote.ts';

export const readAdminPeer = (
  field: Field,
  direction: 'from' | 'to',
  action: NetworkRule['action'],
  dialect: AdminDialect,
): readonly Peer[] => {
  const name = onlyFieldOf(field, direction === 'from' ? insideKinds : allKinds);
  if (name === undefined) return [readUnknown(field)];
  const found = below(field, name);
  switch (name) {
    case 'namespaces':
      return readNamespacesPeer(found, action);
    case 'pods':
      return readPodsPeer(found, action, dialect);
    case 'nodes':
      return [{ kind: 'nodes', labels: readSelector(found) }];
    case 'networks':
      return readNetworks(found, dialect);
    case 'domainNames':
      return readDomains(found, action);
  }
};

const insideKinds = ['namespaces', 'pods'] as const;
const allKinds = ['namespaces', 'pods', 'nodes', 'networks', 'domainNames'] as const;

const readUnknown = ({ value, path, notes }: Field): Peer => {
  const fields = Object.keys(objectOf({ value, path, notes }));
  const what = fields.length === 0 ? 'names nobody' : `is of a kind that is not known here (${fields.join(', ')})`;
  const why = `${what}: the rule is taken to fail closed, as the API asks`;
  notes.doubt(path, why);
  return { kind: 'unknown', why: `${renderFieldPath(path)} ${why}` };
};

/** Early versions put a choice of their own where a selector stands now; today's server drops its fields without a word. */
const isOfEarlyVersion = (field: Field): boolean => {
  const object = objectOf(field);
  return Object.keys(object).some((name) => name !== 'matchLabels' && name !== 'matchExpressions');
};

const readNamespacesPeer = (field: Field, action: NetworkRule['action']): readonly Peer[] =>
  isOfEarlyVersion(field)
    ? approximate(field, action)
    : [{ kind: 'pods', pods: { namespaces: readNamespaces(field), labels: everything } }];

const readPodsPeer = (field: Field, action: NetworkRule['action'], dialect: AdminDialect): readonly Peer[] =>
  below(field, 'namespaces').value === undefined
    ? [{ kind: 'pods', pods: readPods(field, dialect) }]
    : approximate(field, action);

/** What is not told exactly is allowed to all and denied to none, so that nothing is called closed that is open. */
const approximate = (field: Field, action: NetworkRule['action']): readonly Peer[] => {
  const fields = Object.keys(objectOf(field)).join(', ');
  field.notes.doubt(
    field.path,
    `has fields of an early version of the API (${fields}): ${action === 'allow' ? 'all pods are taken to be allowed' : 'nobody is taken to be meant'}`,
  );
  return action === 'allow' ? [{ kind: 'pods', pods: { namespaces: { kind: 'all' }, labels: everything } }] : [];
};

/** They match what is inside the cluster as well, by its address. */
const readNetworks = (field: Field, { hasStrictNetworks }: AdminDialect): readonly Peer[] => {
  const items = readMost(field, mostNetworks);
  if (items.length === 0) field.notes.refuse(field.path, 'networks is empty: name at least one');
  const prefixes = items.flatMap((item) => {
    const prefix = hasStrictNetworks ? readPrefix(item) : readMaskedPrefix(item);
    return prefix === undefined ? [] : [renderIpPrefix(prefix)];
  });
  return [{ kind: 'addresses', prefixes, except: [], inside: true }];
};

const readDomains = (field: Field, action: NetworkRule['action']): readonly Peer[] => {
  const items = readMost(field, mostNetworks);
  if (items.length === 0) field.notes.refuse(field.path, 'domainNames is empty: name at least one');
  const names = items.map((item) => {
    const name = textOf(item);
    if (!domainName.test(name)) {
      item.notes.refuse(item.path, `${quote(name)} is no domain name: write one as kubernetes.io or *.kubernetes.io`);
    }
    return name;
  });
  if (action !== 'allow')
    field.notes.doubt(field.path, 'stands in a rule that does not allow, which the API does not support');
  return [{ kind: 'domains', names }];
};

const mostNetworks = 25;

/** The pattern of the API's schema, anchored, without a way to blow up. */
const domainName =
  /^(?:\*\.)?(?:[a-zA-Z0-9](?:[-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)+[a-zA-Z0-9](?:[-a-zA-Z0-9_]*[a-zA-Z0-9])?\.?$/;
