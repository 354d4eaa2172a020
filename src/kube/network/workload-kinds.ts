/** The kinds that stand for pods nobody has read: every kind with a template, but for Pods and for templates that nobody runs. */

import { podKinds } from '../workload/pod-template.ts';

export const workloadKinds: readonly { readonly group: string; readonly kind: string }[] = podKinds
  .filter(({ kind }) => kind !== 'Pod' && kind !== 'PodTemplate')
  .flatMap(({ groups, kind }) => groups.map((group) => ({ group, kind })));
