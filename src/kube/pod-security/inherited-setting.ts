/** A setting that every container must have, and may have from its pod. */

import type { Json } from '../../model/json.ts';
import { isAbsent } from '../workload/pod-template.ts';
import type { Violation } from './check.ts';
import type { ContainerHolder, Holder, PodView } from './pod-view.ts';

export interface InheritedSetting {
  /** Its field in a security context. */
  readonly field: string;
  readonly isAllowed: (value: Json) => boolean;
  /** The pod or a container says what is not allowed. */
  readonly toRefused: (holder: Holder, value: Json) => Violation;
  /** A container says nothing where another one speaks for itself. */
  readonly toSilent: (holder: ContainerHolder) => Violation;
  /** Nobody says anything: best mended once, in the pod. */
  readonly toAllSilent: (pod: Holder, silent: readonly ContainerHolder[]) => Violation;
}

export const findUnset =
  ({ field, isAllowed, toRefused, toSilent, toAllSilent }: InheritedSetting) =>
  ({ pod, containers }: PodView): readonly Violation[] => {
    const atPod = pod.context[field];
    const found: Violation[] = [];
    const silent: ContainerHolder[] = [];
    if (!isAbsent(atPod) && !isAllowed(atPod)) found.push(toRefused(pod, atPod));
    for (const holder of containers) {
      const value = holder.context[field];
      if (isAbsent(value)) silent.push(holder);
      else if (!isAllowed(value)) found.push(toRefused(holder, value));
    }
    // A pod that says what is not allowed is told so once: mending it there mends its silent containers too.
    if (!isAbsent(atPod) || silent.length === 0) return found;
    if (silent.length < containers.length) return [...found, ...silent.map(toSilent)];
    return [toAllSilent(pod, silent)];
  };
