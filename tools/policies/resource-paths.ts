/** Where the API server keeps objects of a kind, as its discovery says. */

import type { RunningControlPlane } from '../control-plane/start-control-plane.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { readText } from './policy-folders.ts';

export interface ResourcePaths {
  /** The path to create an object at; `undefined` for a kind that the server does not have. */
  readonly pathOf: (object: JsonObject, namespace: string) => Promise<string | undefined>;
}

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

export const openResourcePaths = (plane: RunningControlPlane): ResourcePaths => {
  const lists = new Map<string, Promise<ResourceList>>();
  const read = async (base: string): Promise<ResourceList> => (await plane.request('GET', base)).body as ResourceList;
  return {
    pathOf: async (object, namespace) => {
      const apiVersion = readText(object, 'apiVersion');
      const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const list = lists.get(base) ?? read(base);
      lists.set(base, list);
      const kind = readText(object, 'kind');
      const found = (await list).resources?.find((one) => one.kind === kind && !one.name.includes('/'));
      if (found === undefined) return undefined;
      return found.namespaced ? `${base}/namespaces/${namespace}/${found.name}` : `${base}/${found.name}`;
    },
  };
};
