/** AdminNetworkPolicy and BaselineAdminNetworkPolicy of policy.networking.k8s.io/v1alpha1. */

import type { PortMatch } from '../../network-policy.ts';
import type { PolicyNotes } from '../policy-notes.ts';
import {
  below,
  has,
  isPresent,
  objectOf,
  onlyFieldOf,
  rootOf,
  textOf,
  wholeNumberOf,
  type Field,
} from '../read-field.ts';
import { firstPort, lastPort, onePort, readProtocol } from '../read-port.ts';
import type { AdminDialect } from './admin-dialect.ts';
import type { RankedPolicy } from './ranked-policy.ts';
import { readAdminPolicy } from './read-admin-policy.ts';

const highestPriority = 1000;

export const parseAdminNetworkPolicy = (notes: PolicyNotes): RankedPolicy | null => {
  const spec = below(rootOf(notes), 'spec');
  const priority = readPriority(below(spec, 'priority'));
  const policy = readAdminPolicy(spec, notes, admin);
  return policy === null ? null : { tier: 'admin', priority, policy };
};

/** Only the one named `default` exists; it is asked after policies of its tier that have a priority. */
export const parseBaselineAdminNetworkPolicy = (notes: PolicyNotes): RankedPolicy | null => {
  if (notes.about.ref.name !== 'default') {
    notes.refuse(['metadata', 'name'], 'a BaselineAdminNetworkPolicy is named default, and there is one: rename it');
  }
  const policy = readAdminPolicy(below(rootOf(notes), 'spec'), notes, baseline);
  return policy === null ? null : { tier: 'baseline', priority: highestPriority + 1, policy };
};

export const readPriority = (field: Field): number => {
  if (!isPresent(field)) {
    field.notes.refuse(
      field.path,
      `priority is missing: write a whole number from 0, asked first, to ${highestPriority}`,
    );
  }
  return wholeNumberOf(field, 0, highestPriority) ?? 0;
};

const readPort = (field: Field): PortMatch | 'unknown' => {
  const name = onlyFieldOf(field, ['portNumber', 'portRange', 'namedPort']);
  if (name === undefined) return 'unknown';
  const found = below(field, name);
  if (name === 'namedPort') return { kind: 'named', protocol: null, name: textOf(found) };
  objectOf(found);
  const protocol = readProtocol(below(found, 'protocol'));
  if (name === 'portNumber') return onePort(protocol, readNumber(found, 'port'));
  return { kind: 'range', protocol, ...readRange(found) };
};

const readNumber = (field: Field, name: string): number => {
  if (!has(field, name)) field.notes.refuse(field.path, `${name} is missing`);
  return wholeNumberOf(below(field, name), firstPort, lastPort) ?? firstPort;
};

export const readRange = (field: Field): { readonly first: number; readonly last: number } => {
  const first = readNumber(field, 'start');
  const last = readNumber(field, 'end');
  if (!field.notes.isRefused && first > last) {
    field.notes.refuse(field.path, `the range ends at ${last}, before its start ${first}`);
  }
  return { first, last };
};

const baseline: AdminDialect = {
  actions: { Allow: 'allow', Deny: 'deny' },
  portsField: 'ports',
  readPort,
  most: { rules: 100, peers: 100, ports: 100 },
  hasStrictNetworks: false,
  isNamespaceSelectorRequired: true,
};

const admin: AdminDialect = { ...baseline, actions: { Allow: 'allow', Deny: 'deny', Pass: 'pass' } };
