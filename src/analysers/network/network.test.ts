/** What the rules about networks say of small estates: each with what fails it, what passes it, and what nobody could read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join, tellOf, type Told } from '../told-of-yaml.ts';
import { namespace, workload, listening, policy, service, ingress, closed, web, plugIn } from './example-objects.ts';
import { networkAnalyser } from './index.ts';

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly text: string;
  readonly kind?: NonNullable<Told['kind']>;
  readonly told: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'an address range that is none is refused, at its place',
    rule: 'network/refused-policy',
    text: join(policy('{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}'), closed),
    told: [
      'fail: NetworkPolicy shop/p: Is refused: "10.0.0.0/33" is no address range: write one as 10.9.8.0/24 or 2001:db8::/64',
      'pass: NetworkPolicy shop/closed: Is taken',
    ],
  },
  {
    name: 'egress: [] without policyTypes closes nothing',
    rule: 'network/without-effect',
    text: join(policy('{podSelector: {}, egress: []}'), closed),
    told: [
      'fail: NetworkPolicy shop/p: Says more than it does: egress: [] without policyTypes does not isolate egress, everything may go out: add policyTypes with Egress to close it',
      'pass: NetworkPolicy shop/closed: Has nothing without effect',
    ],
  },
  {
    name: 'that overlays repeat a policy is no matter of the policy',
    rule: 'network/without-effect',
    text: join(closed, closed),
    told: [
      'pass: NetworkPolicy shop/closed: Has nothing without effect',
      'pass: NetworkPolicy shop/closed: Has nothing without effect',
    ],
  },
  {
    name: 'a selector that is nearly the pods’ label guards nothing',
    rule: 'network/unmatched-policy',
    text: join(policy('{podSelector: {matchLabels: {app: postgresql}}}'), workload('postgres')),
    told: [
      'fail: NetworkPolicy shop/p: Selects no pod: it asks for app=postgresql, and the pods of postgres have app=postgres',
    ],
  },
  {
    name: 'a selector that is nothing like them may wait for somebody',
    rule: 'network/unmatched-policy',
    text: join(policy('{podSelector: {matchLabels: {app: later}}}'), web),
    told: ['fail low: NetworkPolicy shop/p: Selects no pod: none in namespace shop has the labels app=later'],
  },
  {
    name: 'in manifests they may be elsewhere',
    rule: 'network/unmatched-policy',
    kind: 'manifests',
    text: join(policy('{podSelector: {matchLabels: {app: later}}}'), web),
    told: [
      'fail info: NetworkPolicy shop/p: Selects no pod that was read: none in namespace shop has the labels app=later',
    ],
  },
  {
    name: 'a policy of a pod with the network of its host holds for nobody',
    rule: 'network/unmatched-policy',
    text: join(policy('{podSelector: {matchLabels: {app: agent}}}'), workload('agent', '{hostNetwork: true}')),
    told: [
      'fail low: NetworkPolicy shop/p: Selects only agent, with the network of the node, for which no NetworkPolicy holds',
    ],
  },
  {
    name: 'what selects somebody passes; what selects everybody, or what only controllers label, is not asked',
    rule: 'network/unmatched-policy',
    text: join(
      policy('{podSelector: {matchLabels: {app: web}}}'),
      policy('{podSelector: {}}', 'all', 'empty'),
      policy('{podSelector: {matchLabels: {statefulset.kubernetes.io/pod-name: db-0}}}', 'one'),
      policy('{podSelector: {matchLabels: {app: web}}}', 'none', 'empty'),
      web,
    ),
    told: ['pass: NetworkPolicy shop/p: Selects web'],
  },
  {
    name: 'a peer that is nearly there is nobody',
    rule: 'network/unmatched-peer',
    text: join(
      policy(
        '{ingress: [{from: [{podSelector: {matchLabels: {app: web}}}, {podSelector: {matchLabels: {app: gatewy}}}]}]}',
      ),
      web,
      workload('gateway'),
    ),
    told: [
      'fail: NetworkPolicy shop/p: A peer names no pod: it asks for app=gatewy, and the pods of Deployment shop/gateway have app=gateway',
    ],
  },
  {
    name: 'a namespace is not called by a label that nobody gave it',
    rule: 'network/unmatched-peer',
    text: join(
      policy('{policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {name: data}}}]}]}'),
      web,
      namespace('data'),
      workload('db', '{}', '{app: db}', 'data'),
    ),
    told: [
      'fail: NetworkPolicy shop/p: A peer names no namespace: none has the label name=data, and namespace data has kubernetes.io/metadata.name=data',
    ],
  },
  {
    name: 'a peer that is not there at all may come later',
    rule: 'network/unmatched-peer',
    text: join(
      policy(
        '{egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]}]}',
      ),
      web,
    ),
    told: ['pass: NetworkPolicy shop/p: None of its peers misses somebody by a slip of the pen'],
  },
  {
    name: 'a data store without a policy is open to every pod',
    rule: 'network/open-data',
    text: join(workload('cache', listening(6379)), web),
    told: [
      'fail: Deployment shop/cache: Every pod may connect to its port 6379 (Redis): no network policy selects it for incoming connections',
    ],
  },
  {
    name: 'and so is one with a rule for everybody',
    rule: 'network/open-data',
    text: join(workload('db', listening(5432)), closed, policy('{ingress: [{ports: [{port: main}]}]}', 'open')),
    told: [
      'fail: Deployment shop/db: Every pod may connect to its port 5432 (PostgreSQL): NetworkPolicy shop/open lets everybody in',
    ],
  },
  {
    name: 'pods of every namespace are everybody',
    rule: 'network/open-data',
    text: join(
      workload('db', listening(5432)),
      policy('{ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 5000, endPort: 6000}]}]}', 'open'),
    ),
    told: [
      'fail: Deployment shop/db: Every pod may connect to its port 5432 (PostgreSQL): NetworkPolicy shop/open lets everybody in',
    ],
  },
  {
    name: 'every address but one is every pod’s, every address but the private ones is no pod’s',
    rule: 'network/open-data',
    text: join(
      workload('db', listening(5432)),
      workload('cache', listening(6379)),
      policy(
        '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]}]}',
        'wide',
      ),
      policy(
        '{podSelector: {matchLabels: {app: cache}}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12, 192.168.0.0/16]}}]}]}',
        'outside',
      ),
    ),
    told: [
      'fail: Deployment shop/db: Every pod may connect to its port 5432 (PostgreSQL): NetworkPolicy shop/wide lets everybody in',
      'pass: Deployment shop/cache: Is closed to pods that no policy names',
    ],
  },
  {
    name: 'a rule for another port, for another namespace or for labelled pods is not for everybody',
    rule: 'network/open-data',
    text: join(
      workload('db', listening(5432)),
      policy(
        '{ingress: [{ports: [{port: 9187}]}, {from: [{namespaceSelector: {matchLabels: {team: a}}}, {podSelector: {}}, {namespaceSelector: {}, podSelector: {matchLabels: {db: client}}}]}]}',
      ),
    ),
    told: ['pass: Deployment shop/db: Is closed to pods that no policy names'],
  },
  {
    name: 'a policy of the administrator denies before it is open',
    rule: 'network/open-data',
    kind: 'manifests',
    text: join(
      workload('db', listening(5432)),
      namespace('shop'),
      'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: admin}\nspec: {priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}',
    ),
    told: ['pass: Deployment shop/db: Is closed to pods that no policy names'],
  },
  {
    name: 'a data store on the internet is worse',
    rule: 'network/open-data',
    text: join(workload('db', listening(5432)), closed, service('db', 'type: LoadBalancer')),
    told: [
      'fail high: Deployment shop/db: PostgreSQL that is open beyond the cluster: Service shop/db leads to its port 5432',
    ],
  },
  {
    name: 'a node port leads around the Ingress',
    rule: 'network/around-ingress',
    text: join(web, service('web', 'type: NodePort'), ingress('web')),
    told: ['fail: Service shop/web: Leads to web at port 8080 by a port of every node, around Ingress shop/web'],
  },
  {
    name: 'a policy stops who keeps the address of the caller, and most plug-ins let in what the own node hands on',
    rule: 'network/around-ingress',
    text: join(web, service('web', 'type: NodePort'), ingress('web'), closed),
    told: [
      'skip (manual): Service shop/web: Leads to web at port 8080 by a port of every node, around Ingress shop/web; NetworkPolicy shop/closed lets no caller from outside in, but most plug-ins let in what the pod’s own node hands on',
    ],
  },
  {
    name: 'with the local traffic policy the address is kept',
    rule: 'network/around-ingress',
    text: join(web, service('web', 'type: NodePort, externalTrafficPolicy: Local'), ingress('web'), closed),
    told: [
      'pass: Service shop/web: Leads to web at port 8080 around Ingress shop/web, and NetworkPolicy shop/closed lets no caller from outside in',
    ],
  },
  {
    name: 'another port, or no Ingress at all, is no way around one',
    rule: 'network/around-ingress',
    text: join(
      workload(
        'web',
        '{containers: [{ports: [{name: main, containerPort: 8080}, {name: other, containerPort: 9090}]}]}',
      ),
      service('web', 'type: ClusterIP'),
      ingress('web'),
      service('web', 'type: NodePort')
        .replace('name: web,', 'name: other,')
        .replace('targetPort: main', 'targetPort: other'),
      workload('api', listening(8080)),
      service('api', 'type: LoadBalancer'),
    ),
    told: [],
  },
  {
    name: 'a public workload that may connect anywhere',
    rule: 'network/exposed-unconfined',
    text: join(web, service('web', 'type: ClusterIP'), ingress('web'), workload('inner')),
    told: [
      'fail: Deployment shop/web: Is reached from the internet through Ingress shop/web, and no network policy says where it may connect',
    ],
  },
  {
    name: 'a rule that opens everything is no limit',
    rule: 'network/exposed-unconfined',
    text: join(web, service('web', 'type: LoadBalancer'), policy('{policyTypes: [Egress], egress: [{}]}', 'out')),
    told: [
      'fail: Deployment shop/web: Is reached from the internet through Service shop/web, and NetworkPolicy shop/out lets it connect anywhere',
    ],
  },
  {
    name: 'one that opens one port of the internet is',
    rule: 'network/exposed-unconfined',
    text: join(
      web,
      service('web', 'type: LoadBalancer'),
      policy('{policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]}', 'out'),
    ),
    told: [
      'pass: Deployment shop/web: Is reached from the internet through Service shop/web, and NetworkPolicy shop/out says where it connects',
    ],
  },
  {
    name: 'every workload of a namespace reaches the metadata service, told once',
    rule: 'network/metadata-reach',
    text: join(namespace('shop'), web, workload('api'), workload('agent', '{hostNetwork: true}')),
    told: [
      'fail: Namespace shop: All 2 of its workloads may ask the metadata service of the cloud at 169.254.169.254 for the node’s credentials: web, api',
    ],
  },
  {
    name: 'the internet with an exception is closed, without it open',
    rule: 'network/metadata-reach',
    text: join(
      namespace('shop'),
      web,
      workload('api'),
      policy(
        '{podSelector: {matchLabels: {app: web}}, egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]}]}',
        'a',
      ),
      policy('{podSelector: {matchLabels: {app: api}}, egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}', 'b'),
    ),
    told: [
      'fail: Namespace shop: 1 of its 2 workloads may ask the metadata service of the cloud at 169.254.169.254 for the node’s credentials: api',
    ],
  },
  {
    name: 'a namespace that denies by default does not',
    rule: 'network/metadata-reach',
    text: join(namespace('shop'), web, closed),
    told: ['pass: Namespace shop: None of its workloads reaches 169.254.169.254'],
  },
  {
    name: 'where nodes are no machines of a cloud nothing answers',
    rule: 'network/metadata-reach',
    text: join(
      namespace('shop'),
      web,
      'apiVersion: v1\nkind: Node\nmetadata: {name: n}\nspec: {providerID: kind://docker/kind/n}',
    ),
    told: [
      'skip (not-applicable): Namespace shop: The nodes are no machines of a cloud: nothing answers at that address',
    ],
  },
  {
    name: 'the cluster’s own namespaces are not judged',
    rule: 'network/metadata-reach',
    text: join(namespace('kube-system'), workload('dns', '{}', '{k8s-app: kube-dns}', 'kube-system')),
    told: [],
  },
];

for (const { name, rule, text, kind = 'cluster', told } of cases)
  test(`${rule}: ${name}`, () => {
    const whole = kind === 'cluster' ? join(text, plugIn('calico-node')) : text;
    assert.deepEqual(tellOf(networkAnalyser, whole, { rule, kind }), told);
  });
