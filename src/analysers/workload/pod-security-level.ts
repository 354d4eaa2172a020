/** Whether Pod Security lets a pod pass at a level, and the edits by which it would where they change nothing the pod is known to use. */

import type { Edit } from '../../model/change.ts';
import { renderFieldPath } from '../../model/field-path.ts';
import { revisionAt } from '../../kube/pod-security/conclude.ts';
import type { Check, Violation } from '../../kube/pod-security/check.ts';
import { compareLevels, type LevelVersion } from '../../kube/pod-security/level.ts';
import { toPodView, type PodView } from '../../kube/pod-security/pod-view.ts';
import { checks } from '../../kube/pod-security/registry.ts';
import { toMinor } from '../../kube/pod-security/version.ts';
import { podTemplateOf } from '../../kube/workload/pod-template.ts';
import type { StandingWorkload } from '../standing-workloads.ts';

export type Admission =
  | { readonly kind: 'admitted' }
  /** `edits` of the workload's object; `null` where none are known that leave it working. */
  | { readonly kind: 'refused'; readonly edits: readonly Edit[] | null };

/** As the API server's own evaluator (KEP-2579): every check of the level, in the wording of the version. */
export const judgeLevel = (workload: StandingWorkload, level: LevelVersion): Admission => {
  const { ref, object } = workload.resource;
  const template = podTemplateOf(ref, object);
  if (level.level === 'privileged' || template === undefined) return { kind: 'admitted' };
  if (template.kind === 'malformed') return { kind: 'refused', edits: null };
  const pod = toPodView(template);
  if (pod.defects.length > 0) return { kind: 'refused', edits: null };
  const failed = checks
    .filter((check) => compareLevels(level.level, check.level) >= 0)
    .flatMap((check): readonly Failure[] => {
      const violations = findViolations(check, pod, level);
      return violations.length === 0 || isOverridden(check, pod, level) ? [] : [{ check, violations }];
    });
  if (failed.length === 0) return { kind: 'admitted' };
  const mended = failed.every(({ check, violations }) => isMendable(check, violations, pod));
  if (!mended) return { kind: 'refused', edits: null };
  const edits = new Map<string, Edit>();
  for (const { violations } of failed)
    for (const edit of violations.flatMap((violation) => violation.edits)) {
      const path = renderFieldPath([...template.prefix, ...edit.path]);
      edits.set(path, { ...edit, path });
    }
  return { kind: 'refused', edits: [...edits.values()] };
};

interface Failure {
  readonly check: Check;
  readonly violations: readonly Violation[];
}

const findViolations = ({ revisions }: Check, pod: PodView, { version }: LevelVersion): readonly Violation[] => {
  const revision = revisions[revisionAt(revisions, toMinor(version))];
  return revision === undefined || revision.spares?.(pod) === true ? [] : revision.find(pod);
};

/** At restricted the check that replaces one of baseline speaks for it. */
const isOverridden = (check: Check, pod: PodView, level: LevelVersion): boolean => {
  const overriding = level.level === 'restricted' ? checks.find(({ overrides }) => overrides === check.id) : undefined;
  return check.level === 'baseline' && overriding !== undefined && findViolations(overriding, pod, level).length === 0;
};

/**
 * Who uses the network or the ports of the node is reached there, and only its author knows whether an image runs as
 * another user than root. A process that is not root has no capabilities to lose; one that may be keeps them.
 */
const isMendable = ({ id, level }: Check, violations: readonly Violation[], pod: PodView): boolean => {
  if (violations.some(({ edits }) => edits.length === 0)) return false;
  if (id === 'host-ports') return false;
  if (id === 'host-namespaces') return violations.every(({ path }) => path.at(-1) !== 'hostNetwork');
  if (level === 'baseline') return true;
  return (
    id === 'seccomp' || id === 'volume-types' || pod.containers.every((holder) => isKnownUser(pod, holder.context))
  );
};

const isKnownUser = (pod: PodView, own: PodView['pod']['context']): boolean => {
  const id = own['runAsUser'] ?? pod.pod.context['runAsUser'];
  return typeof id === 'number' ? id > 0 : (own['runAsNonRoot'] ?? pod.pod.context['runAsNonRoot']) === true;
};
