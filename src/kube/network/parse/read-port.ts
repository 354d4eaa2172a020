/** Protocols and ports in policies: what the API server takes, and what they match. */

import { protocols, type PortMatch, type Protocol } from '../network-policy.ts';
import { isPresent, textOf, type Field } from './read-field.ts';
import { quote } from './quote.ts';

export const firstPort = 1;
export const lastPort = 65_535;

export const allPortsOf = (protocol: Protocol | null): PortMatch => ({
  kind: 'range',
  protocol,
  first: firstPort,
  last: lastPort,
});

export const onePort = (protocol: Protocol | null, port: number): PortMatch => ({
  kind: 'range',
  protocol,
  first: port,
  last: port,
});

/** TCP where it is absent. */
export const readProtocol = (field: Field): Protocol => {
  if (!isPresent(field)) return 'TCP';
  const text = textOf(field);
  const known = protocols.find((protocol) => protocol === text);
  if (known === undefined) {
    field.notes.refuse(field.path, `${quote(text)} is no protocol of a policy: write TCP, UDP or SCTP`);
  }
  return known ?? 'TCP';
};

/** What is wrong with a port's name (`IANA_SVC_NAME`); `undefined` where nothing is. */
export const portNameDefect = (name: string): string | undefined =>
  name.length <= 15 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name)
    ? undefined
    : `${quote(name)} is no name of a port: it has at most 15 lower case letters, digits and single hyphens, a letter among them`;
