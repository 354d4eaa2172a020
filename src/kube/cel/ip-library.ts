/** `ip()` and what can be asked of an address, as in the API server since 1.30. */

import type { Library } from '../../lang/cel/overload.ts';
import { boolType, intType, opaqueType, stringType, typeOf } from '../../lang/cel/type.ts';
import { EvaluationFault, OpaqueValue, TypeValue } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { global, libraryOf, member } from './declare-overload.ts';
import { quoteGo } from '../../lang/go/quote-go.ts';
import {
  isGlobalUnicast,
  isLinkLocalMulticast,
  isLinkLocalUnicast,
  isLoopback,
  isMapped,
  isSameAddress,
  isUnspecified,
  parseIpAddress,
  renderIpAddress,
} from '../../lang/go/ip-address.ts';
import type { IpAddress, Parsed } from '../../lang/go/ip-address.ts';

export const ipType = opaqueType('net.IP');

export class IpValue extends OpaqueValue {
  readonly typeName = 'net.IP';
  readonly address: IpAddress;
  constructor(address: IpAddress) {
    super();
    this.address = address;
  }
  equals(other: OpaqueValue): boolean {
    if (!(other instanceof IpValue)) throw new EvaluationFault('no such overload');
    return isSameAddress(this.address, other.address);
  }
  /** In bytes, as costs count it. */
  get size(): number {
    return this.address.family === 4 ? 4 : 16;
  }
}

export const toIp = (text: Value): IpValue => {
  const address = parsePlainIp(text as string);
  if (address.kind === 'defect') throw new EvaluationFault(address.message);
  return new IpValue(address.value);
};

/** Kubernetes takes no zones and no IPv4 in IPv6's clothes. */
const parsePlainIp = (text: string): Parsed<IpAddress> => {
  const address = parseIpAddress(text);
  if (address.kind === 'defect') {
    return defect(`IP Address ${quoteGo(text)} parse error during conversion from string: ${address.message}`);
  }
  if (address.value.zone !== '') return defect(`IP address ${quoteGo(text)} with zone value is not allowed`);
  if (isMapped(address.value)) return defect(`IPv4-mapped IPv6 address ${quoteGo(text)} is not allowed`);
  return address;
};

const defect = (message: string): Parsed<IpAddress> => ({ kind: 'defect', message });

const isCanonical = (text: Value): boolean => renderIpAddress(toIp(text).address) === text;

const addressOf = (value: Value): IpAddress => (value as IpValue).address;

const asks =
  (question: (address: IpAddress) => boolean) =>
  (value: Value): boolean =>
    question(addressOf(value));

export const ipLibrary: Library = libraryOf(
  'kubernetes.net.ip',
  [
    global('string_to_ip', 'ip', [stringType], ipType, toIp),
    global('is_ip', 'isIP', [stringType], boolType, (text) => parsePlainIp(text as string).kind === 'parsed'),
    global('ip_is_canonical', 'ip.isCanonical', [stringType], boolType, isCanonical),
    global('ip_to_string', 'string', [ipType], stringType, (value) => renderIpAddress(addressOf(value))),
    member('ip_family', 'family', [ipType], intType, (value) => addressOf(value).family),
    member('ip_is_unspecified', 'isUnspecified', [ipType], boolType, asks(isUnspecified)),
    member('ip_is_loopback', 'isLoopback', [ipType], boolType, asks(isLoopback)),
    member('ip_is_link_local_multicast', 'isLinkLocalMulticast', [ipType], boolType, asks(isLinkLocalMulticast)),
    member('ip_is_link_local_unicast', 'isLinkLocalUnicast', [ipType], boolType, asks(isLinkLocalUnicast)),
    member('ip_is_global_unicast', 'isGlobalUnicast', [ipType], boolType, asks(isGlobalUnicast)),
  ],
  [{ name: 'net.IP', type: typeOf(ipType), value: new TypeValue('net.IP') }],
);
