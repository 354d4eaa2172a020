/** One request as both sides are asked: over HTTP, and as the subject that Vauban judges. */

import type { JsonObject } from '../../../src/model/json.ts';
import type { Operation } from '../../../src/model/subject.ts';

export interface AskedRequest {
  readonly operation: Operation;
  /** `Deployment`, of the resource; what is sent to a subresource may be of another kind. */
  readonly apiVersion: string;
  readonly kind: string;
  /** The plural, for the path. */
  readonly resource: string;
  readonly subresource: string | null;
  /** `null` for a cluster-scoped object. */
  readonly namespace: string | null;
  readonly name: string;
  readonly object: JsonObject | null;
  /** What is there before, as the server shows it. */
  readonly oldObject: JsonObject | null;
}

/** Everything is a dry run: what is asked twice is answered twice alike. */
export const toHttp = (
  request: AskedRequest,
): { readonly method: string; readonly path: string; readonly body: JsonObject | null } => {
  const { operation, apiVersion, resource, subresource, namespace, name, object } = request;
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const home = namespace === null ? root : `${root}/namespaces/${namespace}`;
  const own = `${home}/${resource}/${name}${subresource === null ? '' : `/${subresource}`}`;
  switch (operation) {
    case 'CREATE':
      return { method: 'POST', path: `${subresource === null ? `${home}/${resource}` : own}?dryRun=All`, body: object };
    case 'UPDATE':
      return { method: 'PUT', path: `${own}?dryRun=All`, body: object };
    case 'DELETE':
      return { method: 'DELETE', path: `${own}?dryRun=All`, body: null };
    case 'CONNECT':
      // Nothing runs: the Pod is on no node.
      return { method: 'POST', path: `${own}?command=true&container=main&stdout=true`, body: null };
  }
};
