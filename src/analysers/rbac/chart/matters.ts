/** The steps that one rule grants by itself: what it must allow, and where it leads. */

import type { Place } from '../../../model/place.ts';
import type { StepType } from '../../../model/step-type.ts';
import { hubPlace, identityPlace, newPod, type HubName } from '../../places.ts';
import { parseSubject } from '../../../kube/rbac/subject.ts';
import { ask } from '../power.ts';
import type { Grounds } from './grounds.ts';
import { tokensHub } from './hubs.ts';
import type { Need } from './need.ts';
import { podMakers, type PodMaker } from './pod-makers.ts';

export interface Matter extends Need {
  /** A word of the ids of its controls: several matters of one word are taken away together. */
  readonly id: string;
  readonly type: StepType;
  /** What is left to who has it, after `without`: `the right to read Secrets`. */
  readonly right: string;
  /** `namespace` is null for all of them. */
  toAll(namespace: string | null): readonly Place[];
  /** Of one name that a rule is kept to. */
  toNamed(grounds: Grounds, namespace: string | null, name: string): readonly Place[];
}

const toHubs =
  (of: HubName): Matter['toAll'] =>
  (namespace) => [hubPlace(of, namespace)];

const toNewPods: Matter['toAll'] = (namespace) => [namespace === null ? hubPlace('new-pods', null) : newPod(namespace)];

const ofPod: Matter['toNamed'] = (grounds, namespace, pod) => grounds.containersOf(namespace, pod);

const inPods = (id: string, type: StepType, right: string, resource: string, verbs: string): Matter => ({
  id,
  type,
  right,
  asks: ask('', resource, verbs),
  toAll: toHubs('containers'),
  toNamed: ofPod,
});

const methods = 'get create update patch delete';

const creating = ({ group, resource }: PodMaker): Matter => ({
  id: 'workloads',
  type: 'WORKLOAD_CREATE',
  right: 'the right to write workloads',
  asks: ask(group, resource, 'create'),
  toAll: toNewPods,
  toNamed: () => [],
});

const changing = ({ group, resource, kind }: PodMaker): Matter => ({
  ...creating({ group, resource, kind }),
  type: 'WORKLOAD_PATCH',
  asks: ask(group, resource, 'patch update'),
  toNamed: (grounds, namespace, name) =>
    (namespace === null ? grounds.namespacesOf(group, kind, name) : [namespace]).map(newPod),
});

const writing = 'create update patch delete deletecollection';

/** A policy in the namespace: one more that allows, or one less, opens what the others closed. */
const networkPolicies: Matter = {
  id: 'network-policies',
  type: 'NETWORK_POLICY_WRITE',
  right: 'the right to write what guards the network',
  asks: [
    ...ask('networking.k8s.io', 'networkpolicies', writing),
    ...ask('cilium.io', 'ciliumnetworkpolicies', writing),
    ...ask('crd.projectcalico.org', 'networkpolicies', writing),
    ...ask('projectcalico.org', 'networkpolicies', writing),
  ],
  toAll: toHubs('containers'),
  toNamed: (_, namespace) => (namespace === null ? [] : [hubPlace('containers', namespace)]),
};

/**
 * What moves nobody by itself is not here: whoever writes nodes draws pods to one only where they have one, and an `uid`
 * or extra field that is impersonated holds nothing.
 */
export const matters: readonly Matter[] = [
  inPods('exec', 'POD_EXEC', 'the right to run commands in pods', 'pods/exec', 'create get'),
  inPods('attach', 'CONTAINER_ATTACH', 'the right to attach to pods', 'pods/attach', 'create get'),
  inPods('debug', 'POD_DEBUG', 'the right to add ephemeral containers', 'pods/ephemeralcontainers', 'patch update'),
  inPods('port-forward', 'POD_PORTFORWARD', 'the right to forward ports', 'pods/portforward', 'create get'),
  // The API server connects where no policy of the pod's peers counts.
  inPods('pod-proxy', 'ENDPOINT_EXPLOIT', 'the right to reach pods through the API server', 'pods/proxy', methods),
  {
    ...inPods(
      'service-proxy',
      'ENDPOINT_EXPLOIT',
      'the right to reach Services through the API server',
      'services/proxy',
      methods,
    ),
    toNamed: (_, namespace) => (namespace === null ? [] : [hubPlace('containers', namespace)]),
  },
  inPods('patch-pods', 'POD_PATCH', 'the right to change the images of pods', 'pods', 'patch update'),
  {
    id: 'pods',
    type: 'POD_CREATE',
    right: 'the right to create pods',
    asks: ask('', 'pods', 'create'),
    toAll: toNewPods,
    toNamed: () => [],
  },
  ...podMakers.map(creating),
  ...podMakers.map(changing),
  {
    id: 'node-proxy',
    type: 'NODE_PROXY',
    right: 'the use of the proxy of nodes',
    // The kubelet asks for the verb of the request's method.
    asks: ask('', 'nodes/proxy', methods),
    clusterOnly: true,
    toAll: toHubs('containers'),
    toNamed: (grounds, _, node) => grounds.containersOn(node),
  },
  {
    id: 'secrets',
    type: 'SECRET_READ',
    right: 'the right to read Secrets',
    asks: ask('', 'secrets', 'get list watch'),
    toAll: toHubs('secrets'),
    toNamed: (grounds, namespace, name) => grounds.secretsNamed(namespace, name),
  },
  {
    id: 'secrets',
    type: 'TOKEN_LIST',
    right: 'the right to read Secrets',
    asks: ask('', 'secrets', 'list watch'),
    toAll: (namespace) => [tokensHub(namespace)],
    toNamed: () => [],
  },
  {
    id: 'secrets',
    type: 'TOKEN_BRUTEFORCE',
    right: 'the right to read Secrets',
    asks: ask('', 'secrets', 'get'),
    toAll: (namespace) => [tokensHub(namespace)],
    toNamed: () => [],
  },
  {
    id: 'tokens',
    type: 'TOKEN_REQUEST',
    right: 'the right to make tokens',
    asks: ask('', 'serviceaccounts/token', 'create'),
    toAll: toHubs('accounts'),
    toNamed: (grounds, namespace, name) => grounds.accountsNamed(namespace, name),
  },
  {
    id: 'impersonate',
    type: 'IDENTITY_IMPERSONATE',
    right: 'the right to act as others',
    asks: ask('', 'serviceaccounts', 'impersonate'),
    toAll: toHubs('accounts'),
    toNamed: (grounds, namespace, name) => grounds.accountsNamed(namespace, name),
  },
  {
    id: 'impersonate',
    type: 'IDENTITY_IMPERSONATE',
    right: 'the right to act as others',
    asks: ask('', 'users', 'impersonate'),
    clusterOnly: true,
    toAll: toHubs('users'),
    // A service account is asked for as one, whoever names it as a user.
    toNamed: (_, __, name) => {
      const subject = parseSubject(`user:${name}`);
      return subject?.kind === 'user' ? [identityPlace(subject)] : [];
    },
  },
  {
    id: 'webhooks',
    type: 'WEBHOOK_WRITE',
    right: 'the right to write webhooks',
    // Pods among it, after what admission lets pass; the Secrets in what it is sent.
    asks: ask('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'create update patch'),
    clusterOnly: true,
    toAll: () => [hubPlace('new-pods', null), hubPlace('secrets', null)],
    toNamed: () => [hubPlace('new-pods', null), hubPlace('secrets', null)],
  },
  {
    id: 'webhooks',
    type: 'WEBHOOK_WRITE',
    right: 'the right to write webhooks',
    asks: ask('admissionregistration.k8s.io', 'validatingwebhookconfigurations', 'create update patch'),
    clusterOnly: true,
    toAll: toHubs('secrets'),
    toNamed: () => [hubPlace('secrets', null)],
  },
  networkPolicies,
  {
    ...networkPolicies,
    asks: [
      ...ask(
        'policy.networking.k8s.io',
        'adminnetworkpolicies baselineadminnetworkpolicies clusternetworkpolicies',
        writing,
      ),
      ...ask('cilium.io', 'ciliumclusterwidenetworkpolicies', writing),
      ...ask('crd.projectcalico.org', 'globalnetworkpolicies', writing),
      ...ask('projectcalico.org', 'globalnetworkpolicies', writing),
    ],
    clusterOnly: true,
    toNamed: () => [hubPlace('containers', null)],
  },
];
