/** What the API server's published OpenAPI documents say about its types: defaults, lists that merge, served kinds. */

import {
  type ControlPlane,
  type RunningControlPlane,
  startControlPlane,
} from '../control-plane/start-control-plane.ts';

export interface OpenApi {
  /** `group/version/kind` of everything that can be created. */
  readonly kinds: ReadonlySet<string>;
  /** By `io.k8s.api.apps.v1.DeploymentSpec`, then by field. */
  readonly types: ReadonlyMap<string, ReadonlyMap<string, Property>>;
  /** Of those, the ones that are replaced whole. */
  readonly atomicTypes: ReadonlySet<string>;
}

export interface Property {
  /** As JSON; `undefined` where there is none. */
  readonly default: string | undefined;
  /** The keys of a list that merges by key, `*` for a set, else empty. */
  readonly keys: string;
  readonly required: boolean;
  /** A map that is replaced whole. */
  readonly isAtomic: boolean;
}

interface Schema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly 'x-kubernetes-map-type'?: string;
}
interface Operation {
  readonly 'x-kubernetes-group-version-kind'?: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  };
}
interface Document {
  readonly paths: Readonly<Record<string, { readonly post?: Operation }>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** All of them: what a server publishes depends on the versions it serves. */
export const readOpenApi = async (plane: RunningControlPlane): Promise<OpenApi> => {
  const { paths } = (await plane.request('GET', '/openapi/v3')).body as {
    readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
  };
  const documents: Document[] = [];
  for (const [path, { serverRelativeURL }] of Object.entries(paths))
    if (/^apis?\/.*v\d/.test(path)) documents.push((await plane.request('GET', serverRelativeURL)).body as Document);
  return {
    kinds: new Set(documents.flatMap(toKinds)),
    types: new Map(documents.flatMap(toTypes)),
    atomicTypes: new Set(documents.flatMap(toAtomicTypes)),
  };
};

/** Starts an API server with every version it has, not only those that are on by default. */
export const startWithAllVersions = async (): Promise<ControlPlane> =>
  startControlPlane({
    environment: process.env,
    controllerManager: true,
    audit: false,
    apiServerFlags: ['--runtime-config=api/all=true'],
    folder: null,
  });

const toKinds = ({ paths }: Document): readonly string[] =>
  Object.values(paths).flatMap(({ post }) => {
    const kind = post?.['x-kubernetes-group-version-kind'];
    return kind === undefined ? [] : [`${kind.group}/${kind.version}/${kind.kind}`];
  });

const toTypes = ({ components }: Document): readonly (readonly [string, ReadonlyMap<string, Property>])[] =>
  Object.entries(components?.schemas ?? {}).map(([name, { properties = {}, required = [] }]) => [
    name,
    new Map(
      Object.entries(properties).map(([field, schema]) => [
        field,
        {
          default: schema.default === undefined ? undefined : JSON.stringify(schema.default),
          keys: toKeys(schema),
          required: required.includes(field),
          isAtomic: schema['x-kubernetes-map-type'] === 'atomic',
        },
      ]),
    ),
  ]);

const toAtomicTypes = ({ components }: Document): readonly string[] =>
  Object.entries(components?.schemas ?? {}).flatMap(([name, schema]) =>
    schema['x-kubernetes-map-type'] === 'atomic' ? [name] : [],
  );

const toKeys = (schema: Readonly<Record<string, unknown>>): string => {
  if (schema['x-kubernetes-list-type'] === 'set') return '*';
  const keys = schema['x-kubernetes-list-map-keys'];
  return Array.isArray(keys) ? keys.join(',') : '';
};
