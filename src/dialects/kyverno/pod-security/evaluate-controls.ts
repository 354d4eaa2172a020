/** Judges a pod by the controls of a level, in the version Kyverno knows. */

import type { Revision } from '../../../kube/pod-security/check.ts';
import { revisionAt } from '../../../kube/pod-security/conclude.ts';
import type { PodView } from '../../../kube/pod-security/pod-view.ts';
import { toMinor, type Version } from '../../../kube/pod-security/version.ts';
import { controls, type Control } from './controls.ts';
import type { FieldError } from './field-error.ts';

/** A control that a pod breaks. */
export interface ControlFailure {
  readonly control: Control;
  /** `null` where Kyverno tells no fields: then nothing excludes it. */
  readonly errors: readonly FieldError[] | null;
}

export interface ControlRevision {
  readonly control: Control;
  readonly revision: Revision;
}

/** The newest wording Kyverno has: what came later is not asked for by `latest` either. */
const newestMinor = 34;

/**
 * Any level but baseline is judged as restricted, as Kyverno does. A control that is newer than the version asked for
 * is judged by its first wording.
 */
export const selectControls = (level: string, version: Version): readonly ControlRevision[] => {
  const minor = Math.min(newestMinor, toMinor(version));
  return controls.flatMap((control) => {
    if (level === 'baseline' && control.check.level !== 'baseline') return [];
    const { revisions } = control.check;
    const revision = revisions[Math.max(0, revisionAt(revisions, minor))];
    return revision === undefined ? [] : [{ control, revision }];
  });
};

export const evaluateControls = (selected: readonly ControlRevision[], pod: PodView): readonly ControlFailure[] => {
  let failures: ControlFailure[] | null = null;
  for (const { control, revision } of selected) {
    const more = control.findMore?.(pod) ?? none;
    const violations = more.length === 0 ? revision.find(pod) : [...revision.find(pod), ...more];
    if (violations.length === 0 || revision.spares?.(pod) === true) continue;
    (failures ??= []).push({ control, errors: control.list?.(pod, violations) ?? null });
  }
  return failures ?? none;
};

const none: readonly never[] = [];
