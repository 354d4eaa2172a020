/** An object as the API server v1.37 shows it to an admission policy: one that is created, or one that is there. */

import type { FieldPath } from '../../model/field-path.ts';
import type { JsonObject } from '../../model/json.ts';
import { toGroupVersion } from './api-version.ts';
import { admitPlugins } from './creation/admit-plugins.ts';
import { conversions } from './creation/conversions.ts';
import { prepareForCreation } from './creation/prepare-for-creation.ts';
import { compileType } from './compile-type.ts';
import { convertVersion } from './convert-version.ts';
import { type StructuralSchema, presentCustomObject } from './custom-object.ts';
import type { Draft } from './defaults/draft.ts';
import { isNamespaced } from './kinds.ts';
import { findTypeOfKind } from './read-types.ts';
import { toSuccessor } from './retired-versions.ts';
import { ofServer } from './server-assigned.ts';
import { Refusal, Trail } from './trail.ts';

export interface PresentOptions {
  /** The version a policy matched the object in; `null` for the object's own. Versions of one kind convert into one another. */
  readonly version: string | null;
  /** The namespace the object goes to where it names none; `null` where that is not known, and for custom kinds without. */
  readonly namespace: string | null;
  /**
   * Mutating policies see an object before its status is reset and its generation counted, validating ones after that.
   * What is held is not created: status and metadata are those it has.
   */
  readonly stage: 'mutating' | 'validating' | 'held';
  /**
   * Also what the plug-ins that are on by default add whatever else the cluster holds: the token of the service account,
   * tolerations, the priority. See `server-assigned.ts` for what they add after looking into the cluster.
   */
  readonly admissionPlugins: boolean;
  /** The schema of a custom resource's version; without one a custom object is shown as it was written. */
  readonly schema: StructuralSchema | null;
}

export type Presented =
  | {
      readonly kind: 'presented';
      readonly object: JsonObject;
      /** Paths of the fields the server has no place for and leaves out: `spec.template.spec.containers[0].imag`. */
      readonly unknownFields: readonly string[];
    }
  /** The API server would not take the object. */
  | { readonly kind: 'refused'; readonly path: FieldPath; readonly message: string };

/** The input is neither changed nor kept; parts of it may be shared with the result. */
export const presentObject = (object: JsonObject, options: PresentOptions): Presented => {
  const trail = new Trail();
  try {
    const presented = present(object, options, trail);
    return { kind: 'presented', object: presented, unknownFields: trail.unknownFields };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'refused', path: error.path, message: error.message };
  }
};

const present = (object: JsonObject, options: PresentOptions, trail: Trail): JsonObject => {
  const current = toSuccessor(object);
  const { group, version } = toGroupVersion(current.apiVersion);
  const kind = typeof current.kind === 'string' ? current.kind : '';
  const type = findTypeOfKind(group, version, kind);
  if (type === undefined) return presentCustom(object, options, trail);
  const draft = compileType(type.name)(current, trail);
  if (options.namespace !== null && isNamespaced(group, kind) === true) setNamespace(draft, options.namespace);
  const metadata: Draft = { ...(draft.metadata as JsonObject | undefined) };
  if (options.stage !== 'held') for (const field of ofServer) delete metadata[field];
  draft.metadata = metadata;
  conversions[type.name]?.(draft);
  if (options.admissionPlugins) admitPlugins(group, kind, draft);
  if (options.stage === 'validating') prepareForCreation(type, draft);
  const wanted = options.version ?? version;
  return wanted === version ? draft : convertVersion(draft, { group, kind, from: version, to: wanted }, trail);
};

const presentCustom = (
  object: JsonObject,
  { schema, namespace, version }: PresentOptions,
  trail: Trail,
): JsonObject => {
  if (schema === null) return inVersion(object, version);
  const draft: Draft = { ...presentCustomObject(object, schema, trail) };
  if (namespace !== null) setNamespace(draft, namespace);
  return inVersion(draft, version);
};

/** Versions of a custom kind differ in name alone, unless a webhook converts them, which is not asked here. */
const inVersion = (object: JsonObject, version: string | null): JsonObject => {
  const { group, version: own } = toGroupVersion(object.apiVersion);
  return version === null || version === own || group === ''
    ? object
    : { ...object, apiVersion: `${group}/${version}` };
};

const setNamespace = (draft: Draft, namespace: string): void => {
  const metadata = draft.metadata as JsonObject | undefined;
  if (namespace !== '' && metadata?.namespace === undefined) draft.metadata = { ...metadata, namespace };
};
