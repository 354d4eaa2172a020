/** How bindings and roles that give too much are cut: narrowed where what is needed is known, taken away where it is not. */

import { createAccessIndex } from '../../../kube/rbac/create-access-index.ts';
import type { IndexedBinding } from '../../../kube/rbac/access.ts';
import { absent, present, type Change, type Edit } from '../../../model/change.ts';
import type { Control } from '../../../model/control.ts';
import type { JsonObject } from '../../../model/json.ts';
import { objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import { toRefKey, type Resource, type ResourceRef } from '../../../model/resource.ts';
import { renderRef } from '../../../reports/place.ts';
import { readStandingWorkloads, type StandingWorkload } from '../../../analysers/standing-workloads.ts';
import { toRepository } from '../../../kube/workload/image-repository.ts';
import type { PhaseFacts } from './phase-facts.ts';
import { toRemedyControl } from './to-remedy-control.ts';

const group = 'rbac.authorization.k8s.io';

/** For the roles and bindings whose items are open. */
export const planBindings = (refs: readonly ResourceRef[], facts: PhaseFacts): readonly Control[] => {
  const { bindings } = createAccessIndex(facts.snapshot);
  return refs.flatMap((ref) => planOne(ref, facts, bindings));
};

const planOne = (ref: ResourceRef, facts: PhaseFacts, bindings: readonly IndexedBinding[]): readonly Control[] => {
  const resource = facts.snapshot.find(group, ref.kind, ref.namespace, ref.name);
  if (resource === undefined) return [];
  if (ref.kind.endsWith('Binding')) return [unbind(resource)];
  const narrowed = narrowIngress(resource, facts, bindings);
  if (narrowed.length > 0) return narrowed;
  const own = facts.controls.filter(
    ({ id, state }) =>
      state.kind === 'absent' &&
      id.startsWith(`identity/narrow/${ref.kind}/${ref.namespace === null ? '' : `${ref.namespace}/`}${ref.name}/`),
  );
  if (own.length > 0) return own;
  // A star says nothing of what is needed: the role goes with those who hold it, and people write a new one.
  const holders = bindings.filter(
    ({ role, bootstrap }) => !bootstrap && role !== null && toRefKey(role.resource.ref) === toRefKey(ref),
  );
  return [...holders.map((binding) => unbind(binding.resource)), remove(resource)];
};

const unbind = ({ ref, object }: Resource): Control => {
  const subjects = objectsAt(object, 'subjects').map(
    (subject) => `${textAt(subject, 'kind')} ${textAt(subject, 'name')}`,
  );
  return toRemedyControl(
    `identity/unbind/${ref.kind}/${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}`,
    `Take ${textAt(object, 'roleRef', 'kind')} ${textAt(object, 'roleRef', 'name')} from ${subjects.slice(0, 3).join(', ')}, by ${renderRef(ref)}: what needs it stops working, so bind a narrower role first`,
    'identity',
    ref.namespace ? `namespace ${ref.namespace}` : 'cluster',
    { kind: 'delete', objects: [ref] },
  );
};

const remove = ({ ref }: Resource): Control =>
  toRemedyControl(
    `identity/remove/${ref.kind}/${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}`,
    `Remove ${renderRef(ref)}, which says nothing of what is needed`,
    'identity',
    ref.namespace ? `namespace ${ref.namespace}` : 'cluster',
    { kind: 'delete', objects: [ref] },
  );

/** Whoever holds what is taken away, and how to see whether they use it: nobody can tell that from manifests. */
export const tellWhoUses = (controls: readonly Control[], { snapshot }: PhaseFacts): readonly string[] => {
  const refs = controls.flatMap(({ remedy }) => (remedy?.kind === 'delete' ? remedy.objects : []));
  const holders = new Set(
    refs
      .filter(({ kind }) => kind.endsWith('Binding'))
      .flatMap((ref) => objectsAt(snapshot.find(group, ref.kind, ref.namespace, ref.name)?.object, 'subjects'))
      .flatMap((subject) => toQuestion(subject) ?? []),
  );
  if (holders.size === 0) return [];
  return [
    [
      'What needs a right that is taken here stops working. Whether anybody uses it the audit log tells (a week of it, below the folder of the log):',
      '',
      ...[...holders].slice(0, mostHolders).map((question) => `    ${question}`),
    ].join('\n'),
    'Bind a narrower role first where somebody does: `vauban rbac what-can serviceaccount:NAMESPACE:NAME` tells what they may do today.',
  ];
};

const mostHolders = 30;

/** Only names that a shell and jq take as they are: a subject's name is anybody's text. */
const toQuestion = (subject: JsonObject): string | null => {
  const name = textAt(subject, 'name');
  const namespace = textAt(subject, 'namespace');
  if (!/^[\w.:@/-]{1,253}$/.test(name) || !/^[\w-]{0,63}$/.test(namespace)) return null;
  const is =
    textAt(subject, 'kind') === 'Group'
      ? `(.user.groups // [] | index("${name}")) and .user.username != "system:anonymous"`
      : `.user.username == "${textAt(subject, 'kind') === 'ServiceAccount' ? `system:serviceaccount:${namespace}:${name}` : name}"`;
  return `jq -r 'select(${is}) | [.verb, .objectRef.resource, .objectRef.namespace] | @tsv' audit*.log | sort | uniq -c`;
};

/**
 * ingress-nginx reads Secrets wherever it looks for Ingresses. Where those stand in one namespace it is told to look there
 * alone (`--watch-namespace`), and reads the Secrets of that namespace by a Role of its own.
 */
const narrowIngress = (
  role: Resource,
  { snapshot }: PhaseFacts,
  bindings: readonly IndexedBinding[],
): readonly Control[] => {
  const accounts = bindings
    .filter((binding) => binding.role !== null && toRefKey(binding.role.resource.ref) === toRefKey(role.ref))
    .flatMap(({ subjects }) => subjects);
  const [account, other] = accounts;
  if (account?.kind !== 'serviceaccount' || other !== undefined || role.ref.kind !== 'ClusterRole') return [];
  const controller = readStandingWorkloads(snapshot).find(
    ({ place, serviceAccount, containers }) =>
      place.namespace === account.namespace &&
      serviceAccount === account.name &&
      containers.some(({ object }) => isIngressNginx(textAt(object, 'image'))),
  );
  const namespaces = [
    ...new Set(snapshot.list('networking.k8s.io', 'Ingress').map(({ ref }) => ref.namespace || 'default')),
  ];
  const [namespace, second] = namespaces;
  if (controller === undefined || namespace === undefined || second !== undefined) return [];
  const changes = [withoutSecrets(role), watchOne(controller, namespace)].filter((change) => change !== null);
  if (changes.length < 2) return [];
  const name = controller.place.name;
  const id = `identity/narrow/ClusterRole/${role.ref.name}/watch-${namespace}`;
  const title = `Let ${renderRef(controller.resource.ref)} look for Ingresses and Secrets in namespace ${namespace} alone`;
  return [
    toRemedyControl(id, title, 'identity', 'cluster', { kind: 'change', changes }),
    toRemedyControl(`${id}/role`, title, 'identity', `namespace ${namespace}`, {
      kind: 'create',
      objects: [
        {
          apiVersion: `${group}/v1`,
          kind: 'Role',
          metadata: { name, namespace },
          rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }],
        },
      ],
    }),
    toRemedyControl(`${id}/binding`, title, 'identity', `namespace ${namespace}`, {
      kind: 'create',
      objects: [
        {
          apiVersion: `${group}/v1`,
          kind: 'RoleBinding',
          metadata: { name, namespace },
          roleRef: { apiGroup: group, kind: 'Role', name },
          subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
        },
      ],
    }),
  ];
};

const isIngressNginx = (image: string): boolean =>
  /(?:^|[/-])ingress-nginx(?:-|\/)controller$|\/controller$/.test(toRepository(image));

const withoutSecrets = ({ ref, object }: Resource): Change | null => {
  const rules = objectsAt(object, 'rules');
  const kept = rules.flatMap((rule): readonly JsonObject[] => {
    const resources = textsAt(rule, 'resources');
    if (!resources.includes('secrets')) return [rule];
    const others = resources.filter((each) => each !== 'secrets');
    return others.length === 0 ? [] : [{ ...rule, resources: others }];
  });
  return {
    target: ref,
    edits: [{ path: 'rules', before: present(rules), after: present(kept) }],
    reason: `Let nobody read the Secrets of all namespaces by ${renderRef(ref)}`,
    permissions: [],
  };
};

const watchOne = ({ resource, prefix, containers }: StandingWorkload, namespace: string): Change | null => {
  const container = containers.find(({ object }) => isIngressNginx(textAt(object, 'image')));
  if (container === undefined) return null;
  const written = textsAt(container.object, 'args');
  if (written.length === 0 || written.some((word) => word.startsWith('--watch-namespace'))) return null;
  const edit: Edit = {
    path: [...prefix, 'spec', `${container.list}[name=${container.name}]`, 'args'].join('.'),
    before: written.length === 0 ? absent : present(written),
    after: present([...written, `--watch-namespace=${namespace}`]),
  };
  return {
    target: resource.ref,
    edits: [edit],
    reason: `Look for Ingresses in namespace ${namespace} alone`,
    permissions: [],
  };
};
