/** Addresses outside the cluster that nobody knows: all there are, but for those that networks keep to themselves. */

import type { FlowEnd } from './needed-flow.ts';

export const outsideEnd = (host: string): FlowEnd =>
  metadataNames.has(host)
    ? { kind: 'addresses', prefixes: ['169.254.169.254/32'], except: [], name: host, note: metadata }
    : isPrivate(host)
      ? anyAddress(host, unknownHost)
      : { kind: 'addresses', prefixes: ['0.0.0.0/0', '::/0'], except: privatePrefixes, name: host, note: unknownHost };

/** Of Google Cloud, AWS and Azure, whose clients mostly take the address itself. */
const metadataNames: ReadonlySet<string> = new Set([
  'metadata.google.internal',
  'metadata.goog',
  'instance-data.ec2.internal',
  'metadata.azure.internal',
]);

const metadata =
  "The cloud's metadata service: it tells pods about their node and hands out its credentials. Leave it out where nothing needs them. Under Workload Identity of GKE without Dataplane V2 it is 169.254.169.252 at TCP 988.";

/** Names that mostly lead to addresses of one's own network: without those the rule would cut what it is for. */
const isPrivate = (host: string): boolean =>
  /\.(?:internal|local|lan|corp|intra|intranet|private|home\.arpa)$|\.(?:rds|cache|es|docdb|memorydb|neptune)\.[a-z0-9.-]*amazonaws\.com(?:\.cn)?$|\.cache\.amazonaws\.com$|(?:^|\.)privatelink\.|\.vpce\.amazonaws\.com$/.test(
    host,
  );

const unknownHost = 'Its addresses are not known from here: put them in instead of all.';

/** Every address: what lies at one of the cluster's own network that nobody knows. */
export const anyAddress = (name: string, note: string): FlowEnd => ({
  kind: 'addresses',
  prefixes: ['0.0.0.0/0', '::/0'],
  except: [],
  name,
  note,
});

/** RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291: where pods, nodes, neighbours and a cloud's metadata are. */
const privatePrefixes: readonly string[] = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fe80::/10',
];
