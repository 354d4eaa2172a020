/** ClusterNetworkPolicy of policy.networking.k8s.io/v1alpha2, and v1beta1, which reads alike. */

import type { PortMatch, Protocol } from '../../network-policy.ts';
import type { PolicyNotes } from '../policy-notes.ts';
import { below, has, objectOf, onlyFieldOf, rootOf, textOf, wholeNumberOf, type Field } from '../read-field.ts';
import { allPortsOf, firstPort, lastPort, onePort } from '../read-port.ts';
import type { AdminDialect } from './admin-dialect.ts';
import { readPriority, readRange } from './parse-admin-network-policy.ts';
import type { RankedPolicy } from './ranked-policy.ts';
import { readAdminPolicy } from './read-admin-policy.ts';
import { quote } from '../quote.ts';

export const parseClusterNetworkPolicy = (notes: PolicyNotes): RankedPolicy | null => {
  const spec = below(rootOf(notes), 'spec');
  const tier = readTier(below(spec, 'tier'));
  const priority = readPriority(below(spec, 'priority'));
  const isStrict = notes.about.ref.apiVersion.endsWith('/v1beta1');
  const policy = readAdminPolicy(spec, notes, isStrict ? { ...dialect, hasStrictNetworks: true } : dialect);
  return policy === null ? null : { tier, priority, policy };
};

const readTier = (field: Field): RankedPolicy['tier'] => {
  const text = textOf(field);
  if (text === 'Admin') return 'admin';
  if (text !== 'Baseline') {
    field.notes.refuse(field.path, `${quote(text)} is no tier: write Admin or Baseline`);
  }
  return 'baseline';
};

const readProtocols = (field: Field): PortMatch | 'unknown' => {
  const name = onlyFieldOf(field, ['tcp', 'udp', 'sctp', 'destinationNamedPort']);
  if (name === undefined) return 'unknown';
  const found = below(field, name);
  // Only the name is asked for: the protocol is that of the pod's port.
  if (name === 'destinationNamedPort') return { kind: 'named', protocol: null, name: textOf(found) };
  return readPort(found, protocolOf[name]);
};

const protocolOf = { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' } as const satisfies Record<string, Protocol>;

/** A protocol that narrows itself by something else than the port is one that is not known here. */
const readPort = (field: Field, protocol: Protocol): PortMatch | 'unknown' => {
  const object = objectOf(field);
  const port = below(field, 'destinationPort');
  if (!has(field, 'destinationPort')) return Object.keys(object).length === 0 ? allPortsOf(protocol) : 'unknown';
  if (Object.keys(object).length > 1) return 'unknown';
  const name = onlyFieldOf(port, ['number', 'range']);
  if (name === undefined) return 'unknown';
  if (name === 'range') return { kind: 'range', protocol, ...readRange(below(port, name)) };
  return onePort(protocol, wholeNumberOf(below(port, name), firstPort, lastPort) ?? firstPort);
};

const dialect: AdminDialect = {
  actions: { Accept: 'allow', Deny: 'deny', Pass: 'pass' },
  portsField: 'protocols',
  readPort: readProtocols,
  most: { rules: 25, peers: 25, ports: 25 },
  hasStrictNetworks: false,
  isNamespaceSelectorRequired: false,
};
