/** How objects come before expressions: as the API server would present them, or as they were written. */

import type { VersionedResource } from '../../kube/admission/equivalent-resources.ts';
import { presentObject } from '../../kube/schema/present-object.ts';
import { renderFieldPath } from '../../model/field-path.ts';
import type { JsonObject } from '../../model/json.ts';

export type Presented =
  | { readonly kind: 'object'; readonly object: JsonObject }
  | { readonly kind: 'refused'; readonly message: string };

/** `version` is how the policy's rules name the resource; `namespace` is where it is sent, empty for a cluster-scoped one. */
export type Present = (
  object: JsonObject,
  version: Pick<VersionedResource, 'group' | 'version' | 'kind'>,
  namespace: string,
) => Presented;

export const asWritten: Present = (object) => ({ kind: 'object', object });

/** Without the schema of a custom kind its objects come as they were written. */
export const presentAt =
  (stage: 'mutating' | 'validating'): Present =>
  (object, { version }, namespace) => {
    const presented = presentObject(object, {
      version,
      namespace: namespace === '' ? null : namespace,
      stage,
      admissionPlugins: true,
      schema: null,
    });
    if (presented.kind === 'presented') return { kind: 'object', object: presented.object };
    const path = renderFieldPath(presented.path);
    return { kind: 'refused', message: path === '' ? presented.message : `${path}: ${presented.message}` };
  };
