/** Every way in that takes several rights of one identity together, in the order of the step types. */

import { mastersGroup } from '../../../kube/rbac/built-in-access.ts';
import { clusterAdmin, hubPlace, identityPlace } from '../../places.ts';
import { findActing } from './act-for-others.ts';
import { findBindings } from './bind-roles.ts';
import { findEscalations } from './escalate-roles.ts';
import type { Conjunction, Outcome } from './conjunction.ts';
import { groupsHub, kubeletsHub, unguarded, unpolicedHub } from './hubs.ts';
import { meet, unnamed, type Holding, type PartGrant } from './holding.ts';

/** A Secret of the type for tokens is filled by the controller, and then read. */
const tokenSecret: Conjunction = {
  type: 'TOKEN_SECRET_CREATE',
  id: 'token-secrets',
  takes: ['create-secrets'],
  right: 'the right to create Secrets and read them',
  find: (holding) =>
    meet(holding.of('create-secrets'), holding.of('read-secrets')).map(({ namespace, grants }) => ({
      to: hubPlace('accounts', namespace),
      grants,
    })),
};

/** A group is named beside a user: with the right for the group alone nothing can be asked. */
const groups: Conjunction = {
  type: 'IDENTITY_IMPERSONATE',
  id: 'impersonate',
  takes: ['impersonate-groups'],
  right: 'the right to act as others',
  find: (holding) => {
    const [user] = [...holding.of('impersonate-users'), ...holding.of('impersonate-accounts')];
    if (user === undefined) return [];
    return holding.of('impersonate-groups').flatMap((group): readonly Outcome[] =>
      (group.names ?? [mastersGroup]).map((name) => ({
        to: name === mastersGroup ? clusterAdmin : identityPlace({ kind: 'group', name }),
        grants: [group, user],
      })),
    );
  },
};

/**
 * Without labels Pod Security lets everything in; policies that choose namespaces by their labels go with it, and that of
 * others a wall stays is not counted. A request for a Namespace is one in that namespace.
 */
const labels: Conjunction = {
  type: 'NAMESPACE_PATCH',
  id: 'namespaces',
  takes: ['label-namespaces'],
  right: 'the right to change namespaces',
  find: (holding) =>
    meet(toNamespaces(holding.of('label-namespaces')), holding.of('make-pods')).map(({ namespace, grants }) => ({
      to: unguarded(namespace),
      grants,
    })),
};

const toNamespaces = (grants: readonly PartGrant[]): readonly PartGrant[] =>
  grants.flatMap((grant) =>
    grant.names === null
      ? [grant]
      : grant.names.flatMap((name) =>
          grant.namespace === null || grant.namespace === name ? [{ ...grant, namespace: name }] : [],
        ),
  );

const policies: Conjunction = {
  type: 'POLICY_WRITE',
  id: 'policies',
  takes: ['take-policies', 'take-local-policies'],
  right: 'the right to write admission policies',
  find: (holding) =>
    meet([...holding.of('take-policies'), ...holding.of('take-local-policies')], holding.of('make-pods')).map(
      ({ namespace, grants }) => ({ to: unpolicedHub(namespace), grants }),
    ),
};

/** A policy that changes pods takes a binding of its own; an existing one of either may be changed. */
const mutations: Conjunction = {
  type: 'WEBHOOK_WRITE',
  id: 'webhooks',
  takes: ['write-mutations'],
  right: 'the right to write what changes objects at admission',
  find: (holding) =>
    meet(holding.of('write-mutations'), holding.of('bind-mutations')).map(({ grants }) => ({
      to: hubPlace('new-pods', null),
      grants,
    })),
};

/** A claim is no host path, so Pod Security lets it pass, whatever the volume behind it is. */
const volumes: Conjunction = {
  type: 'VOLUME_CREATE',
  id: 'volumes',
  takes: ['create-volumes'],
  right: 'the right to create volumes',
  find: (holding) =>
    meet(holding.of('create-volumes'), holding.of('create-claims'), holding.of('make-pods'))
      .slice(0, 1)
      .map(({ grants }) => ({ to: hubPlace('nodes', null), grants })),
};

/**
 * Who approves a request for a client certificate has the controller sign it. `sign` alone is no way in: it takes the
 * key of the authority. Admission refuses certificates of `system:masters` (CertificateSubjectRestriction).
 */
const certificates: Conjunction = {
  type: 'CERTIFICATE_SIGN',
  id: 'certificates',
  takes: ['approve-signers'],
  right: 'the right to have client certificates signed',
  find: (holding) => {
    const [request] = holding.of('request-certificates');
    const [approval] = unnamed(holding.of('approve-requests'));
    if (request === undefined || approval === undefined) return [];
    return holding.of('approve-signers').flatMap((signer): readonly Outcome[] => {
      const grants = [signer, request, approval];
      const signs = (name: string): boolean =>
        signer.names === null || signer.names.some((each) => each === name || each === 'kubernetes.io/*');
      return [
        ...(signs('kubernetes.io/kube-apiserver-client')
          ? [hubPlace('users', null), groupsHub].map((to) => ({ to, grants }))
          : []),
        ...(signs('kubernetes.io/kube-apiserver-client-kubelet') ? [{ to: kubeletsHub, grants }] : []),
      ];
    });
  },
};

export const conjunctions: readonly Conjunction[] = [
  groups,
  {
    type: 'IDENTITY_IMPERSONATE',
    id: 'act-for-others',
    takes: ['act-for-accounts', 'act-for-users', 'act-for-groups', 'act-for-nodes'],
    right: 'the right to act for others in some things',
    find: (holding: Holding, grounds) => findActing(holding, grounds),
  },
  tokenSecret,
  certificates,
  labels,
  policies,
  mutations,
  volumes,
  {
    type: 'ROLE_BIND',
    id: 'bind',
    takes: ['bind-cluster-roles', 'bind-roles'],
    right: 'the right to bind roles it does not hold',
    find: (holding: Holding, grounds) => findBindings(holding, grounds),
  },
  {
    type: 'ROLE_ESCALATE',
    id: 'escalate',
    takes: ['escalate-cluster-roles', 'escalate-roles'],
    right: 'the right to write into roles what it does not hold',
    find: (holding: Holding) => findEscalations(holding),
  },
];
