/** An administrators' policy: its subject and its rules, which read alike in all three kinds. */

import { renderFieldPath } from '../../../../model/field-path.ts';
import type { NetworkPolicy, NetworkRule, Peer, PodSelector, PortMatch } from '../../network-policy.ts';
import type { PolicyNotes } from '../policy-notes.ts';
import { below, isPresent, itemsOf, objectOf, onlyFieldOf, textOf, type Field } from '../read-field.ts';
import { everything } from '../../../selector/label-selector.ts';
import { readNamespaces } from '../read-selector.ts';
import { warnOfUnknown } from '../warn-of-unknown.ts';
import type { AdminDialect } from './admin-dialect.ts';
import { readAdminPeer } from './read-admin-peer.ts';
import { readMost, readPods } from './read-pods.ts';
import { quote } from '../quote.ts';

/** `null` for what the API server would refuse. */
export const readAdminPolicy = (spec: Field, notes: PolicyNotes, dialect: AdminDialect): NetworkPolicy | null => {
  objectOf(spec);
  warnOfUnknown(spec, ['tier', 'priority', 'subject', 'ingress', 'egress']);
  const subject = readSubject(below(spec, 'subject'), dialect);
  const ingress = readRules(below(spec, 'ingress'), 'from', dialect);
  const egress = readRules(below(spec, 'egress'), 'to', dialect);
  if (notes.isRefused) return null;
  return { resource: notes.about, subject, ingress: orNull(ingress), egress: orNull(egress) };
};

/** Without rules for a direction a policy says nothing about it. */
const orNull = (rules: readonly NetworkRule[]): readonly NetworkRule[] | null => (rules.length === 0 ? null : rules);

const readSubject = (field: Field, dialect: AdminDialect): PodSelector => {
  const name = onlyFieldOf(field, ['namespaces', 'pods']);
  if (name === 'pods') return readPods(below(field, name), dialect);
  if (name === 'namespaces') return { namespaces: readNamespaces(below(field, name)), labels: everything };
  field.notes.refuse(field.path, 'the subject is namespaces or pods: name one of them');
  return { namespaces: { kind: 'all' }, labels: everything };
};

const readRules = (field: Field, peers: 'from' | 'to', dialect: AdminDialect): readonly NetworkRule[] =>
  readMost(field, dialect.most.rules).flatMap((rule) => readRule(rule, peers, dialect));

const readRule = (rule: Field, name: 'from' | 'to', dialect: AdminDialect): readonly NetworkRule[] => {
  const { notes } = rule;
  objectOf(rule);
  warnOfUnknown(rule, ['name', 'action', name, dialect.portsField]);
  const path = renderFieldPath(rule.path);
  const action = readAction(below(rule, 'action'), dialect);
  const items = below(rule, name);
  if (itemsOf(items).length === 0) notes.refuse(items.path, `${name} names nobody: give it at least one peer`);
  const peers = readMost(items, dialect.most.peers).map((item) => readAdminPeer(item, name, action, dialect));
  const ports = readPorts(below(rule, dialect.portsField), dialect);
  checkNamedPorts(rule, peers.flat(), ports);
  const unknown = peers.flat().find((peer) => peer.kind === 'unknown') ?? ports.unknown;
  if (unknown !== null) return [failClosed(action, path, unknown)];
  const known = peers.flat();
  return known.length === 0 ? [] : [{ action, path, peers: known, ports: ports.matches }];
};

/**
 * What the API asks of who meets a peer that he does not know: a rule that allows matches nothing, one that denies or
 * passes denies all.
 */
const failClosed = (action: NetworkRule['action'], path: string, unknown: Peer): NetworkRule =>
  action === 'allow'
    ? { action, path, peers: [unknown], ports: null }
    : { action: 'deny', path, peers: [unknown], ports: null };

const readAction = (field: Field, { actions }: AdminDialect): NetworkRule['action'] => {
  const text = textOf(field);
  const action = Object.hasOwn(actions, text) ? actions[text] : undefined;
  if (action !== undefined) return action;
  const known = Object.keys(actions).join(', ');
  field.notes.refuse(
    field.path,
    isPresent(field)
      ? `${quote(text)} is no action here: write one of ${known}`
      : `the rule has no action: write one of ${known}`,
  );
  return 'deny';
};

interface ReadPorts {
  readonly matches: readonly PortMatch[] | null;
  readonly unknown: Peer | null;
}

/** An absent list is every port of every protocol; the API takes no empty one for it, but means the same. */
const readPorts = (field: Field, dialect: AdminDialect): ReadPorts => {
  const items = readMost(field, dialect.most.ports);
  if (isPresent(field) && items.length === 0 && dialect.portsField === 'protocols') {
    field.notes.refuse(field.path, 'protocols is empty: leave it out for all of them');
  }
  const read = items.map((item) => ({ item, match: dialect.readPort(item) }));
  const unknown = read.find(({ match }) => match === 'unknown');
  if (unknown !== undefined) {
    const why = 'names ports in a way that is not known here: the rule is taken to fail closed, as the API asks';
    field.notes.doubt(unknown.item.path, why);
    return { matches: null, unknown: { kind: 'unknown', why: `${renderFieldPath(unknown.item.path)} ${why}` } };
  }
  const matches = read.flatMap(({ match }) => (match === 'unknown' ? [] : [match]));
  return { matches: matches.length === 0 ? null : matches, unknown: null };
};

/** There are no named ports outside of pods. */
const checkNamedPorts = (rule: Field, peers: readonly Peer[], { matches }: ReadPorts): void => {
  if (matches === null || !matches.some(({ kind }) => kind === 'named')) return;
  if (!peers.some(({ kind }) => kind === 'addresses' || kind === 'nodes' || kind === 'domains')) return;
  rule.notes.refuse(
    rule.path,
    'networks, nodes and domainNames have no named ports: put them into a rule of their own with numbers',
  );
};
