/** An estate that both are asked about, and who is in it, told from its objects without Vauban's own reader. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import { at, objectAt, objectsAt, textAt } from '../../../src/model/read-object.ts';
import { protocols, type Protocol } from '../../../src/kube/network/network-policy.ts';

/** The objects of the manifests; `toAsked` says what is read of them. */
export interface NetworkCase {
  readonly name: string;
  readonly objects: readonly JsonObject[];
}

/** As `main.go` beside this reads it. */
export interface Asked {
  readonly policies: readonly JsonObject[];
  readonly parties: readonly Party[];
  readonly points: readonly Point[];
}

export interface Party {
  /** The kind and the name of its object; of an address the address. */
  readonly kind: string;
  readonly name: string;
  /** The empty text for an address outside. */
  readonly namespace: string;
  readonly namespaceLabels: JsonObject;
  readonly labels: JsonObject;
  readonly address: string;
  readonly names: Readonly<Record<string, readonly string[]>>;
}

/** A port at which some answer may begin to differ: it speaks for all of its protocol up to the next one. */
export interface Point {
  readonly protocol: Protocol;
  readonly port: number;
  readonly last: number;
}

export const toAsked = ({ objects }: NetworkCase): Asked => {
  const policies = objects.filter((object) => object['kind'] === 'NetworkPolicy');
  const pods = objects.flatMap((object, index) => toPods(object, index, objects));
  const taken = new Set(pods.map(({ address }) => address));
  const outside = [...new Set(policies.flatMap(listPrefixes).flatMap(listBorders))]
    .filter((address) => !taken.has(address))
    .map((address) => toOutside(address));
  return { policies, parties: [...pods, ...outside, toOutside('8.8.8.8')], points: toPoints(policies, pods) };
};

const toOutside = (address: string): Party => ({
  kind: 'address',
  name: address,
  namespace: '',
  namespaceLabels: {},
  labels: {},
  address,
  names: {},
});

const toPods = (object: JsonObject, index: number, objects: readonly JsonObject[]): readonly Party[] => {
  const kind = textAt(object, 'kind');
  const isPod = kind === 'Pod';
  if (!isPod && objectAt(object, 'spec', 'template')['spec'] === undefined) return [];
  const namespace = textAt(object, 'metadata', 'namespace');
  const pod = isPod ? object : objectAt(object, 'spec', 'template');
  const written = objects.find((one) => one['kind'] === 'Namespace' && textAt(one, 'metadata', 'name') === namespace);
  const names: Record<string, string[]> = {};
  for (const container of objectsAt(pod, 'spec', 'containers')) {
    for (const port of objectsAt(container, 'ports')) {
      const key = `${textAt(port, 'protocol') || 'TCP'}/${JSON.stringify(port['containerPort'])}`;
      (names[key] ??= []).push(...(textAt(port, 'name') === '' ? [] : [textAt(port, 'name')]));
    }
  }
  return [
    {
      kind,
      name: textAt(object, 'metadata', 'name'),
      namespace,
      // The server adds the name, whatever was written.
      namespaceLabels: { ...objectAt(written, 'metadata', 'labels'), 'kubernetes.io/metadata.name': namespace },
      labels: objectAt(pod, 'metadata', 'labels'),
      // Cyclonus wants an address for everybody: one that no generated prefix holds is as good as none.
      address: textAt(object, 'status', 'podIP') || `2001:db8:ffff::${index + 1}`,
      names,
    },
  ];
};

const listPrefixes = (policy: JsonObject): readonly string[] =>
  ['ingress', 'egress'].flatMap((direction) =>
    objectsAt(policy, 'spec', direction).flatMap((rule) =>
      [...objectsAt(rule, 'from'), ...objectsAt(rule, 'to')].flatMap((peer) =>
        isJsonObject(peer['ipBlock'])
          ? [textAt(peer, 'ipBlock', 'cidr'), ...toTexts(at(peer, 'ipBlock', 'except'))]
          : [],
      ),
    ),
  );

const toTexts = (value: Json | undefined): readonly string[] =>
  isJsonArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** Of IPv4 the first and last address, and one on either side; of IPv6 one within, which tells its few prefixes apart. */
const listBorders = (prefix: string): readonly string[] => {
  const [address = '', length = '32'] = prefix.split('/');
  if (address.includes(':')) return [`${address.replace(/::$/, '')}::7`];
  const bits = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  const first = bits - (bits % size);
  return [first - 1, first, first + size - 1, first + size]
    .filter((value) => value >= 0 && value < 2 ** 32)
    .map((value) => [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(value / unit) % 256).join('.'));
};

const toPoints = (policies: readonly JsonObject[], pods: readonly Party[]): readonly Point[] => {
  const cuts = new Set([1]);
  const cut = (first: number, last: number): void => void cuts.add(first).add(last + 1);
  for (const policy of policies) {
    for (const rule of ['ingress', 'egress'].flatMap((direction) => objectsAt(policy, 'spec', direction))) {
      for (const { port, endPort } of objectsAt(rule, 'ports'))
        if (typeof port === 'number') cut(port, typeof endPort === 'number' ? endPort : port);
    }
  }
  for (const { names } of pods) {
    for (const key of Object.keys(names)) {
      const port = Number(key.split('/')[1]);
      cut(port, port);
    }
  }
  const starts = [...cuts].filter((port) => port <= 65_535).toSorted((a, b) => a - b);
  return protocols.flatMap((protocol) =>
    starts.map((port, index) => ({ protocol, port, last: (starts[index + 1] ?? 65_536) - 1 })),
  );
};
