/** Whether a namespace of a mesh takes calls only from callers that a policy names. */

import { at, objectAt, objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import { findUnread } from '../gap.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Where } from '../survey.ts';
import { renderAbout, toItem, type ItemDraft } from '../to-item.ts';
import { readIstioPolicies, type IstioPolicies, type IstioPolicy } from './istio-policies.ts';
import { unreadNamespace } from './judge-mtls.ts';
import { createLinkerdPolicies } from './linkerd-policies.ts';
import { isJob } from './membership.ts';
import type { Member } from './members.ts';

export const judgeCallers = (members: readonly Member[], snapshot: Snapshot, where: Where): readonly Item[] => {
  const istio = readIstioPolicies(snapshot, 'AuthorizationPolicy');
  const linkerd = createLinkerdPolicies(snapshot);
  return members.map((member) => {
    const { name, about, declared } = member.namespace;
    const what = `Namespace ${name}: callers`;
    if (member.mesh === null)
      return toItem({ about, what, ...(declared ? { state: 'unmet', why: 'is in no mesh' } : unreadNamespace) }, where);
    if (member.mesh === 'Kuma' || member.mesh === 'Consul')
      return toItem({ about, what, state: 'unknown', why: `is in ${member.mesh}, whose policies are not read` }, where);
    const group = member.mesh === 'Istio' ? 'security.istio.io' : 'policy.linkerd.io';
    const unread = findUnread(snapshot, `${group}/AuthorizationPolicy`, name);
    const draft = member.mesh === 'Istio' ? judgeIstio(member, istio) : linkerd.judge(member);
    return toItem(
      draft.state === 'unmet' && unread !== undefined
        ? { about, what, state: 'unknown', why: `AuthorizationPolicies could not be read: ${unread.reason}` }
        : { what, ...draft },
      where,
    );
  });
};

/**
 * Istio lets every caller in where no ALLOW policy selects a workload, and only those it names where one does; a policy
 * without rules names nobody. https://istio.io/latest/docs/concepts/security/#implicit-enablement
 */
const judgeIstio = ({ namespace, inside }: Member, policies: IstioPolicies): ItemDraft => {
  const held = [...policies.of(namespace.name), ...policies.mesh];
  const wide = held.filter(({ isWide }) => isWide);
  const refusing = wide.find(({ resource }) => refusesUnnamed(resource));
  if (refusing !== undefined) return closedBy(refusing);
  const open = wide.find(({ resource }) => isAllow(resource) && allowsEverybody(resource));
  if (open !== undefined)
    return {
      about: open.resource,
      state: 'unmet',
      why: `${renderAbout(open.resource)} has a rule that allows everybody`,
      path: 'spec.rules',
    };
  const closing = wide.find(({ resource }) => isAllow(resource));
  if (closing !== undefined) return closedBy(closing);
  const selecting = held.filter(({ isWide, resource }) => !isWide && isAllow(resource));
  const called = inside.filter((workload) => !isJob(workload));
  const uncovered = called.filter(({ labels }) => !selecting.some((policy) => policy.fits(labels)));
  const guarded = called.flatMap(({ labels }) =>
    selecting.filter((policy) => policy.fits(labels) && !allowsEverybody(policy.resource)),
  )[0];
  if (uncovered.length === 0 && guarded !== undefined) return closedBy(guarded);
  return {
    about: namespace.about,
    state: 'unmet',
    why:
      uncovered.length === called.length
        ? 'no AuthorizationPolicy closes it to callers that none names'
        : uncovered.length === 0
          ? 'its AuthorizationPolicies allow everybody'
          : `no AuthorizationPolicy holds for ${uncovered.slice(0, 3).map(renderWorkload).join(', ')}: everybody may call`,
  };
};

const closedBy = ({ resource }: IstioPolicy): ItemDraft => ({
  about: resource,
  state: 'met',
  why: 'allows only the callers its policies name',
});

const renderWorkload = ({ resource }: StandingWorkload): string => renderAbout(resource);

const isAllow = ({ object }: Resource): boolean => ['', 'ALLOW'].includes(textAt(object, 'spec', 'action'));

/** A rule that asks for no caller in particular and leaves nothing out: one for a health check alone is narrower. */
const allowsEverybody = ({ object }: Resource): boolean =>
  objectsAt(object, 'spec', 'rules').some((rule) => objectsAt(rule, 'to').length === 0 && !namesCallers(rule));

const namesCallers = (rule: JsonObject): boolean => {
  const sources = objectsAt(rule, 'from').map((from) => objectAt(from, 'source'));
  if (sources.length > 0) return sources.every(namesSomebody);
  return objectsAt(rule, 'when').some((condition) => /^(?:source|request\.auth)\./.test(textAt(condition, 'key')));
};

/** `*` is whoever has a certificate of the mesh. */
const namesSomebody = (source: JsonObject): boolean =>
  Object.keys(source).some((name) => !textsAt(source, name).every((value) => value === '*'));

/** DENY everything that is not of somebody: as good as an ALLOW of them. */
const refusesUnnamed = ({ object }: Resource): boolean =>
  textAt(object, 'spec', 'action') === 'DENY' &&
  objectsAt(object, 'spec', 'rules').some(
    (rule) =>
      at(rule, 'to') === undefined &&
      at(rule, 'when') === undefined &&
      (at(rule, 'from') === undefined ||
        objectsAt(rule, 'from').some(({ source }) => {
          const names = Object.keys(objectAt({ source: source ?? null }, 'source'));
          return names.length > 0 && names.every((name) => /^not(?:Principals|Namespaces|ServiceAccounts)$/.test(name));
        })),
  );
