/** The rules of a NetworkPolicy: every one allows, its peers are alternatives, one peer's two selectors both hold. */

import { renderIpPrefix, type IpPrefix } from '../../../../lang/go/ip-address.ts';
import { renderFieldPath } from '../../../../model/field-path.ts';
import type { NetworkRule, Peer, PortMatch } from '../../network-policy.ts';
import { below, has, isPresent, itemsOf, objectOf, wholeNumberOf, type Field } from '../read-field.ts';
import { allPortsOf, firstPort, lastPort, portNameDefect, readProtocol } from '../read-port.ts';
import { isStrictlyWithin, readPrefix } from '../read-prefix.ts';
import { readNamespaces, readSelector } from '../read-selector.ts';
import { warnOfUnknown } from '../warn-of-unknown.ts';

export const readRules = (field: Field, peers: 'from' | 'to', namespace: string): readonly NetworkRule[] =>
  itemsOf(field).map((rule) => {
    objectOf(rule);
    warnOfUnknown(rule, [peers, 'ports']);
    return {
      action: 'allow',
      path: renderFieldPath(rule.path),
      peers: readPeers(below(rule, peers), namespace),
      ports: readPorts(below(rule, 'ports')),
    };
  });

/** An absent list and an empty one are everybody. */
const readPeers = (field: Field, namespace: string): readonly Peer[] => {
  const items = itemsOf(field);
  return items.length === 0 ? [{ kind: 'everyone' }] : items.flatMap((item) => readPeer(item, namespace));
};

const readPeer = (field: Field, namespace: string): readonly Peer[] => {
  const { path, notes } = field;
  objectOf(field);
  warnOfUnknown(field, ['podSelector', 'namespaceSelector', 'ipBlock']);
  const pods = below(field, 'podSelector');
  const namespaces = below(field, 'namespaceSelector');
  if (has(field, 'ipBlock')) {
    if (isPresent(pods) || isPresent(namespaces)) {
      notes.refuse(path, 'ipBlock stands alone: put the selectors in an item of their own');
    }
    return readBlock(below(field, 'ipBlock'));
  }
  if (!isPresent(pods) && !isPresent(namespaces)) {
    notes.refuse(path, 'the peer names nobody: give it podSelector, namespaceSelector or ipBlock');
    return [];
  }
  const labels = readSelector(pods);
  return [
    {
      kind: 'pods',
      pods: {
        namespaces: isPresent(namespaces) ? readNamespaces(namespaces) : { kind: 'named', name: namespace },
        labels,
      },
    },
  ];
};

const readBlock = (field: Field): readonly Peer[] => {
  objectOf(field);
  warnOfUnknown(field, ['cidr', 'except']);
  const prefix = readPrefix(below(field, 'cidr'));
  const except = itemsOf(below(field, 'except')).flatMap((item) => readExcept(item, prefix));
  return prefix === undefined
    ? []
    : [
        {
          kind: 'addresses',
          prefixes: [renderIpPrefix(prefix)],
          except: except.map((one) => renderIpPrefix(one)),
          inside: true,
        },
      ];
};

const readExcept = (item: Field, outer: IpPrefix | undefined): readonly IpPrefix[] => {
  const inner = readPrefix(item);
  if (inner === undefined || outer === undefined) return [];
  if (!isStrictlyWithin(inner, outer)) {
    item.notes.refuse(
      item.path,
      `${renderIpPrefix(inner)} does not lie strictly within ${renderIpPrefix(outer)}: leave it out or correct it`,
    );
  }
  return [inner];
};

/** An absent list and an empty one are every port of every protocol. */
const readPorts = (field: Field): readonly PortMatch[] | null => {
  const items = itemsOf(field);
  return items.length === 0 ? null : items.flatMap(readPort);
};

const readPort = (field: Field): readonly PortMatch[] => {
  objectOf(field);
  warnOfUnknown(field, ['port', 'endPort', 'protocol']);
  const { notes } = field;
  const protocol = readProtocol(below(field, 'protocol'));
  const port = below(field, 'port');
  const end = below(field, 'endPort');
  const last = wholeNumberOf(end, firstPort, lastPort);
  if (!isPresent(port)) {
    if (isPresent(end)) notes.refuse(end.path, 'endPort needs port, the first of the range');
    return [allPortsOf(protocol)];
  }
  if (typeof port.value === 'string') {
    const defect = portNameDefect(port.value);
    if (defect !== undefined) notes.refuse(port.path, defect);
    if (isPresent(end)) notes.refuse(end.path, 'endPort needs a number as port, not a name');
    return [{ kind: 'named', protocol, name: port.value }];
  }
  const first = wholeNumberOf(port, firstPort, lastPort);
  if (first === undefined) return [];
  if (last !== undefined && last < first) notes.refuse(end.path, `endPort ${last} is less than port ${first}`);
  return [{ kind: 'range', protocol, first, last: last ?? first }];
};
