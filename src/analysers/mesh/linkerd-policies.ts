/** Linkerd's policies: a Server closes the port it is about to whoever no authorization of it names. */

import { parseLabelSelector } from '../../kube/selector/label-selector.ts';
import type { JsonObject } from '../../model/json.ts';
import { objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { renderAbout, type ItemDraft } from '../to-item.ts';
import { isJob } from './membership.ts';
import type { Member } from './members.ts';

export interface LinkerdPolicies {
  judge(member: Member): ItemDraft;
}

const group = 'policy.linkerd.io';

/** https://linkerd.io/2/reference/authorization-policy */
export const createLinkerdPolicies = (snapshot: Snapshot): LinkerdPolicies => {
  const servers = byNamespace(snapshot.list(group, 'Server'));
  const policies = byNamespace(snapshot.list(group, 'AuthorizationPolicy'));
  const older = byNamespace(snapshot.list(group, 'ServerAuthorization'));
  const open = new Set(
    snapshot
      .list(group, 'NetworkAuthentication')
      .filter(({ object }) => objectsAt(object, 'spec', 'networks').some((one) => textAt(one, 'cidr').endsWith('/0')))
      .map(({ ref }) => `${ref.namespace || 'default'}/${ref.name}`),
  );
  return {
    judge: ({ namespace: { name, about }, inside }) => {
      const wide =
        (policies.get(name) ?? []).find((policy) => isForEverybody(policy, open)) ??
        (older.get(name) ?? []).find(({ object }) => objectAt(object, 'spec', 'client')['unauthenticated'] === true);
      if (wide !== undefined)
        return { about: wide, state: 'unmet', why: `${renderAbout(wide)} allows everybody`, path: 'spec' };
      const byDefault = textAt(about.object, 'metadata', 'annotations', 'config.linkerd.io/default-inbound-policy');
      if (byDefault === 'deny')
        return { about, state: 'met', why: 'denies callers by default', path: 'metadata.annotations' };
      const closing = (servers.get(name) ?? []).filter(isClosing);
      const called = inside.filter((workload) => !isJob(workload));
      const uncovered = called.filter(({ labels }) => !closing.some((server) => selects(server, labels)));
      const [first] = closing;
      if (first !== undefined && uncovered.length === 0)
        return { about: first, state: 'met', why: 'its Servers let in only whom a policy names' };
      return {
        about,
        state: 'unmet',
        why:
          uncovered.length === called.length
            ? 'no Server closes it, and its default policy lets everybody in'
            : `no Server is about ${uncovered
                .slice(0, 3)
                .map(({ resource }) => renderAbout(resource))
                .join(', ')}: everybody may call`,
      };
    },
  };
};

const byNamespace = (resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> =>
  Map.groupBy(resources, ({ ref }) => ref.namespace || 'default');

/** `accessPolicy` is what becomes of callers that nobody names; `deny` where it is not written. */
const isClosing = ({ object }: Resource): boolean => ['', 'deny'].includes(textAt(object, 'spec', 'accessPolicy'));

const selects = ({ object }: Resource, labels: JsonObject): boolean => {
  const parsed = parseLabelSelector(objectAt(object, 'spec', 'podSelector'));
  return parsed.kind === 'selector' && parsed.selector.matches(labels);
};

const isForEverybody = ({ ref, object }: Resource, open: ReadonlySet<string>): boolean => {
  const wanted = objectsAt(object, 'spec', 'requiredAuthenticationRefs');
  return wanted.every(
    (one) =>
      textAt(one, 'kind') === 'NetworkAuthentication' &&
      open.has(`${textAt(one, 'namespace') || ref.namespace || 'default'}/${textAt(one, 'name')}`),
  );
};

export const linkerdKinds = [
  { group, kind: 'Server' },
  { group, kind: 'AuthorizationPolicy' },
  { group, kind: 'ServerAuthorization' },
  { group, kind: 'NetworkAuthentication' },
] as const;
