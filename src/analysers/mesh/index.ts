/** Surveys the service mesh: which namespaces are in one, which demand mTLS, and which allow callers by identity. */

import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import { readStandingWorkloads } from '../standing-workloads.ts';
import { isOneOf } from '../is-one-of.ts';
import type { Survey, Where } from '../survey.ts';
import { renderAbout, toItem, type ItemDraft } from '../to-item.ts';
import { judgeCallers } from './judge-callers.ts';
import { judgeMtls, unreadNamespace } from './judge-mtls.ts';
import { linkerdKinds } from './linkerd-policies.ts';
import { countWithoutProxy, readControlPlanes, type Mesh } from './membership.ts';
import { listMembers, type Member } from './members.ts';

const kinds = [
  { group: 'security.istio.io', kind: 'PeerAuthentication' },
  { group: 'security.istio.io', kind: 'AuthorizationPolicy' },
  ...linkerdKinds,
] as const;

export const meshSurvey: Survey = {
  id: 'mesh',
  kinds,
  keep: (resource) => (isOneOf(resource.ref, kinds) ? resource : null),
  observe: (snapshot, where) => {
    const members = listMembers(snapshot);
    return [
      { criterion: 'mesh/installed', items: judgeMembers(members, snapshot, where), doubt: null },
      { criterion: 'mesh/mtls', items: judgeMtls(members, snapshot, where), doubt: null },
      { criterion: 'mesh/traffic', items: judgeCallers(members, snapshot, where), doubt: null },
    ];
  },
};

const judgeMembers = (members: readonly Member[], snapshot: Snapshot, where: Where): readonly Item[] => {
  const planes = readControlPlanes(readStandingWorkloads(snapshot), snapshot);
  return members.map((member) => toItem({ ...judgeMember(member, planes, snapshot) }, where));
};

/** A label without a mesh behind it does nothing, and a pod that is older than its label has no proxy. */
const judgeMember = (member: Member, planes: ReadonlySet<Mesh>, snapshot: Snapshot): ItemDraft => {
  const { namespace, mesh, inside, outside } = member;
  const { name, about, declared } = namespace;
  const what = `Namespace ${name} in a mesh`;
  if (mesh === null)
    return declared
      ? { about, what, state: 'unmet', why: 'its pods are put into no mesh' }
      : { about, what, ...unreadNamespace };
  const [first] = outside;
  if (first !== undefined)
    return {
      about: first.resource,
      what,
      state: 'unmet',
      why: `${nameSome(outside.map(({ resource }) => renderAbout(resource)))} stay${outside.length === 1 ? 's' : ''} out of ${mesh}`,
    };
  if (snapshot.kind === 'cluster' && !planes.has(mesh) && mesh !== 'Consul')
    return { about, what, state: 'unmet', why: `is marked for ${mesh}, and no control plane of it runs` };
  const bare = inside.filter((workload) => countWithoutProxy(workload, mesh, namespace, snapshot) > 0);
  if (bare.length > 0)
    return {
      about,
      what,
      state: 'unmet',
      why: `pods of ${nameSome(bare.map(({ resource }) => renderAbout(resource)))} run without a proxy of ${mesh}: they are older than the mark, restart them`,
    };
  return { about, what, state: 'met', why: `its pods are put into ${mesh}`, path: declared ? 'metadata' : '' };
};

const nameSome = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
