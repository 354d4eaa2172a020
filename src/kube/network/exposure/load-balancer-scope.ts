/** From where the load balancer of a Service can be called: its ranges, and each cloud's way to keep it inside. */

import { containsAddress, parseIpAddress, parseIpPrefix, type IpPrefix } from '../../../lang/go/ip-address.ts';
import { objectAt, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Exposure } from '../network-estate.ts';

export const toLoadBalancerScope = (service: Resource): Exposure['from'] => {
  if (isInternal(service)) return 'inside';
  const annotated = textAt(service.object, 'metadata', 'annotations', rangesAnnotation).split(',');
  const ranges = [...textsAt(service.object, 'spec', 'loadBalancerSourceRanges'), ...annotated]
    .map((range) => range.trim())
    .filter((range) => range !== '');
  return toScope(ranges);
};

/** Every address, whatever stands beside it, is the internet; private ones alone are inside. */
const toScope = (ranges: readonly string[]): Exposure['from'] => {
  const prefixes = ranges.filter((range) => parseIpPrefix(range).kind === 'parsed');
  if (prefixes.length === 0 || prefixes.some((range) => range.endsWith('/0'))) return 'internet';
  return prefixes.every(isPrivatePrefix) ? 'inside' : { prefixes };
};

const rangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';

const isInternal = ({ object }: Resource): boolean => {
  const annotations = objectAt(object, 'metadata', 'annotations');
  const read = (name: string): string => textAt(annotations, name).toLowerCase();
  if (internalMarks.some(([name, ...values]) => values.includes(read(name)))) return true;
  const scheme = read('service.beta.kubernetes.io/aws-load-balancer-scheme');
  // The oldest annotation of AWS took any text but "false"; the newer one is asked first.
  const old = read('service.beta.kubernetes.io/aws-load-balancer-internal');
  if (scheme === '' && (old === '' ? isOfAwsController(object, read) : old !== 'false')) return true;
  const given = objectsAt(object, 'status', 'loadBalancer', 'ingress').map((one) => textAt(one, 'ip'));
  return given.length > 0 && given.every(isPrivateAddress);
};

/** The AWS Load Balancer Controller makes internal load balancers unless told otherwise; the cloud's own controller public ones. */
const isOfAwsController = (object: Resource['object'], read: (name: string) => string): boolean =>
  ['service.k8s.aws/nlb', 'eks.amazonaws.com/nlb'].includes(textAt(object, 'spec', 'loadBalancerClass')) ||
  ['external', 'nlb-ip'].includes(read('service.beta.kubernetes.io/aws-load-balancer-type'));

/** What each cloud's controller reads, values in small letters. */
const internalMarks: readonly (readonly [name: string, ...values: readonly string[]])[] = [
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', 'internal'],
  ['networking.gke.io/load-balancer-type', 'internal'],
  ['cloud.google.com/load-balancer-type', 'internal'],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', 'true'],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', 'true'],
  ['service.beta.kubernetes.io/oci-load-balancer-internal', 'true'],
  ['oci-network-load-balancer.oraclecloud.com/internal', 'true'],
  ['service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', 'private'],
  ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', 'intranet'],
  ['service.beta.kubernetes.io/do-loadbalancer-network', 'internal'],
  ['load-balancer.hetzner.cloud/disable-public-network', 'true'],
];

/** False for what is no address: nobody can say then that it is private. */
export const isPrivateAddress = (text: string): boolean => {
  const address = parseIpAddress(text);
  return address.kind === 'parsed' && privatePrefixes.some((prefix) => containsAddress(prefix, address.value));
};

const isPrivatePrefix = (text: string): boolean => {
  const prefix = parseIpPrefix(text);
  return (
    prefix.kind === 'parsed' &&
    privatePrefixes.some((own) => own.length <= prefix.value.length && containsAddress(own, prefix.value.address))
  );
};

/** RFC 1918, RFC 6598 (carrier-grade, used by clouds inside), RFC 4193, and what never leaves a link or a host. */
const privatePrefixes: readonly IpPrefix[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
].flatMap((text) => {
  const prefix = parseIpPrefix(text);
  return prefix.kind === 'parsed' ? [prefix.value] : [];
});
