/** Tiers as short lines, for tests: `tier admin` and below it the policies, their rules, peers and ports. */

import type {
  LabelTest,
  NetworkPolicy,
  NetworkRule,
  NetworkTier,
  Peer,
  PodSelector,
  PortMatch,
} from '../network-policy.ts';

export const renderTiers = (tiers: readonly NetworkTier[]): string =>
  tiers
    .map((tier) => [`tier ${tier.name}, at end ${tier.atEnd}`, ...tier.policies.flatMap(renderPolicy)].join('\n'))
    .join('\n');

const renderPolicy = (policy: NetworkPolicy): readonly string[] => [
  `  ${policy.resource.ref.name} of ${renderPods(policy.subject)}`,
  ...renderRules('ingress', policy.ingress),
  ...renderRules('egress', policy.egress),
];

const renderRules = (direction: string, rules: readonly NetworkRule[] | null): readonly string[] => {
  if (rules === null) return [];
  if (rules.length === 0) return [`    ${direction} nothing`];
  return rules.map(
    ({ action, path, peers, ports }) =>
      `    ${direction} ${action} ${peers.map(renderPeer).join(' | ')} at ${ports === null ? 'all' : ports.map(renderPort).join(', ')} (${path})`,
  );
};

const renderPeer = (peer: Peer): string => {
  switch (peer.kind) {
    case 'everyone':
    case 'any-node':
      return peer.kind;
    case 'pods':
      return renderPods(peer.pods);
    case 'nodes':
      return `nodes ${renderLabels(peer.labels)}`;
    case 'domains':
      return `domains ${peer.names.join(' ')}`;
    case 'unknown':
      return `unknown: ${peer.why}`;
    case 'addresses': {
      const except = peer.except.length === 0 ? '' : ` except ${peer.except.join(' ')}`;
      return `${peer.prefixes.join(' ')}${except}${peer.inside ? '' : ' outside'}`;
    }
  }
};

const renderPods = ({ namespaces, labels, accounts, hostNetwork }: PodSelector): string => {
  const where =
    namespaces.kind === 'all' ? '*' : namespaces.kind === 'named' ? namespaces.name : `{${namespaces.labels.text}}`;
  const who = accounts === undefined ? '' : ` as [${accounts.names.join(' ')}]${renderLabels(accounts)}`;
  return `${where}/${renderLabels(labels)}${who}${hostNetwork === true ? ' +host' : ''}`;
};

const renderLabels = ({ isEmpty, text }: LabelTest): string => (isEmpty ? '*' : `{${text}}`);

const renderPort = (port: PortMatch): string => {
  const protocol = port.protocol ?? 'any';
  if (port.kind === 'named') return `${protocol}/${port.name}`;
  return `${protocol}/${port.first}${port.first === port.last ? '' : `-${port.last}`}`;
};
