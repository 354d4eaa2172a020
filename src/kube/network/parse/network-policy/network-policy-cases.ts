/** Specs of NetworkPolicies and whether the API server takes them: for the tests of the parser, which is held to the server's answers. */

export interface ValidityCase {
  readonly name: string;
  /** In YAML. */
  readonly spec: string;
  readonly isValid: boolean;
}

const ingress = (rule: string): string => `{podSelector: {}, ingress: [${rule}]}`;
const from = (peer: string): string => ingress(`{from: [${peer}]}`);
const port = (port: string): string => ingress(`{ports: [${port}]}`);
const valid = (name: string, spec: string): ValidityCase => ({ name, spec, isValid: true });
const invalid = (name: string, spec: string): ValidityCase => ({ name, spec, isValid: false });

export const validityCases: readonly ValidityCase[] = [
  valid('an empty spec', '{}'),
  valid('an empty selector', '{podSelector: {}}'),
  valid('a selector that is null', '{podSelector: null, ingress: null}'),
  valid('a label without a value', '{podSelector: {matchLabels: {app: }}}'),
  invalid('a label whose value is a number', '{podSelector: {matchLabels: {app: 1}}}'),
  invalid('a label whose value has a space', '{podSelector: {matchLabels: {app: "a b"}}}'),
  invalid('a label whose key has two slashes', '{podSelector: {matchLabels: {a/b/c: d}}}'),
  invalid('an unknown operator', '{podSelector: {matchExpressions: [{key: a, operator: Is, values: [b]}]}}'),
  invalid('In without values', '{podSelector: {matchExpressions: [{key: a, operator: In}]}}'),
  invalid('Exists with values', '{podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}'),
  valid('both types', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
  valid('one type twice', '{podSelector: {}, policyTypes: [Ingress, Ingress]}'),
  invalid('three types', '{podSelector: {}, policyTypes: [Ingress, Egress, Ingress]}'),
  invalid('a type in lower case', '{podSelector: {}, policyTypes: [ingress]}'),
  valid('a rule that asks for nothing', ingress('{}')),
  valid('a rule that is null', ingress('null')),
  invalid('rules that are an object', '{podSelector: {}, ingress: {}}'),
  valid('no peers', ingress('{from: []}')),
  invalid('a peer that names nobody', from('{}')),
  invalid('a peer that is null', from('null')),
  invalid('a peer with a selector misspelt', from('{podSelectors: {}}')),
  valid('a peer with both selectors', from('{podSelector: {}, namespaceSelector: {}}')),
  invalid('an address range beside a selector', from('{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}')),
  valid('an address range', from('{ipBlock: {cidr: 10.0.0.0/8}}')),
  valid('every address', from('{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}')),
  valid('a range of IPv6', from('{ipBlock: {cidr: "2001:DB8::/64", except: ["2001:db8::/96"]}}')),
  invalid('an address range that is an address', from('{ipBlock: {cidr: 10.0.0.1}}')),
  invalid('an address range without one', from('{ipBlock: {except: [10.0.0.0/8]}}')),
  invalid('an address range that is too long', from('{ipBlock: {cidr: 10.0.0.0/33}}')),
  invalid('bits behind the prefix', from('{ipBlock: {cidr: 10.0.0.1/8}}')),
  invalid('a leading zero', from('{ipBlock: {cidr: 010.0.0.0/8}}')),
  invalid('a leading zero in the length', from('{ipBlock: {cidr: 10.0.0.0/08}}')),
  invalid('IPv4 in clothes of IPv6', from('{ipBlock: {cidr: "::ffff:10.0.0.0/104"}}')),
  invalid('an exception that is the whole', from('{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}')),
  invalid('an exception that lies outside', from('{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}')),
  invalid('an exception of the other family', from('{ipBlock: {cidr: 10.0.0.0/8, except: ["fd00::/64"]}}')),
  valid('a port', port('{port: 80}')),
  valid('a port of SCTP', port('{port: 80, protocol: SCTP}')),
  valid('a protocol without a port', port('{protocol: UDP}')),
  valid('a port that asks for nothing', port('{}')),
  invalid('port 0', port('{port: 0}')),
  invalid('port 65536', port('{port: 65536}')),
  invalid('a port with a fraction', port('{port: 80.5}')),
  invalid('a port that is true', port('{port: true}')),
  invalid('a protocol in lower case', port('{port: 80, protocol: tcp}')),
  invalid('ICMP', port('{protocol: ICMP}')),
  valid('a named port', port('{port: http-metrics}')),
  invalid('a number as text', port('{port: "80"}')),
  invalid('a name in upper case', port('{port: HTTP}')),
  invalid('a name that is too long', port('{port: a-name-of-16-let}')),
  invalid('a name with two hyphens', port('{port: a--b}')),
  invalid('an empty name', port('{port: ""}')),
  valid('a range', port('{port: 80, endPort: 90}')),
  valid('a range of one', port('{port: 80, endPort: 80}')),
  invalid('a range that ends before it begins', port('{port: 80, endPort: 79}')),
  invalid('a range that ends too high', port('{port: 80, endPort: 65536}')),
  invalid('an end without a beginning', port('{endPort: 80}')),
  invalid('an end behind a name', port('{port: http, endPort: 80}')),
  invalid('an end that is a text', port('{port: 80, endPort: "90"}')),
];
