/** How objects come before expressions: as the API server would present them, or as they were written. */

import type { VersionedResource } from '../../kube/admission/equivalent-resources.ts';
import { keepOfServer } from '../../kube/schema/keep-of-server.ts';
import { presentObject, type PresentOptions } from '../../kube/schema/present-object.ts';
import { renderFieldPath } from '../../model/field-path.ts';
import type { JsonObject } from '../../model/json.ts';

export type Presented =
  | { readonly kind: 'object'; readonly object: JsonObject }
  | { readonly kind: 'refused'; readonly message: string };

/** How the policy's rules name the resource. */
type Version = Pick<VersionedResource, 'group' | 'version' | 'kind'>;

export interface Present {
  /** `namespace` is where it is sent, empty for a cluster-scoped one. */
  created(object: JsonObject, version: Version, namespace: string): Presented;
  /** What the server has, or is asked to make of it. */
  held(object: JsonObject, version: Version): Presented;
  /** `old` is presented. */
  updated(object: JsonObject, old: JsonObject, version: Version, subresource: string): Presented;
}

const asItIs = (object: JsonObject): Presented => ({ kind: 'object', object });

export const asWritten: Present = { created: asItIs, held: asItIs, updated: asItIs };

/** Without the schema of a custom kind its objects come as they were written. */
export const presentAt = (stage: 'mutating' | 'validating'): Present => {
  const held: Present['held'] = (object, { version, kind }) =>
    // What is sent to a subresource may be of a kind, and a version, of its own.
    toPresented(object, { version: object.kind === kind ? version : null, namespace: null, stage: 'held' });
  return {
    created: (object, { version }, namespace) =>
      toPresented(object, { version, namespace: namespace === '' ? null : namespace, stage }),
    held,
    updated: (object, old, version, subresource) => {
      const presented = held(object, version);
      return presented.kind === 'refused' || stage === 'mutating'
        ? presented
        : { kind: 'object', object: keepOfServer(presented.object, old, subresource) };
    },
  };
};

const toPresented = (
  object: JsonObject,
  options: Pick<PresentOptions, 'version' | 'namespace' | 'stage'>,
): Presented => {
  const presented = presentObject(object, { ...options, admissionPlugins: options.stage !== 'held', schema: null });
  if (presented.kind === 'presented') return { kind: 'object', object: presented.object };
  const path = renderFieldPath(presented.path);
  return { kind: 'refused', message: path === '' ? presented.message : `${path}: ${presented.message}` };
};
