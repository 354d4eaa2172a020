/** `cidr()` and what can be asked of a network, as in the API server since 1.30. */

import type { Library } from '../../lang/cel/overload.ts';
import { boolType, intType, opaqueType, stringType, typeOf } from '../../lang/cel/type.ts';
import { EvaluationFault, OpaqueValue, TypeValue } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { global, libraryOf, member } from './declare-overload.ts';
import { quoteGo } from '../../lang/go/quote-go.ts';
import {
  containsAddress,
  containsPrefix,
  isMapped,
  isSameAddress,
  maskPrefix,
  parseIpPrefix,
  renderIpPrefix,
} from '../../lang/go/ip-address.ts';
import type { IpPrefix, Parsed } from '../../lang/go/ip-address.ts';
import { ipType, IpValue, toIp } from './ip-library.ts';

const cidrType = opaqueType('net.CIDR');

export class CidrValue extends OpaqueValue {
  readonly typeName = 'net.CIDR';
  readonly prefix: IpPrefix;
  constructor(prefix: IpPrefix) {
    super();
    this.prefix = prefix;
  }
  equals(other: OpaqueValue): boolean {
    if (!(other instanceof CidrValue)) throw new EvaluationFault('no such overload');
    return this.prefix.length === other.prefix.length && isSameAddress(this.prefix.address, other.prefix.address);
  }
  /** The bytes its length covers, as costs count it. */
  get size(): number {
    return Math.ceil(this.prefix.length / 8);
  }
}

const toCidr = (text: Value): CidrValue => {
  const prefix = parsePlainPrefix(text as string);
  if (prefix.kind === 'defect') throw new EvaluationFault(`${conversion}: ${prefix.message}`);
  return new CidrValue(prefix.value);
};

const conversion = 'network address parse error during conversion from string';

const parsePlainPrefix = (text: string): Parsed<IpPrefix> => {
  const prefix = parseIpPrefix(text);
  if (prefix.kind === 'defect') return { kind: 'defect', message: `${conversion}: ${prefix.message}` };
  if (isMapped(prefix.value.address)) {
    return { kind: 'defect', message: `IPv4-mapped IPv6 address ${quoteGo(text)} is not allowed` };
  }
  return prefix;
};

const prefixOf = (value: Value): IpPrefix => (value as CidrValue).prefix;

/** An address that cannot be read is "no such overload" here, where a network that cannot be read says why. */
const containsIpText = (network: Value, text: Value): boolean => {
  let address: IpValue;
  try {
    address = toIp(text);
  } catch (error) {
    throw error instanceof EvaluationFault ? new EvaluationFault('no such overload') : error;
  }
  return containsAddress(prefixOf(network), address.address);
};

export const cidrLibrary: Library = libraryOf(
  'kubernetes.net.cidr',
  [
    global('string_to_cidr', 'cidr', [stringType], cidrType, toCidr),
    global('is_cidr', 'isCIDR', [stringType], boolType, (text) => parsePlainPrefix(text as string).kind === 'parsed'),
    global('cidr_to_string', 'string', [cidrType], stringType, (value) => renderIpPrefix(prefixOf(value))),
    member('cidr_contains_ip_string', 'containsIP', [cidrType, stringType], boolType, containsIpText),
    member('cidr_contains_ip_ip', 'containsIP', [cidrType, ipType], boolType, (network, address) =>
      containsAddress(prefixOf(network), (address as IpValue).address),
    ),
    member('cidr_contains_cidr_string', 'containsCIDR', [cidrType, stringType], boolType, (outer, inner) =>
      containsPrefix(prefixOf(outer), toCidr(inner).prefix),
    ),
    member('cidr_contains_cidr', 'containsCIDR', [cidrType, cidrType], boolType, (outer, inner) =>
      containsPrefix(prefixOf(outer), prefixOf(inner)),
    ),
    member('cidr_ip', 'ip', [cidrType], ipType, (value) => new IpValue(prefixOf(value).address)),
    member('cidr_prefix_length', 'prefixLength', [cidrType], intType, (value) => prefixOf(value).length),
    member('cidr_masked', 'masked', [cidrType], cidrType, (value) => new CidrValue(maskPrefix(prefixOf(value)))),
  ],
  [{ name: 'net.CIDR', type: typeOf(cidrType), value: new TypeValue('net.CIDR') }],
);
