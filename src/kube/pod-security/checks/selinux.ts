/**
 * SELinux, baseline: only the types for containers, and no user or role of one's own.
 *
 * Fields: seLinuxOptions.type of spec.securityContext and of every init, regular and ephemeral container's
 * securityContext. Allowed: undefined, empty, container_t, container_init_t, container_kvm_t, and from v1.31
 * container_engine_t.
 * Fields: seLinuxOptions.user and seLinuxOptions.role of the same. Allowed: undefined, empty.
 */

import { isJsonObject } from '../../../model/json.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import { describeValue, nameHolder, settingPath, toEdit, toWrongType, type PodView } from '../pod-view.ts';

const typesV1_0 = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
const typesV1_31 = [...typesV1_0, 'container_engine_t'];

const findOutside = (types: readonly string[]): ((pod: PodView) => readonly Violation[]) => {
  const allowed: ReadonlySet<unknown> = new Set(types);
  return ({ holders }) => {
    const found: Violation[] = [];
    for (const holder of holders) {
      const options = holder.context.seLinuxOptions;
      if (isAbsent(options)) continue;
      if (!isJsonObject(options)) {
        found.push(toWrongType(holder, ['seLinuxOptions'], options, 'an object'));
        continue;
      }
      const { type } = options;
      if (!isAbsent(type) && !allowed.has(type)) {
        const path = settingPath(holder, 'seLinuxOptions', 'type');
        found.push({
          path,
          message: `${nameHolder(holder)} sets the SELinux type to ${describeValue(type)}, which is none of those for containers.`,
          edits: [toEdit(path, type, undefined)],
        });
      }
      for (const field of ['user', 'role'] as const) {
        const value = options[field];
        if (isAbsent(value) || value === '') continue;
        const path = settingPath(holder, 'seLinuxOptions', field);
        found.push({
          path,
          message: `${nameHolder(holder)} sets the SELinux ${field} to ${describeValue(value)}, and none may be set.`,
          edits: [toEdit(path, value, undefined)],
        });
      }
    }
    return found;
  };
};

export const seLinux: Check = {
  id: 'selinux',
  level: 'baseline',
  control: 'pss-selinux',
  title: 'SELinux keeps its type for containers',
  layer: 'runtime',
  what: 'seLinuxOptions.type, where it is set, must be container_t, container_init_t, container_kvm_t or, from v1.31 on, container_engine_t; seLinuxOptions.user and role must not be set.',
  why: 'The type decides which files and processes of the node a container may touch. With spc_t or unconfined_t it may touch all of them, on exactly the systems where SELinux was the wall that counted.',
  fine: 'Node agents on SELinux systems that manage files of the node (spc_t), in a namespace whose label is privileged. The level, for multi-category separation, may be set by anybody.',
  remediation:
    'Remove type, user and role: the runtime then labels the container with container_t. Share files between pods with a volume and one level, not with a wider type.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#assign-selinux-labels-to-a-container',
  ],
  reads: ['spec', 'spec.containers[*]', 'spec.initContainers[*]', 'spec.ephemeralContainers[*]'].flatMap((holder) =>
    ['type', 'user', 'role'].map((field) => `${holder}.securityContext.seLinuxOptions.${field}`),
  ),
  revisions: [
    { since: 0, find: findOutside(typesV1_0) },
    { since: 31, find: findOutside(typesV1_31) },
  ],
  overrides: null,
};
