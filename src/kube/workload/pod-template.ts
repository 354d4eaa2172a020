/** Which kinds of object hold a pod or a template for pods, and where in them: one table, and the reader that uses it. */

import type { FieldPath } from '../../model/field-path.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { toGroup, type ResourceRef } from '../../model/resource.ts';
import type { Match } from '../../model/rule.ts';

/**
 * The pod an object holds. `prefix` leads from the object to the pod (empty for a Pod, `spec.template` for a
 * Deployment), so that a path inside the pod can be told as a path of the object.
 */
export type PodTemplate =
  | {
      readonly kind: 'template';
      readonly prefix: PodPrefix;
      readonly metadata: JsonObject;
      readonly spec: JsonObject;
    }
  /** There is something, but not an object: the API server refuses it, and nobody can say that it is safe. */
  | { readonly kind: 'malformed'; readonly path: FieldPath; readonly found: Json };

/**
 * The pod inside an object, or `undefined` where the kind has none or the object leaves it out (a patch of a
 * Deployment, a Rollout that refers to a Deployment). The kind is taken from `ref`, because the items of a list
 * the API server answers with do not name theirs.
 */
export const podTemplateOf = (
  ref: Pick<ResourceRef, 'apiVersion' | 'kind'>,
  object: JsonObject,
): PodTemplate | undefined => {
  const prefix = podTemplatePath(ref);
  return prefix === undefined ? undefined : readTemplate(prefix, object);
};

/** Where objects of a kind hold their pod; `undefined` for a kind that holds none. Any version of the group counts. */
export const podTemplatePath = (ref: Pick<ResourceRef, 'apiVersion' | 'kind'>): PodPrefix | undefined =>
  paths.get(ref.kind)?.get(toGroup(ref.apiVersion));

const readTemplate = (prefix: PodPrefix, object: JsonObject): PodTemplate | undefined => {
  let pod: JsonObject = object;
  for (let depth = 0; depth < prefix.length; depth += 1) {
    const value = pod[prefix[depth] ?? ''];
    if (isAbsent(value)) return undefined;
    if (!isJsonObject(value)) return { kind: 'malformed', path: prefix.slice(0, depth + 1), found: value };
    pod = value;
  }
  const { metadata, spec } = pod;
  if (isAbsent(spec)) return undefined;
  if (!isJsonObject(spec)) return { kind: 'malformed', path: [...prefix, 'spec'], found: spec };
  if (isAbsent(metadata)) return { kind: 'template', prefix, metadata: {}, spec };
  if (!isJsonObject(metadata)) return { kind: 'malformed', path: [...prefix, 'metadata'], found: metadata };
  return { kind: 'template', prefix, metadata, spec };
};

/** True where a field is left out or null: Kubernetes reads the two alike. */
export const isAbsent = (value: Json | undefined): value is null | undefined => value === undefined || value === null;

/** The fields from an object to its pod. */
export type PodPrefix = readonly string[];

interface PodKind {
  /** Every API group the kind has lived in, the oldest last; manifests in old versions are still found and still read. */
  readonly groups: readonly string[];
  readonly kind: string;
  readonly prefix: PodPrefix;
}

/** Kubernetes' own kinds first, then the kinds of well-known extensions that embed one whole pod template. */
export const podKinds: readonly PodKind[] = [
  { groups: [''], kind: 'Pod', prefix: [] },
  { groups: [''], kind: 'PodTemplate', prefix: ['template'] },
  { groups: [''], kind: 'ReplicationController', prefix: ['spec', 'template'] },
  { groups: ['apps', 'extensions'], kind: 'Deployment', prefix: ['spec', 'template'] },
  { groups: ['apps', 'extensions'], kind: 'ReplicaSet', prefix: ['spec', 'template'] },
  { groups: ['apps', 'extensions', 'apps.kruise.io'], kind: 'DaemonSet', prefix: ['spec', 'template'] },
  { groups: ['apps', 'apps.kruise.io'], kind: 'StatefulSet', prefix: ['spec', 'template'] },
  { groups: ['batch'], kind: 'Job', prefix: ['spec', 'template'] },
  { groups: ['batch'], kind: 'CronJob', prefix: ['spec', 'jobTemplate', 'spec', 'template'] },
  { groups: ['argoproj.io'], kind: 'Rollout', prefix: ['spec', 'template'] },
  { groups: ['serving.knative.dev'], kind: 'Service', prefix: ['spec', 'template'] },
  { groups: ['serving.knative.dev'], kind: 'Configuration', prefix: ['spec', 'template'] },
  { groups: ['apps.openshift.io'], kind: 'DeploymentConfig', prefix: ['spec', 'template'] },
  { groups: ['apps.kruise.io'], kind: 'CloneSet', prefix: ['spec', 'template'] },
  { groups: ['keda.sh'], kind: 'ScaledJob', prefix: ['spec', 'jobTargetRef', 'template'] },
  {
    groups: ['leaderworkerset.x-k8s.io'],
    kind: 'LeaderWorkerSet',
    prefix: ['spec', 'leaderWorkerTemplate', 'workerTemplate'],
  },
];

const paths: ReadonlyMap<string, ReadonlyMap<string, PodPrefix>> = new Map(
  podKinds.map(({ kind }) => [
    kind,
    new Map(
      podKinds
        .filter((row) => row.kind === kind)
        .flatMap((row) => row.groups.map((group): [string, PodPrefix] => [group, row.prefix])),
    ),
  ]),
);

/** The matches of a rule about pods: one for each row, so that no kind of another group is meant by accident. */
export const podMatches: readonly Match[] = podKinds.map(({ groups, kind }) => ({
  groups,
  kinds: [kind],
  operations: ['CREATE', 'UPDATE'],
}));
