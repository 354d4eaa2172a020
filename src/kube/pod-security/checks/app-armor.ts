/**
 * AppArmor, baseline: the default profile may be replaced by a profile of the node, not switched off.
 *
 * Fields: spec.securityContext.appArmorProfile.type, and the same of every init, regular and ephemeral container.
 * Allowed: no profile, RuntimeDefault, Localhost.
 * Fields: metadata.annotations["container.apparmor.security.beta.kubernetes.io/*"]. Allowed: undefined, empty,
 * runtime/default, localhost/*. The same in all versions.
 */

import type { Check, Violation } from '../check.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import { describeValue, toEdit, type PodView } from '../pod-view.ts';
import { isConfining, toUnconfined } from '../profile.ts';

const prefix = 'container.apparmor.security.beta.kubernetes.io/';

const find = ({ holders, annotations, profileKeys }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of holders) {
    const profile = holder.context.appArmorProfile;
    if (!isAbsent(profile) && !isConfining(profile)) found.push(toUnconfined(holder, 'appArmorProfile', profile));
  }
  for (const key of profileKeys) {
    if (!key.startsWith(prefix)) continue;
    const value = annotations[key];
    if (isAbsent(value) || value === '' || value === 'runtime/default') continue;
    if (typeof value === 'string' && value.startsWith('localhost/')) continue;
    const path = ['metadata', 'annotations', key];
    found.push({
      path,
      message: `The annotation for container ${JSON.stringify(key.slice(prefix.length))} sets its AppArmor profile to ${describeValue(value)}, where runtime/default or localhost/… is required.`,
      edits: [toEdit(path, value, undefined)],
    });
  }
  return found;
};

export const appArmor: Check = {
  id: 'app-armor',
  level: 'baseline',
  control: 'pss-app-armor',
  title: 'AppArmor is not switched off',
  layer: 'runtime',
  what: 'An AppArmor profile, where one is named, must be RuntimeDefault or Localhost: in securityContext.appArmorProfile.type of the pod or a container, and in the older annotations.',
  why: 'The default profile keeps a container from mounting, from writing to the parts of /proc and /sys that steer the kernel, and from tracing other processes. Without it one bug in the kernel is enough to get out.',
  fine: 'While a profile for an unusual program is being written: Localhost with a profile in complain mode then serves better than Unconfined.',
  remediation:
    'Set appArmorProfile.type to RuntimeDefault, or remove the profile and the annotation: RuntimeDefault then applies by itself on nodes that have AppArmor.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tutorials/security/apparmor/',
  ],
  reads: [
    'metadata.annotations',
    'spec.securityContext.appArmorProfile.type',
    'spec.containers[*].securityContext.appArmorProfile.type',
    'spec.initContainers[*].securityContext.appArmorProfile.type',
    'spec.ephemeralContainers[*].securityContext.appArmorProfile.type',
  ],
  revisions: [{ since: 0, find }],
  overrides: null,
};
