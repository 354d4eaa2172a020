/** A Kubernetes object with the place it came from. Redacted before it is made: no secret value is ever inside. */

import type { JsonObject } from './json.ts';

/** Enough to name an object to a person and to the API server. */
export interface ResourceRef {
  readonly apiVersion: string;
  readonly kind: string;
  /** `null` for a cluster-scoped object. A namespaced object whose manifest names none has `''`. */
  readonly namespace: string | null;
  readonly name: string;
}

/**
 * Where an object was read. A file's bytes `start` to `end` hold the document (or the list item), so that the line
 * of a finding can be looked up when it is printed and not before.
 */
export type Origin =
  | {
      readonly kind: 'file';
      /** The path as the person gave it or as the walk found it below that; `-` is standard input. */
      readonly file: string;
      /** The document's number in its file, from 0. */
      readonly document: number;
      /** The item's number in its List, from 0; `null` outside a List. */
      readonly item: number | null;
      readonly start: number;
      readonly end: number;
    }
  | {
      /** Made by a renderer from a folder: no line of what a person wrote corresponds to it. */
      readonly kind: 'rendered';
      readonly by: 'helm' | 'kustomize';
      /** The folder that was rendered, as the person gave it. */
      readonly folder: string;
      /** The template it came from, below the folder, where the renderer says so. */
      readonly template: string | null;
      readonly document: number;
      readonly item: number | null;
    }
  | {
      readonly kind: 'cluster';
      /** The context of the kubeconfig. */
      readonly cluster: string;
      readonly uid: string;
    }
  | {
      /** Nobody wrote or read it: every API server of that release makes it at its start. */
      readonly kind: 'built-in';
      /** `1.37` */
      readonly release: string;
    };

export interface Resource {
  readonly ref: ResourceRef;
  /** The object, redacted; never changed after it was read. */
  readonly object: JsonObject;
  readonly origin: Origin;
}

/** The API group of an apiVersion: `apps` of `apps/v1`, the empty text of `v1`. */
export const toGroup = (apiVersion: string): string => {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
};

/** Equal for every version of one object: `rbac.authorization.k8s.io/Role/shop/api`. A manifest that names no namespace means `default`. */
export const toRefKey = ({ apiVersion, kind, namespace, name }: ResourceRef): string =>
  `${toGroup(apiVersion)}/${kind}/${namespace === '' ? 'default' : (namespace ?? '')}/${name}`;
