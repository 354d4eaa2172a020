/** Makes Roles and bindings in a real cluster, waits until its authorizer goes by them, reads them back, and takes them away. */

import { toResource } from '../../../src/kube/schema/to-resource.ts';
import { at, objectAt, textAt } from '../../../src/model/read-object.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import type { Resource } from '../../../src/model/resource.ts';
import type { RunningControlPlane } from '../../control-plane/start-control-plane.ts';

export interface AppliedAccess {
  /** The objects the server took. */
  readonly taken: readonly JsonObject[];
  /** What it refused, with its words. */
  readonly refused: readonly string[];
  remove(): Promise<void>;
}

const base = '/apis/rbac.authorization.k8s.io/v1';

const plurals: Readonly<Record<string, string>> = {
  Role: 'roles',
  ClusterRole: 'clusterroles',
  RoleBinding: 'rolebindings',
  ClusterRoleBinding: 'clusterrolebindings',
};

export const applyAccess = async (
  plane: RunningControlPlane,
  namespaces: readonly string[],
  objects: readonly JsonObject[],
): Promise<AppliedAccess> => {
  // They stay: one that is on its way out would refuse the next set.
  await Promise.all(
    namespaces.map((name) =>
      plane.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
    ),
  );
  const answers = await Promise.all(
    objects.map(async (object) => {
      const { status, body } = await plane.request('POST', toPath(object), object);
      return { object, refusal: status === 201 ? null : `${status} ${textAt(body as JsonObject, 'message')}` };
    }),
  );
  const taken = answers.filter(({ refusal }) => refusal === null).map(({ object }) => object);
  return {
    taken,
    refused: answers.flatMap(({ refusal }) => (refusal === null ? [] : [refusal])),
    remove: async () => {
      await Promise.all(
        taken.map((object) => plane.request('DELETE', `${toPath(object)}/${textAt(object, 'metadata', 'name')}`)),
      );
    },
  };
};

const toPath = (object: JsonObject): string => {
  const plural = plurals[textAt(object, 'kind')] ?? '';
  const namespace = textAt(object, 'metadata', 'namespace');
  return namespace === '' ? `${base}/${plural}` : `${base}/namespaces/${namespace}/${plural}`;
};

/** Everything the cluster holds of RBAC, as a scan of it would read it. */
export const readAccess = async (plane: RunningControlPlane): Promise<readonly Resource[]> => {
  const lists = await Promise.all(
    Object.entries(plurals).map(async ([kind, plural]) => {
      const { body } = await plane.request('GET', `${base}/${plural}`);
      const items = at(body as JsonObject, 'items');
      return (isJsonArray(items) ? items.filter(isJsonObject) : []).flatMap((item) => {
        const uid = textAt(item, 'metadata', 'uid');
        const object = { ...item, apiVersion: 'rbac.authorization.k8s.io/v1', kind };
        const made = toResource(object, { kind: 'cluster', cluster: 'test', uid });
        return made.kind === 'resource' ? [made.resource] : [];
      });
    }),
  );
  return lists.flat();
};

/**
 * Until the controller has gathered the rules of every aggregated role that was made, as Vauban gathers them. Gives the
 * those that never came to that, each with what differs.
 */
export const awaitAggregation = async (
  plane: RunningControlPlane,
  expected: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<readonly string[]> => {
  const waiting: string[] = [];
  for (const [name, rules] of expected) {
    let stored: ReadonlySet<string> = new Set();
    const isThere = async (): Promise<boolean> => {
      const { body } = await plane.request('GET', `${base}/clusterroles/${encodeURIComponent(name)}`);
      stored = toRuleTexts(body as JsonObject);
      return stored.size === rules.size && [...rules].every((rule) => stored.has(rule));
    };
    if (await until(isThere)) continue;
    const more = [...stored].filter((rule) => !rules.has(rule));
    const less = [...rules].filter((rule) => !stored.has(rule));
    waiting.push(`${name}: it has besides ${more.join()}, and not ${less.join()}`);
  }
  return waiting;
};

/** Rules as texts that are equal where the rules are: the server leaves out what is empty. */
export const toRuleTexts = (role: JsonObject): ReadonlySet<string> => {
  const rules = at(role, 'rules');
  return new Set(
    (isJsonArray(rules) ? rules.filter(isJsonObject) : []).map((rule) =>
      JSON.stringify(
        ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'].map((field) => rule[field] ?? []),
      ),
    ),
  );
};

/**
 * Until the authorizer's own view has come past what was made: it hears of the four kinds in four streams, each in
 * order, so the last object made in each is asked for.
 */
export const awaitAuthorizer = async (
  plane: RunningControlPlane,
  namespace: string,
  mark: string,
): Promise<() => Promise<void>> => {
  const rules = [{ verbs: ['get'], apiGroups: ['mark.example.com'], resources: [mark] }];
  const subjects = [{ kind: 'User', name: mark, apiGroup: 'rbac.authorization.k8s.io' }];
  const roleRef = (kind: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: mark });
  const made = await applyAccess(
    plane,
    [],
    [
      { ...toHead('ClusterRole', mark), rules },
      { ...toHead('ClusterRoleBinding', mark), roleRef: roleRef('ClusterRole'), subjects },
      {
        ...toHead('Role', `${mark}-in`, namespace),
        rules: rules.map((rule) => ({ ...rule, resources: [`${mark}-in`] })),
      },
      {
        ...toHead('RoleBinding', mark, namespace),
        roleRef: { ...roleRef('Role'), name: `${mark}-in` },
        subjects,
      },
    ],
  );
  for (const attributes of [
    { verb: 'get', group: 'mark.example.com', resource: mark },
    { verb: 'get', group: 'mark.example.com', resource: `${mark}-in`, namespace },
  ]) {
    const isHeard = async (): Promise<boolean> => {
      const spec = { user: mark, resourceAttributes: attributes };
      const { body } = await plane.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec,
      });
      return objectAt(body as JsonObject, 'status')['allowed'] === true;
    };
    if (!(await until(isHeard))) throw new Error(`the authorizer has not heard of ${mark}`);
  }
  return () => made.remove();
};

const toHead = (kind: string, name: string, namespace?: string): JsonObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

/** A controller has a second or two; each try is a request, so nothing sleeps. */
const until = async (isTrue: () => Promise<boolean>): Promise<boolean> => {
  const end = performance.now() + 30_000;
  while (performance.now() < end) if (await isTrue()) return true;
  return false;
};
