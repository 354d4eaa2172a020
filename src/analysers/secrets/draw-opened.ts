/** Draws what each Secret opens: an account of this cluster, a cloud, another system; and the tokens that need not be there. */

import { toGroupsOf } from '../../kube/rbac/subject-key.ts';
import type { Remedy } from '../../model/control.ts';
import type { Place } from '../../model/place.ts';
import { objectsAt, textAt } from '../../model/read-object.ts';
import { toRefKey, type ResourceRef } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { cloudPlace, clusterAdmin, identityPlace, outsidePlace, toHub } from '../places.ts';
import type { DraftParts } from './draft-parts.ts';
import type { KnownSecret, SecretBook } from './secret-book.ts';
import { tellWhatOpens, type Opened } from './what-opens.ts';

export const drawOpened = (draft: DraftParts, book: SecretBook, snapshot: Snapshot): void => {
  const listed = readListedTokens(snapshot);
  const extraGroups = readBootstrapGroups(snapshot);
  for (const secret of book.all()) {
    drawTokens(secret, listed.get(`${secret.namespace}/${secret.name}`) ?? [], draft);
    drawBootstrapToken(secret, extraGroups, draft);
    for (const opened of tellWhatOpens(secret.type, secret.keys)) drawOne(secret, opened, draft);
    drawArgoCluster(secret, draft);
  }
};

const byOf = ({ namespace, name }: KnownSecret): string => toRefKey(refOf(namespace, name));

const refOf = (namespace: string, name: string): ResourceRef => ({ apiVersion: 'v1', kind: 'Secret', namespace, name });

/** By `NAMESPACE/NAME` of a Secret, the accounts that list it among their `secrets`, as controllers did before 1.24. */
const readListedTokens = (snapshot: Snapshot): ReadonlyMap<string, readonly string[]> => {
  const listed = new Map<string, string[]>();
  for (const { ref, object } of snapshot.list('', 'ServiceAccount'))
    for (const each of objectsAt(object, 'secrets')) {
      const key = `${ref.namespace === '' ? 'default' : (ref.namespace ?? 'default')}/${textAt(each, 'name')}`;
      const known = listed.get(key);
      if (known === undefined) listed.set(key, [ref.name]);
      else if (!known.includes(ref.name)) known.push(ref.name);
    }
  return listed;
};

/**
 * A listed Secret that nobody read may be a token, so it counts as one; one that was read is what its type says. Those
 * that OpenShift lists beside them hold passwords of its registry.
 */
const drawTokens = (secret: KnownSecret, listedBy: readonly string[], draft: DraftParts): void => {
  const { place, namespace, name, source, type } = secret;
  const own = textAt(source?.object, 'metadata', 'annotations', accountAnnotation);
  const isToken = type === tokenType;
  const accounts =
    isToken && own !== '' ? [own] : isToken || (type === '' && !name.includes('dockercfg')) ? listedBy : [];
  for (const account of accounts)
    draft.lead(place, identityPlace({ kind: 'serviceaccount', namespace, name: account }), {
      type: 'TOKEN_STEAL',
      grant:
        isToken && own !== ''
          ? `Secret ${namespace}/${name} holds a token of the account that never expires`
          : `the account lists Secret ${namespace}/${name} as its token`,
      by: byOf(secret),
    });
  if (accounts.length === 0) return;
  draft.control({
    id: `secrets/no-static-token/${namespace}/${name}`,
    title: `Delete the token Secret ${namespace}/${name}, whose token never expires`,
    layer: 'secrets',
    scope: `Secret ${namespace}/${name}`,
    state: { kind: 'absent' },
    effect: 'remove',
    steps: [{ types: ['TOKEN_STEAL'], from: place.id, to: null, by: byOf(secret) }],
    remedy: toRemedy(secret),
    needs: [],
  });
};

/** What a container uses is not taken from it: a token that expires has to come first. */
const toRemedy = ({ namespace, name, source, users }: KnownSecret): Remedy =>
  users.size === 0
    ? { kind: 'delete', objects: [source?.ref.kind === 'Secret' ? source.ref : refOf(namespace, name)] }
    : {
        kind: 'advice',
        text: `Give ${[...users].slice(0, 3).join(', ')} a token that expires, by a projected volume with serviceAccountToken, and then delete Secret ${namespace}/${name}.`,
      };

const tokenType = 'kubernetes.io/service-account-token';
const accountAnnotation = 'kubernetes.io/service-account.name';

/** The identity is told by the name that the API server asks of the Secret; its other groups by a value nobody read. */
const drawBootstrapToken = (secret: KnownSecret, extraGroups: readonly string[], draft: DraftParts): void => {
  const [, id] = /^bootstrap-token-([a-z0-9]{6})$/.exec(secret.name) ?? [];
  if (id === undefined || secret.namespace !== 'kube-system' || !['', bootstrapType].includes(secret.type)) return;
  if (secret.keys.size > 0 && !secret.keys.has('usage-bootstrap-authentication')) return;
  const user = { kind: 'user', name: `system:bootstrap:${id}` } as const;
  const identity = identityPlace(user);
  const grant = 'the bootstrap token logs in as the user it names';
  draft.lead(secret.place, identity, { type: 'TOKEN_STEAL', grant, by: byOf(secret) });
  const groups = secret.keys.size > 0 && !secret.keys.has('auth-extra-groups') ? [] : extraGroups;
  for (const group of toGroupsOf(user, ['system:bootstrappers', ...groups]))
    draft.lead(identity, toHub(`as/group:${group}`), { type: 'MEMBER', grant: '', by: null });
};

const bootstrapType = 'bootstrap.kubernetes.io/token';

/** The groups a bootstrap token may be given, of those that something is granted to. */
const readBootstrapGroups = (snapshot: Snapshot): readonly string[] => {
  const groups = new Set<string>();
  for (const kind of ['ClusterRoleBinding', 'RoleBinding'])
    for (const { object } of snapshot.list('rbac.authorization.k8s.io', kind))
      for (const subject of objectsAt(object, 'subjects')) {
        const name = textAt(subject, 'name');
        if (subject['kind'] === 'Group' && name.startsWith('system:bootstrappers:')) groups.add(name);
      }
  return [...groups];
};

const drawOne = (secret: KnownSecret, opened: Opened, draft: DraftParts): void => {
  const grant = `Secret ${secret.namespace}/${secret.name} ${opened.because}`;
  const by = byOf(secret);
  switch (opened.kind) {
    case 'cloud': {
      const place = cloudPlace(opened.provider, `the account of Secret ${secret.namespace}/${secret.name}`);
      draft.lead(secret.place, place, { type: 'CREDENTIAL_USE', grant, by });
      draft.asset(place, { kind: 'cloud', type: opened.provider, weight: 5 });
      return;
    }
    case 'control-plane':
      draft.lead(secret.place, clusterAdmin, { type: 'CONTROL_PLANE_CREDENTIALS', grant, by });
      return;
    case 'outside':
      for (const place of toOutside(secret, opened.what))
        draft.lead(secret.place, place, { type: 'CREDENTIAL_USE', grant, by });
  }
};

/** Where its use tells the host, two Secrets for one host open the same. */
const toOutside = ({ namespace, name, hosts }: KnownSecret, what: string): readonly Place[] => {
  if (what === 'a container registry' && hosts.size > 0)
    return [...hosts].map((host) => outsidePlace(`registry ${host}`));
  if (what === 'the name of a certificate' && hosts.size > 0)
    return [...hosts].map((host) => outsidePlace(`the name ${host}`));
  return [outsidePlace(what === 'a container registry' ? what : `${what}, by Secret ${namespace}/${name}`)];
};

/** Argo CD tells its credentials by a label: of clusters it deploys to, of repositories it deploys from. */
const drawArgoCluster = (secret: KnownSecret, draft: DraftParts): void => {
  const is = textAt(secret.source?.object, 'metadata', 'labels', 'argocd.argoproj.io/secret-type');
  const what = argoSecrets.get(is);
  if (what === undefined) return;
  draft.lead(secret.place, outsidePlace(`${what}, by Secret ${secret.namespace}/${secret.name}`), {
    type: 'CREDENTIAL_USE',
    grant: `Secret ${secret.namespace}/${secret.name} is what Argo CD logs in with`,
    by: byOf(secret),
  });
};

const argoSecrets: ReadonlyMap<string, string> = new Map([
  ['cluster', 'another cluster'],
  ['repository', 'a source repository'],
  ['repo-creds', 'a source repository'],
  ['repository-write', 'a source repository'],
  ['repo-write-creds', 'a source repository'],
]);
