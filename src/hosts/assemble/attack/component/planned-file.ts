/** A file of the component that `next --write` makes, as it is planned: for one object, or for the policies of one namespace. */

import type { Json } from '../../../../model/json.ts';
import type { ResourceRef } from '../../../../model/resource.ts';

export interface PlannedFile {
  /** Below the folder. */
  readonly name: string;
  readonly kind:
    | 'patch'
    /** Operations after RFC 6902, for custom resources, of whose lists nobody knows how they merge. */
    | 'json-patch'
    | 'delete'
    | 'create';
  /** What it is about; of policies of a namespace one of them. */
  readonly ref: ResourceRef;
  /** Without the comment at its head. */
  readonly text: string;
  /** A patch of the same kind that takes it back; `null` where deleting or creating does. */
  readonly undo: Json | null;
  /** Ids of the controls that are had by it. */
  readonly controls: readonly string[];
  /** What a commit message would say, a sentence each. */
  readonly reasons: readonly string[];
}

/** What no file says: it is for a person to do. */
export interface PlannedAdvice {
  readonly control: string;
  readonly text: string;
}

export interface PlannedFiles {
  readonly files: readonly PlannedFile[];
  readonly advice: readonly PlannedAdvice[];
}
