/** What a rule judges. Hosts make subjects; rules only read them. */

import type { JsonObject } from './json.ts';
import type { Resource, ResourceRef } from './resource.ts';

export const operations = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'] as const;

export type Operation = (typeof operations)[number];

export interface ResourceSubject {
  readonly kind: 'resource';
  readonly resource: Resource;
}

/** A change somebody asks the API server for. `object` is null on DELETE, `oldObject` on CREATE. */
export interface AdmissionSubject {
  readonly kind: 'admission';
  readonly operation: Operation;
  readonly ref: ResourceRef;
  readonly subresource: string | null;
  readonly object: JsonObject | null;
  readonly oldObject: JsonObject | null;
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  readonly dryRun: boolean;
}

export type Subject = ResourceSubject | AdmissionSubject;
