/** `--port 443`, `tcp/443`, `udp/53`, `8000-8100`, `http`: the ports a question is about. */

import { protocols, type Protocol } from '../../../kube/network/network-policy.ts';
import type { PortSets } from '../../../kube/network/port-set.ts';
import type { End, PortSet, Reachability } from '../../../kube/network/reachability.ts';
import { closest } from '../../../lang/pattern/closest.ts';
import { declaredPorts } from './place-entry.ts';

export type AskedPorts =
  /** What of a destination's ports is meant. */
  | { readonly kind: 'asked'; readonly at: (target: End) => PortSet; readonly text: string }
  | { readonly kind: 'unknown'; readonly message: string };

/** A number without a protocol is that port of all three; a name is whatever the destination declares under it. */
export const parseAskedPorts = (text: string, portSets: PortSets, { ends }: Reachability): AskedPorts => {
  const protocol = protocolOf(text);
  if (protocol === undefined) {
    return { kind: 'unknown', message: `${text}: the protocol is tcp, udp or sctp, as in tcp/443` };
  }
  const bare = text.replace(/^.*\//, '');
  const range = /^(\d+)(?:-(\d+))?$/.exec(bare);
  if (range !== null) {
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (first < 1 || last > 65_535 || first > last) {
      return { kind: 'unknown', message: `${text}: ports are numbers from 1 to 65535` };
    }
    const set = portSets.of([{ protocol, first, last }]);
    return { kind: 'asked', at: () => set, text };
  }
  const names = new Set(ends.flatMap((end) => declaredPorts(end).map(({ name }) => name)));
  names.delete('');
  if (!names.has(bare)) {
    const meant = closest(bare, [...names]);
    const hint = meant === undefined ? 'say a number, or tcp/443, udp/53, 8000-8100' : `did you mean ${meant}?`;
    return { kind: 'unknown', message: `no container declares a port ${bare}; ${hint}` };
  }
  const isMeant = (port: { readonly name: string; readonly protocol: Protocol }): boolean =>
    port.name === bare && (protocol === null || port.protocol === protocol);
  return { kind: 'asked', at: rememberByEnd((end) => toSet(end, portSets, isMeant)), text };
};

/** All ports that containers of the destination declare; of what is outside nobody knows, so every port counts. */
export const createListening = (portSets: PortSets): ((target: End) => PortSet) =>
  rememberByEnd((end) => (end.side?.kind === 'pods' ? toSet(end, portSets, () => true) : portSets.all));

const toSet = (
  end: End,
  portSets: PortSets,
  isMeant: (port: { readonly name: string; readonly protocol: Protocol }) => boolean,
): PortSet =>
  portSets.of(
    declaredPorts(end)
      .filter(isMeant)
      .map(({ protocol, port }) => ({ protocol, first: port, last: port })),
  );

const rememberByEnd = (make: (end: End) => PortSet): ((end: End) => PortSet) => {
  const known = new WeakMap<End, PortSet>();
  return (end) => {
    const before = known.get(end);
    if (before !== undefined) return before;
    const made = make(end);
    known.set(end, made);
    return made;
  };
};

/** `null` for all three, `undefined` for a word that is none. */
const protocolOf = (text: string): Protocol | null | undefined => {
  if (!text.includes('/')) return null;
  const word = text.slice(0, text.indexOf('/')).toUpperCase();
  return protocols.find((name) => name === word);
};
