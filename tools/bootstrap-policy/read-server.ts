/** What a running API server made at its start, without what it adds to every object. */

import { isJsonArray, isJsonObject, type JsonObject } from '../../src/model/json.ts';
import type { RunningControlPlane } from '../control-plane/start-control-plane.ts';

const kinds = [
  ['ClusterRole', 'clusterroles'],
  ['ClusterRoleBinding', 'clusterrolebindings'],
  ['Role', 'roles'],
  ['RoleBinding', 'rolebindings'],
] as const;

/** In the shape of the objects of `readBootstrapPolicy`: aggregated roles without what a controller gathers. */
export const readServer = async (plane: RunningControlPlane): Promise<readonly JsonObject[]> => {
  const objects: JsonObject[] = [];
  for (const [kind, plural] of kinds) {
    const selector = 'labelSelector=kubernetes.io/bootstrapping%3Drbac-defaults';
    const { body } = await plane.request('GET', `/apis/rbac.authorization.k8s.io/v1/${plural}?${selector}`);
    const { items } = body as JsonObject;
    if (!isJsonArray(items)) throw new Error(`the API server lists no ${plural}`);
    objects.push(...items.filter(isJsonObject).map((item) => toMade(kind, item)));
  }
  return objects;
};

const toMade = (kind: string, object: JsonObject): JsonObject => {
  const { metadata, rules, aggregationRule, roleRef, subjects } = object;
  const { annotations, labels, name, namespace } = isJsonObject(metadata) ? metadata : {};
  return JSON.parse(
    JSON.stringify({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { annotations, labels, name, namespace },
      ...(kind.endsWith('Binding')
        ? { roleRef, subjects }
        : { aggregationRule, rules: aggregationRule === undefined ? rules : null }),
    }),
  ) as JsonObject;
};
