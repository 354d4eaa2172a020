/** Protocols and ports of Calico's rules. */

import { protocols, type PortMatch, type Protocol } from '../../network-policy.ts';
import { below, isPresent, itemsOf, type Field } from '../read-field.ts';
import { allPortsOf, firstPort, lastPort } from '../read-port.ts';
import { quote } from '../quote.ts';

export interface CalicoPorts {
  /** `null` for all, an empty list for none: a protocol none of the answers is about. */
  readonly matches: readonly PortMatch[] | null;
  /** A list of ports to leave out that holds a name. */
  readonly isExact: boolean;
}

/** `entity` is the rule's destination. */
export const readCalicoPorts = (rule: Field, entity: Field): CalicoPorts => {
  const chosen = readProtocols(rule);
  const ports = itemsOf(below(entity, 'ports'));
  const not = itemsOf(below(entity, 'notPorts'));
  if (ports.length + not.length === 0) {
    return { matches: chosen === null ? null : chosen.map(allPortsOf), isExact: true };
  }
  if (!isPresent(below(rule, 'protocol'))) {
    rule.notes.refuse(rule.path, 'ports need protocol: write TCP, UDP or SCTP beside them');
  }
  const without = not.flatMap(readPort);
  const named = without.some(({ name }) => name !== undefined);
  const ranges = subtract(
    ports.length === 0 ? [{ first: firstPort, last: lastPort }] : ports.flatMap(readPort),
    without,
  );
  const matches = (chosen ?? protocols).flatMap((protocol) =>
    ranges.map(({ first, last, name }): PortMatch =>
      name === undefined ? { kind: 'range', protocol, first, last } : { kind: 'named', protocol, name },
    ),
  );
  return { matches, isExact: !named && !(not.length > 0 && ranges.some(({ name }) => name !== undefined)) };
};

interface Range {
  readonly first: number;
  readonly last: number;
  readonly name?: string;
}

const subtract = (ranges: readonly Range[], without: readonly Range[]): readonly Range[] =>
  without
    .filter(({ name }) => name === undefined)
    .reduce<readonly Range[]>(
      (left, { first, last }) =>
        left.flatMap((range) =>
          range.name !== undefined
            ? [range]
            : [
                { first: range.first, last: Math.min(range.last, first - 1) },
                { first: Math.max(range.first, last + 1), last: range.last },
              ].filter((one) => one.first <= one.last),
        ),
      ranges,
    );

const readPort = (field: Field): readonly Range[] => {
  const { value, path, notes } = field;
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  const numbers = /^(\d{1,5})(?::(\d{1,5}))?$/.exec(text);
  if (numbers !== null) {
    const first = Number(numbers[1]);
    const last = Number(numbers[2] ?? numbers[1]);
    // Nothing connects to port 0.
    if (first <= last && last <= lastPort) return last === 0 ? [] : [{ first: Math.max(first, firstPort), last }];
  } else if (/^[a-zA-Z0-9_.-]{1,128}$/.test(text)) return [{ first: 0, last: 0, name: text }];
  notes.refuse(path, `${quote(text)} is no port of Calico: write 80, "80:90" or a name`);
  return [];
};

/** `null` for all of them. */
const readProtocols = (rule: Field): readonly Protocol[] | null => {
  const only = below(rule, 'protocol');
  const not = below(rule, 'notProtocol');
  if (!isPresent(only) && !isPresent(not)) return null;
  const excluded = isPresent(not) ? toProtocol(not) : null;
  const left = protocols.filter((protocol) => protocol !== excluded);
  if (!isPresent(only)) return left;
  const chosen = toProtocol(only);
  return left.filter((protocol) => protocol === chosen);
};

/** `null` for one that none of the answers is about. */
const toProtocol = ({ value, path, notes }: Field): Protocol | null => {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  const known = protocols.find((protocol) => protocol === text.toUpperCase());
  if (known !== undefined) return known;
  const numbered = numbers.find(([number]) => text === number);
  if (numbered !== undefined) return numbered[1];
  const isOther = others.has(text.toLowerCase());
  const isNumber = /^\d{1,3}$/.test(text);
  if (!isOther && !isNumber) {
    notes.refuse(path, `${quote(text)} is no protocol of Calico: write TCP, UDP, SCTP, ICMP or a number`);
  }
  return null;
};

const others: ReadonlySet<string> = new Set(['icmp', 'icmpv6', 'udplite']);

const numbers = [
  ['6', 'TCP'],
  ['17', 'UDP'],
  ['132', 'SCTP'],
] as const;
