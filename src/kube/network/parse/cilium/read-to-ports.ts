/** The ports of a Cilium rule. What looks into the connection narrows it further, and is doubted. */

import { protocols, type PortMatch, type Protocol } from '../../network-policy.ts';
import { below, has, isPresent, itemsOf, objectOf, textOf, wholeNumberOf, type Field } from '../read-field.ts';
import { allPortsOf, firstPort, lastPort } from '../read-port.ts';
import type { RuleContext } from './rule-context.ts';
import { quote } from '../quote.ts';

/** `null` for all of them, an empty list for none. */
export const readToPorts = (rule: Field, context: RuleContext): readonly PortMatch[] | null => {
  const field = below(rule, 'toPorts');
  // Rules of ICMP allow and deny no connection of the three protocols.
  if (itemsOf(below(rule, 'icmps')).length > 0) {
    if (itemsOf(field).length > 0) rule.notes.refuse(rule.path, 'icmps and toPorts do not stand in one rule: split it');
    return [];
  }
  const items = itemsOf(field);
  return items.length === 0 ? null : items.flatMap((item) => readPortRule(item, context));
};

const readPortRule = (field: Field, { action }: RuleContext): readonly PortMatch[] => {
  objectOf(field);
  const narrowing = ['rules', 'serverNames', 'listener'].map((name) => below(field, name)).filter(isNarrowing);
  for (const found of narrowing) {
    found.notes.doubt(found.path, 'looks into the connection, so that only part of it is allowed');
  }
  // Cilium takes no such part of a rule that denies; here it would deny less than its ports.
  if (action === 'deny' && narrowing.length > 0) return [];
  const ports = itemsOf(below(field, 'ports'));
  if (ports.length > 0) return ports.flatMap(readPort);
  field.notes.doubt(field.path, 'names no ports');
  return action === 'allow' ? [allPortsOf(null)] : [];
};

const isNarrowing = ({ value }: Field): boolean =>
  value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0);

const readPort = (field: Field): readonly PortMatch[] => {
  objectOf(field);
  const protocol = readProtocol(below(field, 'protocol'));
  const port = below(field, 'port');
  const text = typeof port.value === 'number' ? String(port.value) : textOf(port);
  if (protocol === 'other') return [];
  if (!/^\d+$/.test(text)) {
    if (text === '' || text.length > 15 || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/i.test(text)) {
      field.notes.refuse(port.path, `${quote(text)} is neither a number of a port nor a name: write it as "80"`);
    }
    return [{ kind: 'named', protocol, name: text.toLowerCase() }];
  }
  const first = Number(text);
  if (first > lastPort) {
    field.notes.refuse(port.path, `${text} is no port: write a number up to ${lastPort}`);
    return [];
  }
  if (first === 0) return [allPortsOf(protocol)];
  const end = below(field, 'endPort');
  const last = has(field, 'endPort') ? wholeNumberOf(end, 0, lastPort) : 0;
  if (last !== undefined && last > 0 && last < first) {
    field.notes.refuse(end.path, `endPort ${last} is less than port ${first}`);
  }
  return [{ kind: 'range', protocol, first: Math.max(first, firstPort), last: Math.max(first, last ?? 0) }];
};

/** `null` for all three; `other` for one that none of the answers is about. */
const readProtocol = (field: Field): Protocol | null | 'other' => {
  const text = textOf(field).toUpperCase();
  if (!isPresent(field) || text === '' || text === 'ANY') return null;
  const known = protocols.find((protocol) => protocol === text);
  if (known !== undefined) return known;
  if (!['ICMP', 'ICMPV6', 'VRRP', 'IGMP'].includes(text)) {
    field.notes.refuse(field.path, `${quote(text)} is no protocol of Cilium: write TCP, UDP, SCTP or ANY`);
  }
  return 'other';
};
