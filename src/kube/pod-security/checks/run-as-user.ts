/**
 * Running as a user that is not root, restricted, from v1.23: nobody may ask for user 0.
 *
 * Fields: spec.securityContext.runAsUser, and the same of every init, regular and ephemeral container. Allowed:
 * undefined, null, any number but 0. From v1.35 a pod with spec.hostUsers false is let off.
 */

import type { Json } from '../../../model/json.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import { isInUserNamespace, nameHolder, settingPath, toEdit, toWrongType, type PodView } from '../pod-view.ts';

const find = ({ holders }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of holders) {
    const { runAsUser } = holder.context;
    if (isAbsent(runAsUser)) continue;
    if (!isWholeNumber(runAsUser)) found.push(toWrongType(holder, ['runAsUser'], runAsUser, 'a whole number'));
    else if (runAsUser === 0) {
      const path = settingPath(holder, 'runAsUser');
      found.push({
        path,
        message: `${nameHolder(holder)} sets securityContext.runAsUser to 0, which is root.`,
        edits: [toEdit(path, 0, undefined)],
      });
    }
  }
  return found;
};

const isWholeNumber = (value: Json): boolean => typeof value === 'bigint' || Number.isInteger(value);

export const runAsUser: Check = {
  id: 'run-as-user',
  level: 'restricted',
  control: 'pss-run-as-user',
  title: 'Nobody asks to be user 0',
  layer: 'runtime',
  what: 'From v1.23 on securityContext.runAsUser must not be 0, neither in the pod nor in a container. From v1.35 on, pods in a user namespace of their own (hostUsers: false) may.',
  why: 'runAsUser overrides the user of the image: a 0 makes even a careful image run as root, and root in a container is root to the kernel.',
  fine: 'Init containers that change the owner of a volume are the usual case; fsGroup does the same without root.',
  remediation:
    "Remove runAsUser, or set it to the image's own user. The pod then runs as the image says; together with runAsNonRoot: true the kubelet refuses an image whose user is root.",
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod',
    'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/',
  ],
  reads: [
    'spec.hostUsers',
    'spec.securityContext.runAsUser',
    'spec.containers[*].securityContext.runAsUser',
    'spec.initContainers[*].securityContext.runAsUser',
    'spec.ephemeralContainers[*].securityContext.runAsUser',
  ],
  revisions: [
    { since: 23, find },
    { since: 35, find, spares: isInUserNamespace },
  ],
  overrides: null,
};
