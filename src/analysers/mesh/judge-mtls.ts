/** Whether a namespace takes calls only from callers with a certificate: by the closest policy of each of its workloads. */

import { objectAt, textAt } from '../../model/read-object.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import { findUnread } from '../gap.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Where } from '../survey.ts';
import { renderAbout, toItem, type ItemDraft } from '../to-item.ts';
import { readIstioPolicies, type IstioPolicies, type IstioPolicy } from './istio-policies.ts';
import { listDemanding } from './cilium-authentication.ts';
import type { Member } from './members.ts';

export const judgeMtls = (members: readonly Member[], snapshot: Snapshot, where: Where): readonly Item[] => {
  const policies = readIstioPolicies(snapshot, 'PeerAuthentication');
  const demanding = listDemanding(snapshot);
  return members.map((member) => {
    const { name, about, declared } = member.namespace;
    const what = `Namespace ${name}: mTLS`;
    if (member.mesh === null) {
      const cilium = demanding.get(name) ?? demanding.get('*');
      if (cilium !== undefined)
        return toItem(
          { about: cilium, what, state: 'met', why: `${renderAbout(cilium)} demands mutual authentication` },
          where,
        );
      return toItem({ about, what, ...(declared ? outOfMesh : unreadNamespace) }, where);
    }
    if (member.mesh === 'Linkerd')
      return toItem({ about, what, state: 'met', why: 'Linkerd encrypts between its proxies by itself' }, where);
    if (member.mesh !== 'Istio')
      return toItem({ about, what, state: 'unknown', why: `is in ${member.mesh}, whose mTLS is not read` }, where);
    const unread = findUnread(snapshot, 'security.istio.io/PeerAuthentication', name);
    const draft = judgeIstio(member, policies);
    return toItem(
      draft.state === 'unmet' && unread !== undefined
        ? { about, what, state: 'unknown', why: `PeerAuthentications could not be read: ${unread.reason}` }
        : { what, ...draft },
      where,
    );
  });
};

const outOfMesh = { state: 'unmet', why: 'is in no mesh' } as const;
export const unreadNamespace = {
  state: 'unknown',
  why: 'was not read, so nothing says whether its pods are put into a mesh',
} as const;

/** https://istio.io/latest/docs/reference/config/security/peer_authentication: the narrowest counts, UNSET asks the next. */
const judgeIstio = ({ namespace, inside }: Member, policies: IstioPolicies): ItemDraft => {
  const own = policies.of(namespace.name);
  const isRoot = own.length === 0 && policies.mesh.some(({ resource }) => resource.ref.namespace === namespace.name);
  const chain = [...(isRoot ? policies.mesh : own), ...policies.mesh];
  const weak = new Map<IstioPolicy | null, StandingWorkload[]>();
  let strict: IstioPolicy | null = null;
  for (const workload of inside) {
    const { policy, isStrict } = findMode(workload, chain);
    if (isStrict) strict = policy;
    else weak.set(policy, [...(weak.get(policy) ?? []), workload]);
  }
  const [first] = weak;
  if (first === undefined && strict !== null)
    return {
      about: strict.resource,
      state: 'met',
      why: 'demands a certificate of every caller',
      path: 'spec.mtls.mode',
    };
  const [policy = null, workloads = []] = first ?? [];
  const some = strict === null ? '' : ` of ${workloads.slice(0, 3).map(renderWorkload).join(', ')}`;
  if (policy === null)
    return {
      about: namespace.about,
      state: 'unmet',
      why: `no PeerAuthentication demands mTLS${some}: callers without a certificate are let in`,
    };
  const mode = textAt(policy.resource.object, 'spec', 'mtls', 'mode');
  return {
    about: policy.resource,
    state: 'unmet',
    why:
      mode === 'STRICT' || mode === '' || mode === 'UNSET'
        ? `${renderAbout(policy.resource)} lets callers without a certificate in at some ports${some}`
        : `${renderAbout(policy.resource)} has the mode ${mode}${some}: callers without a certificate are let in`,
    path: mode === 'STRICT' ? 'spec.portLevelMtls' : 'spec.mtls.mode',
  };
};

const renderWorkload = ({ resource }: StandingWorkload): string => renderAbout(resource);

interface Mode {
  readonly policy: IstioPolicy | null;
  readonly isStrict: boolean;
}

/** Those that select it come first, then those of its namespace, then those of the mesh; the oldest of two alike, so the first. */
const findMode = ({ labels }: StandingWorkload, chain: readonly IstioPolicy[]): Mode => {
  const fitting = chain.filter((policy) => policy.fits(labels));
  const selecting = fitting.filter(({ isWide }) => !isWide);
  const open = selecting.find(hasOpenPort);
  if (open !== undefined) return { policy: open, isStrict: false };
  for (const policy of [...selecting, ...fitting.filter(({ isWide }) => isWide)]) {
    const mode = textAt(policy.resource.object, 'spec', 'mtls', 'mode');
    if (mode !== '' && mode !== 'UNSET') return { policy, isStrict: mode === 'STRICT' };
  }
  return { policy: null, isStrict: false };
};

/** Ports are told apart only where workloads are selected. */
const hasOpenPort = ({ resource: { object } }: IstioPolicy): boolean =>
  Object.values(objectAt(object, 'spec', 'portLevelMtls')).some((mtls) =>
    ['PERMISSIVE', 'DISABLE'].includes(textAt(mtls, 'mode')),
  );
