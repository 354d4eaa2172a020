/** Draws Pod Security of each namespace: a wall before the pods that an attacker makes there, and how to have it. */

import { listFacts } from '../../kube/control-plane/fact.ts';
import { labelsOf, toNamespacePolicy } from '../../kube/pod-security/labels.ts';
import { compareLevels, type Level, type LevelVersion } from '../../kube/pod-security/level.ts';
import { absent, present, type Change, type Edit } from '../../model/change.ts';
import type { ControlState, Remedy, StepSelector } from '../../model/control.ts';
import { renderFieldPath } from '../../model/field-path.ts';
import { isJsonObject } from '../../model/json.ts';
import { at, objectAt } from '../../model/read-object.ts';
import { toRefKey, type Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { newPod } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Draft } from './draft.ts';
import { toSelectors } from './draw-escapes.ts';
import { isNodeAgent } from './draw-removers.ts';
import { isRunningPod, toPermissions } from './draw-tokens.ts';
import { judgeLevel } from './pod-security-level.ts';
import { escapes } from './registry.ts';
import type { WorkloadStep } from './workload-steps.ts';

export interface DrawnWorkloads {
  readonly workloads: readonly StandingWorkload[];
  readonly namespaces: readonly string[];
  readonly steps: ReadonlyMap<StandingWorkload, readonly WorkloadStep[]>;
}

export const drawPodSecurity = (
  draft: Draft,
  snapshot: Snapshot,
  { workloads, namespaces, steps }: DrawnWorkloads,
): void => {
  const byNamespace = Map.groupBy(workloads, ({ place }) => place.namespace);
  const standing = toStanding(snapshot);
  for (const namespace of namespaces) {
    const own = byNamespace.get(namespace) ?? [];
    const resource = snapshot.find('', 'Namespace', null, namespace);
    const { enforce } = toNamespacePolicy(labelsOf(objectAt(resource?.object, 'metadata')));
    const stands = compareLevels(enforce.level, 'baseline') >= 0;
    const proposal = stands ? null : propose(snapshot, namespace, resource, own);
    if (!stands && proposal === null) continue;
    draft.control({
      id: `cluster/pod-security/${namespace}`,
      title: `Enforce the Pod Security level ${proposal?.level ?? enforce.level} in namespace ${namespace}`,
      layer: 'cluster',
      scope: `namespace ${namespace}`,
      state: stands ? standing : { kind: 'absent' },
      effect: 'guard',
      steps: [
        { types: escapes.map(({ type }) => type), from: newPod(namespace).id, to: null, by: null },
        // What runs in a cluster was let in, whatever the label says now; a manifest would be refused.
        ...(stands && snapshot.kind === 'manifests' ? own.flatMap((one) => selectRefused(one, enforce, steps)) : []),
      ],
      remedy: proposal?.remedy ?? null,
      needs: [],
    });
  }
};

/** The label alone is a declaration: the plug-in that reads it can be switched off, which the API server tells to few. */
const toStanding = (snapshot: Snapshot): ControlState => {
  const [fact] = listFacts(snapshot.evidence, 'control-plane/admission-plug-ins');
  if (fact?.value.missing.includes('PodSecurity') === true)
    return { kind: 'unknown', why: 'the API server seems to run without the admission plug-in PodSecurity' };
  const isProved = snapshot.kind === 'cluster' && fact?.value.inForce.includes('PodSecurity') === true;
  return { kind: 'standing', proof: isProved ? 'enforced' : 'declared' };
};

const selectRefused = (
  workload: StandingWorkload,
  enforce: LevelVersion,
  steps: DrawnWorkloads['steps'],
): readonly StepSelector[] => {
  const own = steps.get(workload) ?? [];
  return own.length === 0 || judgeLevel(workload, enforce).kind === 'admitted'
    ? []
    : toSelectors(own, toRefKey(workload.resource.ref));
};

interface Proposal {
  readonly level: Level;
  readonly remedy: Remedy;
}

/** The strongest level that the namespace's own workloads meet, as they are or after edits that leave them working. */
const propose = (
  snapshot: Snapshot,
  namespace: string,
  resource: Resource | undefined,
  own: readonly StandingWorkload[],
): Proposal | null => {
  if (isOfSystem(namespace) || own.some(isNodeAgent)) return null;
  for (const level of ['restricted', 'baseline'] as const) {
    const changes = toChanges(snapshot, own, { level, version: 'latest' });
    if (changes === null) continue;
    const label = toLabel(resource, level);
    if (resource !== undefined && label !== null)
      return {
        level,
        remedy: {
          kind: 'change',
          changes: [
            {
              target: resource.ref,
              edits: [label],
              reason: `Refuse pods in ${namespace} that break the Pod Security level ${level}`,
              permissions: toPermissions(resource.ref),
            },
            ...changes,
          ],
        },
      };
    // A cluster's namespace that was not read may have labels of its own.
    if (resource === undefined && changes.length === 0 && snapshot.kind === 'manifests')
      return {
        level,
        remedy: {
          kind: 'create',
          objects: [
            { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { [enforceLabel]: level } } },
          ],
        },
      };
  }
  return null;
};

const enforceLabel = 'pod-security.kubernetes.io/enforce';

/** The control plane's own pods live there, which manifests seldom show. */
const isOfSystem = (namespace: string): boolean => /^kube-(?:system|public|node-lease)$/.test(namespace);

/** `null` where a workload would be refused. */
const toChanges = (
  snapshot: Snapshot,
  own: readonly StandingWorkload[],
  level: LevelVersion,
): readonly Change[] | null => {
  const changes: Change[] = [];
  for (const workload of own) {
    const admission = judgeLevel(workload, level);
    if (admission.kind === 'admitted') continue;
    if (admission.edits === null || isRunningPod(workload, snapshot)) return null;
    const { ref } = workload.resource;
    changes.push({
      target: ref,
      edits: admission.edits,
      reason: `Meet the Pod Security level ${level.level}, which its namespace is to enforce`,
      permissions: toPermissions(ref),
    });
  }
  return changes;
};

/** From the first field that is missing, so that undoing it leaves nothing behind. `null` where labels are no labels. */
const toLabel = (resource: Resource | undefined, level: Level): Edit | null => {
  const metadata = at(resource?.object, 'metadata');
  const labels = at(metadata, 'labels');
  if (metadata === undefined)
    return { path: 'metadata', before: absent, after: present({ labels: { [enforceLabel]: level } }) };
  if (labels === undefined)
    return { path: 'metadata.labels', before: absent, after: present({ [enforceLabel]: level }) };
  if (!isJsonObject(labels)) return null;
  const before = labels[enforceLabel];
  return {
    path: renderFieldPath(['metadata', 'labels', enforceLabel]),
    before: before === undefined ? absent : present(before),
    after: present(level),
  };
};
