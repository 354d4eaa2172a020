/** Finds whom each workload talks to by what its environment, commands and configuration name. */

import {
  isLinkLocalUnicast,
  isLoopback,
  isUnspecified,
  parseIpAddress,
  type IpAddress,
} from '../../../lang/go/ip-address.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { findHosts, type HostMention } from './find-hosts.ts';
import type { FlowEnd, FlowPort, NeededFlow, OpenQuestion, Workload } from './needed-flow.ts';
import { isAboutDocuments, isEndpointName, isOwnName, toPortName } from './name-hints.ts';
import { outsideEnd } from './outside.ts';
import { readValues, type WorkloadValue } from './read-values.ts';
import { toHostPrefix, uniquePorts, type ServiceEntry, type ServiceIndex } from './service-index.ts';

export interface Found {
  readonly flows: readonly NeededFlow[];
  readonly questions: readonly OpenQuestion[];
}

export interface DependencyWorld {
  readonly snapshot: Snapshot;
  readonly services: ServiceIndex;
  readonly workloads: readonly Workload[];
  /** Names under which Ingresses and routes publish this estate. */
  readonly publicHosts: ReadonlySet<string>;
}

export const findDependencies = (world: DependencyWorld): Found => {
  const found: { readonly flows: NeededFlow[]; readonly questions: OpenQuestion[] } = { flows: [], questions: [] };
  for (const workload of world.workloads) {
    const { values, hidden } = readValues(workload, world.snapshot);
    for (const value of values) {
      // The dashboards of Grafana are full of links that nobody but a browser follows.
      if (value.kind === 'file' && /^\s*\{/.test(value.text) && value.text.includes('"panels"')) continue;
      if (/^no_?proxy$/i.test(value.name)) continue;
      for (const mention of findHosts(value.text)) {
        const { flows, question } = judgeMention(mention, value, workload, world);
        found.flows.push(...flows);
        if (question !== '') {
          const { resource, path } = value;
          found.questions.push({ namespace: workload.namespace, text: question, resource, path });
        }
      }
    }
    for (const { name, secret, resource, path } of hidden) {
      if (!isEndpointName(name)) continue;
      const text = `${workload.name} takes ${name} from the Secret ${secret}, whose values are never read: if it names somebody whom nothing else here names, allow them`;
      found.questions.push({ namespace: workload.namespace, text, resource, path });
    }
  }
  return { flows: found.flows, questions: distinct(found.questions) };
};

const distinct = (questions: readonly OpenQuestion[]): readonly OpenQuestion[] => [
  ...new Map(questions.map((question) => [`${question.namespace}\n${question.text}`, question])).values(),
];

interface Judged {
  readonly flows: readonly NeededFlow[];
  /** The empty text for none. */
  readonly question: string;
}

const nothing: Judged = { flows: [], question: '' };

const ask = (question: string): Judged => ({ flows: [], question });

const judgeMention = (
  mention: HostMention,
  value: WorkloadValue,
  workload: Workload,
  world: DependencyWorld,
): Judged => {
  const address = parseIpAddress(mention.host);
  if (address.kind === 'parsed') return judgeAddress(mention, address.value, value, workload, world);
  const meaning = world.services.resolve(mention.host, workload.namespace);
  switch (meaning.kind) {
    case 'service':
      return judgeService(mention, meaning.service, value, workload, world);
    case 'unknown-service':
      return judgeUnknownService(mention, meaning, value, workload, world);
    case 'outside':
      return judgeOutside(mention, value, workload, world);
    case 'nothing':
      return mention.scheme === '' ||
        mention.host === 'localhost' ||
        !isUrlScheme(mention.scheme) ||
        value.kind === 'file'
        ? isNamedInVain(mention, value)
          ? ask(`${tell(value, workload)} names ${mention.host}, and no Service of that name was read`)
          : nothing
        : ask(`${tell(value, workload)} names ${mention.host}, and no Service of that name was read`);
  }
};

/** `ASSISTANT_ADDR=assistant:80`, and no Service of that name. */
const isNamedInVain = (mention: HostMention, value: WorkloadValue): boolean =>
  value.kind === 'environment' &&
  mention.isAll &&
  mention.port !== null &&
  mention.host !== 'localhost' &&
  isEndpoint(mention, value);

const isUrlScheme = (scheme: string): boolean =>
  /^(?:https?|wss?|grpcs?|tcp|udp|rediss?|postgres(?:ql)?|mysql|amqps?|mongodb|kafka|nats|ldaps?|smtps?)$/.test(scheme);

const tell = ({ kind, name }: WorkloadValue, workload: Workload): string =>
  kind === 'environment'
    ? `${name} of ${workload.name}`
    : kind === 'command'
      ? `${name === 'args' ? 'an argument' : 'the command'} of ${workload.name}`
      : `${name}, which ${workload.name} mounts,`;

const judgeService = (
  mention: HostMention,
  service: ServiceEntry,
  value: WorkloadValue,
  workload: Workload,
  world: DependencyWorld,
): Judged => {
  if (service.externalName !== '') {
    const host = service.externalName.replace(/\.$/, '');
    const target = world.services.resolve(host, service.namespace);
    if (target.kind === 'service' && target.service.externalName === '')
      return judgeService(mention, target.service, value, workload, world);
    return judgeOutside(
      { ...mention, host, port: mention.port ?? service.ports[0]?.port ?? null },
      value,
      workload,
      world,
    );
  }
  const written = mention.port ?? findSiblingPort(mention, value);
  const isCertain = isEndpoint(mention, value) || mention.scheme !== '' || mention.host.includes('.');
  if (mention.port === null && !isCertain) return nothing;
  const exact = written === null ? [] : world.services.backends(service, written);
  const hasPort = service.ports.some(({ port }) => port === written);
  // `redis:7` beside a Service redis is an image, not a port of it.
  if (!hasPort && !isCertain) return nothing;
  const backends = exact.length > 0 && (hasPort || service.headless) ? exact : world.services.backends(service, null);
  const because = toEvidence(mention, value, workload, `the Service ${service.namespace}/${service.name}`);
  if (backends.length === 0)
    return ask(
      `${tell(value, workload)} names the Service ${service.namespace}/${service.name}, behind which nothing listens`,
    );
  return {
    flows: backends.map(({ end, ports }) => ({ from: { kind: 'workload', workload }, to: end, ports, because })),
    question: '',
  };
};

const toEvidence = (
  { host, port }: HostMention,
  value: WorkloadValue,
  workload: Workload,
  target: string,
): NeededFlow['because'] => {
  const shown = `${host}${port === null ? '' : `:${port}`}`;
  const text = `${tell(value, workload)} names ${shown}${target === '' ? '' : `: ${target}`}`;
  return { text, resource: value.resource, path: value.path };
};

/** What stands before it, or the variable it is the value of, says that it is somebody to talk to. */
const isEndpoint = (mention: HostMention, value: WorkloadValue): boolean =>
  value.kind === 'environment' && mention.isAll ? isEndpointName(value.name) : isEndpointName(leadName(mention));

/** The key or flag before a host: `url` of `"url": "http://`. */
const leadName = ({ lead, scheme }: HostMention): string => {
  const before = scheme === '' ? lead : lead.slice(0, lead.lastIndexOf('://') - scheme.length);
  return /([A-Za-z_-][\w.-]{0,100})["']?[ \t]*[:=]?[ \t]*["'[(]?$/.exec(before.slice(-120))?.[1] ?? '';
};

const findSiblingPort = (mention: HostMention, value: WorkloadValue): number | null => {
  const name = value.kind === 'environment' && mention.isAll ? value.name : leadName(mention);
  const wanted = toPortName(name);
  if (wanted === '') return null;
  if (value.kind === 'environment') {
    for (const [sibling, text] of value.siblings) if (sibling.toLowerCase() === wanted) return toPort(text);
  }
  return findPortNearby(value.text, mention.line, wanted, name.toLowerCase());
};

/** As far as the next host of the same name or the next section: fluent-bit's `Host` and `Port`. */
const nearby = 12;

const findPortNearby = (text: string, line: number, wanted: string, name: string): number | null => {
  const lines = text.split('\n', line + nearby + 1);
  const portOf = (content: string): number | null => {
    const place = content.toLowerCase().indexOf(wanted);
    if (place < 0 || /[\w.]/.test(content[place - 1] ?? '')) return null;
    return toPort(/^["']?[ \t]*[:=]?[ \t]*["']?(\d{1,5})(?!\w)/.exec(content.slice(place + wanted.length))?.[1] ?? '');
  };
  const isBorder = (content: string): boolean =>
    /^\s*\[/.test(content) ||
    content
      .replace(/^[\s"'-]{0,64}/, '')
      .toLowerCase()
      .startsWith(name);
  for (let index = line; index < lines.length; index += 1) {
    if (index > line && isBorder(lines[index] ?? '')) break;
    const port = portOf(lines[index] ?? '');
    if (port !== null) return port;
  }
  for (let index = line - 1; index >= Math.max(0, line - nearby); index -= 1) {
    if (isBorder(lines[index] ?? '')) break;
    const port = portOf(lines[index] ?? '');
    if (port !== null) return port;
  }
  return null;
};

const toPort = (text: string): number | null => {
  const port = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : null;
};

const judgeUnknownService = (
  mention: HostMention,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  value: WorkloadValue,
  workload: Workload,
  { snapshot }: DependencyWorld,
): Judged => {
  // The API server's own name: its address is known elsewhere.
  if (namespace === 'default' && name === 'kubernetes') return nothing;
  const port = mention.port ?? findSiblingPort(mention, value);
  const missing = `${tell(value, workload)} names the Service ${namespace}/${name}, which was not read`;
  if (snapshot.kind === 'cluster' || port === null || namespace === '' || name === '') return ask(missing);
  const end: FlowEnd = { kind: 'pods', namespace, labels: {}, name: `the pods of namespace ${namespace}` };
  const because = toEvidence(
    mention,
    value,
    workload,
    `the Service ${namespace}/${name} was not read, so its pods and their port are a guess`,
  );
  return {
    flows: [{ from: { kind: 'workload', workload }, to: end, ports: [{ protocol: mention.protocol, port }], because }],
    question: `${missing}: every pod of namespace ${namespace} is allowed at port ${port}; give --context or the manifests of ${namespace} for an exact rule`,
  };
};

const judgeOutside = (
  mention: HostMention,
  value: WorkloadValue,
  workload: Workload,
  { publicHosts }: DependencyWorld,
): Judged => {
  const host = mention.host.toLowerCase();
  if (!isDomain(host)) return nothing;
  const name = value.kind === 'environment' ? value.name : leadName(mention);
  if (isAboutDocuments(name)) return nothing;
  const isNamed = isEndpoint(mention, value) || (value.kind === 'environment' && isEndpointName(value.name));
  // A configuration file is full of links; a variable or a flag is about something.
  if (value.kind === 'file' ? !isNamed : mention.port === null && !isNamed) return nothing;
  if (publicHosts.has(host) && (mention.port === null || isOwnName(name))) return nothing;
  const ports = toOutsidePorts(mention, value, name);
  if (ports.length === 0)
    return mention.scheme === '' || isUrlScheme(mention.scheme)
      ? ask(`${tell(value, workload)} names ${host} outside the cluster, and no port: nothing is allowed for it`)
      : nothing;
  const because = toEvidence({ ...mention, host }, value, workload, 'outside the cluster');
  return { flows: [{ from: { kind: 'workload', workload }, to: outsideEnd(host), ports, because }], question: '' };
};

const toOutsidePorts = (mention: HostMention, value: WorkloadValue, name: string): readonly FlowPort[] => {
  const written = mention.port ?? findSiblingPort(mention, value);
  if (written !== null) return [{ protocol: mention.protocol, port: written }];
  return (
    usualPorts.find(({ names }) => names.test(name))?.ports.map((port): FlowPort => ({ protocol: 'TCP', port })) ?? []
  );
};

/** What clients take where nobody gives a port. */
const usualPorts: readonly { readonly names: RegExp; readonly ports: readonly number[] }[] = [
  { names: /^pg|postgres/i, ports: [5432] },
  { names: /mysql|mariadb/i, ports: [3306] },
  { names: /redis/i, ports: [6379] },
  { names: /mongo/i, ports: [27017] },
  { names: /kafka/i, ports: [9092] },
  { names: /amqp|rabbit/i, ports: [5672] },
  { names: /smtp/i, ports: [25, 465, 587] },
  { names: /ldap/i, ports: [389, 636] },
];

/** Files and images look like hosts too: what ends like a file's name is none. */
const isDomain = (host: string): boolean =>
  /\.[a-z]{2,}$|\.xn--[a-z0-9-]+$/.test(host) &&
  !/\.(?:ya?ml|json|conf|cfg|ini|toml|xml|properties|sh|py|js|ts|txt|log|pem|crt|cert|key|sock|so|jar|md|html?|csv|sql|db|gz|zip|tar|localhost)$|(?:^|\.)cluster\.local$/.test(
    host,
  );

const judgeAddress = (
  mention: HostMention,
  address: IpAddress,
  value: WorkloadValue,
  workload: Workload,
  { services }: DependencyWorld,
): Judged => {
  if (isLoopback(address) || isUnspecified(address)) return nothing;
  const service = services.byAddress(mention.host);
  const isNamed = isEndpoint(mention, value);
  const port = mention.port ?? (isNamed ? findSiblingPort(mention, value) : null);
  // Versions and netmasks look like addresses; one in a file is somebody's only with a port and a name that says so.
  if (port === null || (value.kind === 'file' && mention.scheme === '' && !isNamed)) return nothing;
  const from: FlowEnd = { kind: 'workload', workload };
  if (service !== undefined) {
    const because = toEvidence(mention, value, workload, `the address of Service ${service.namespace}/${service.name}`);
    return {
      flows: services.backends(service, port).map(({ end, ports }) => ({ from, to: end, ports, because })),
      question: '',
    };
  }
  const prefixes = toHostPrefix(mention.host);
  if (prefixes.length === 0 || (isLinkLocalUnicast(address) && address.family === 6)) return nothing;
  const to: FlowEnd = { kind: 'addresses', prefixes, except: [], name: mention.host, note: '' };
  const ports = uniquePorts([{ protocol: mention.protocol, port }]);
  return { flows: [{ from, to, ports, because: toEvidence(mention, value, workload, '') }], question: '' };
};
