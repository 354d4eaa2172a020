/** Questions drawn from what the roles themselves name, with as much beside it that nothing names. */

import { objectsAt, textAt, textsAt } from '../../../src/model/read-object.ts';
import type { AccessAttributes } from '../../../src/kube/rbac/rule-allows.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Random } from '../api-server/random.ts';

export interface Asker {
  readonly user: string;
  /** As they come from the authenticator, without those everybody has. */
  readonly groups: readonly string[];
}

export interface QuestionPool {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  drawAttributes(random: Random): AccessAttributes;
  drawAsker(random: Random): Asker;
}

export const createQuestionPool = (objects: readonly JsonObject[], namespaces: readonly string[]): QuestionPool => {
  const rules = objects.flatMap((object) => objectsAt(object, 'rules'));
  const all = (field: string): readonly string[] => [...new Set(rules.flatMap((rule) => textsAt(rule, field)))];
  const verbs = [...all('verbs').filter((verb) => verb !== '*'), ...standardVerbs];
  const groups = [...all('apiGroups').filter((group) => group !== '*'), '', 'apps', 'nobody.example'];
  const resources = [...all('resources').flatMap(toConcrete), 'pods', 'secrets', 'pods/exec', 'nobody', 'nobody/scale'];
  const names = [...all('resourceNames'), 'other'];
  const urls = [...all('nonResourceURLs').flatMap(toPaths), '/healthz', '/healthz/etcd', '/version', '/nobody'];
  const { users, teams } = listSubjects(objects);
  return {
    users,
    groups: teams,
    drawAttributes: (random) => {
      if (random.chance(0.12))
        return { kind: 'path', verb: random.pick([...verbs, 'get', 'get']), path: random.pick(urls) };
      // Half of the time a rule's own words, each changed with some chance: mere chance would hardly ever be allowed.
      const rule = rules.length > 0 && random.chance(0.6) ? random.pick(rules) : undefined;
      const word = (field: string, others: readonly string[]): string => {
        const written = textsAt(rule, field).filter((text) => text !== '*');
        return written.length > 0 && random.chance(0.9) ? random.pick(written) : random.pick(others);
      };
      const [resource = '', subresource = ''] = toConcrete(word('resources', resources))[0]?.split('/') ?? [];
      const verb = word('verbs', verbs);
      const isUnnamed = subresource === '' && (verb === 'create' || verb === 'deletecollection');
      return {
        kind: 'resource',
        verb,
        group: word('apiGroups', groups),
        resource,
        subresource,
        namespace: random.chance(0.25) ? '' : random.pick(namespaces),
        name: isUnnamed || random.chance(0.5) ? '' : word('resourceNames', names),
      };
    },
    drawAsker: (random) => ({
      user: random.pick([...users, ...users, 'nobody', 'system:anonymous']),
      groups: random.sample(teams, random.int(3)),
    }),
  };
};

const standardVerbs = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'impersonate',
];

/** Of a star its meaning is asked: `*` as any resource, `pods/*` and the star of a subresource as something that fits. */
const toConcrete = (resource: string): readonly string[] => {
  if (resource === '*') return ['pods', 'pods/exec', 'nobody/anything'];
  if (resource.startsWith('*/')) return [`deployments${resource.slice(1)}`, `nobody${resource.slice(1)}`];
  return resource.endsWith('/*') ? [`${resource.slice(0, -1)}exec`, resource] : [resource];
};

const toPaths = (url: string): readonly string[] =>
  url.endsWith('*') ? [url.slice(0, -1), `${url.slice(0, -1)}x`, url.slice(0, -2)] : [url, `${url}/below`];

/** Service accounts as the users they are. Of groups not that of nodes, whom another authorizer answers. */
const listSubjects = (
  objects: readonly JsonObject[],
): { readonly users: readonly string[]; readonly teams: readonly string[] } => {
  const users = new Set<string>();
  const teams = new Set<string>();
  for (const object of objects) {
    for (const subject of objectsAt(object, 'subjects')) {
      const name = textAt(subject, 'name');
      switch (textAt(subject, 'kind')) {
        case 'User':
          users.add(name);
          break;
        case 'Group':
          if (name !== 'system:nodes') teams.add(name);
          break;
        case 'ServiceAccount': {
          const home = textAt(subject, 'namespace') || textAt(object, 'metadata', 'namespace');
          users.add(`system:serviceaccount:${home}:${name}`);
          break;
        }
      }
    }
  }
  return { users: [...users].toSorted(), teams: [...teams].toSorted() };
};
