/** Whether a container confines whoever breaks into it, and the edits that would: what `restricted` asks of a process. */

import type { Edit } from '../model/change.ts';
import { renderFieldPath, type FieldPath } from '../model/field-path.ts';
import type { Violation } from '../kube/pod-security/check.ts';
import { toPodView } from '../kube/pod-security/pod-view.ts';
import { checks } from '../kube/pod-security/registry.ts';
import { podTemplateOf } from '../kube/workload/pod-template.ts';
import type { StandingContainer, StandingWorkload } from './standing-workloads.ts';

export type Confinement =
  | { readonly kind: 'confined' }
  /** `edits` are of the workload's object; `null` where a machine cannot know them, such as the user an image runs as. */
  | {
      readonly kind: 'open';
      readonly lacks: readonly string[];
      readonly edits: readonly Edit[] | null;
      /** Last segments of the ids of the checks it fails. */
      readonly checks: readonly string[];
    };

export type JudgeConfinement = (container: StandingContainer) => Confinement;

/**
 * Who takes a process that is not root, cannot become root, holds no capability and is kept to the runtime's own system
 * calls has that process and little else: it is a wall, and not one that closes. A container for Windows knows none of these.
 */
export const createConfinement = (workload: StandingWorkload): JudgeConfinement => {
  const { resource } = workload;
  const template = podTemplateOf(resource.ref, resource.object);
  if (template?.kind !== 'template')
    return () => ({ kind: 'open', lacks: ['its template could not be read'], edits: null, checks: [] });
  const pod = toPodView(template);
  if (pod.windows)
    return () => ({ kind: 'open', lacks: ['containers for Windows are not confined so'], edits: null, checks: [] });
  const violations =
    pod.defects.length > 0
      ? null
      : confining.flatMap(({ id, revisions }) =>
          (revisions.at(-1)?.find(pod) ?? []).map((found) => ({ ...found, id })),
        );
  return ({ list, name }) => {
    if (violations === null)
      return { kind: 'open', lacks: ['the pod is not one that the API server takes'], edits: null, checks: [] };
    const own = violations.filter(({ path }) => isOf(path, list, name));
    if (own.length === 0) return { kind: 'confined' };
    return {
      kind: 'open',
      lacks: own.map(({ message }) => message.replace(/\.$/, '')),
      edits: own.some(isDecided) ? null : toEdits(own, template.prefix),
      checks: own.map(({ id }) => id),
    };
  };
};

/** In the order of the standard; the last wording of each counts. */
const ids = new Set([
  'baseline/privileged',
  'restricted/privilege-escalation',
  'restricted/run-as-non-root',
  'restricted/run-as-user',
  'restricted/seccomp',
  'restricted/capabilities',
]);
const confining = checks.filter(({ level, id }) => ids.has(`${level}/${id}`));

/** Who wrote `runAsUser: 0` meant it: what the process needs to run as somebody else, no machine can know. */
const isDecided = ({ path, edits }: Violation): boolean => edits.length === 0 || path.at(-1) === 'runAsUser';

/** What the pod says holds for each of its containers. */
const isOf = ([, where, item]: FieldPath, list: string, name: string): boolean =>
  where === list
    ? typeof item !== 'object' || item.value === name
    : where !== 'containers' && where !== 'initContainers' && where !== 'ephemeralContainers';

/** Two checks may ask for one and the same edit. */
const toEdits = (violations: readonly Violation[], prefix: FieldPath): readonly Edit[] => [
  ...new Map(
    violations
      .flatMap(({ edits }) => edits)
      .map(({ path, before, after }) => {
        const rendered = renderFieldPath([...prefix, ...path]);
        return [rendered, { path: rendered, before, after }] as const;
      }),
  ).values(),
];
