/**
 * Seccomp, baseline: a profile, where one is named, must confine.
 *
 * From v1.19, fields: spec.securityContext.seccompProfile.type, and the same of every init, regular and ephemeral
 * container. Allowed: no profile, RuntimeDefault, Localhost.
 * Before, fields: metadata.annotations["seccomp.security.alpha.kubernetes.io/pod"] and
 * ["container.seccomp.security.alpha.kubernetes.io/NAME"] of each container there is. Allowed: undefined,
 * runtime/default, docker/default, localhost/*.
 */

import type { JsonObject } from '../../../model/json.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import { describeValue, toEdit, type PodView } from '../pod-view.ts';
import { isConfining, toUnconfined } from '../profile.ts';

const podKey = 'seccomp.security.alpha.kubernetes.io/pod';
const containerPrefix = 'container.seccomp.security.alpha.kubernetes.io/';

const findInAnnotations = ({ annotations, profileKeys, containers }: PodView): readonly Violation[] => {
  const keys = profileKeys.filter(
    (key) =>
      key === podKey ||
      (key.startsWith(containerPrefix) &&
        containers.some(({ container }) => container.name === key.slice(containerPrefix.length))),
  );
  return keys.filter((key) => !isConfiningAnnotation(annotations, key)).map((key) => toViolation(annotations, key));
};

const isConfiningAnnotation = (annotations: JsonObject, key: string): boolean => {
  const value = annotations[key];
  return (
    value === 'runtime/default' ||
    value === 'docker/default' ||
    (typeof value === 'string' && value.startsWith('localhost/'))
  );
};

const toViolation = (annotations: JsonObject, key: string): Violation => {
  const path = ['metadata', 'annotations', key];
  const value = annotations[key];
  const whose = key === podKey ? 'the pod' : `container ${JSON.stringify(key.slice(containerPrefix.length))}`;
  return {
    path,
    message: `The annotation for ${whose} sets its seccomp profile to ${describeValue(value)}, where runtime/default or localhost/… is required.`,
    edits: [toEdit(path, value, 'runtime/default')],
  };
};

const findInFields = ({ holders }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of holders) {
    const profile = holder.context.seccompProfile;
    if (!isAbsent(profile) && !isConfining(profile)) found.push(toUnconfined(holder, 'seccompProfile', profile));
  }
  return found;
};

export const baselineSeccomp: Check = {
  id: 'seccomp',
  level: 'baseline',
  control: 'pss-seccomp',
  title: 'Seccomp is not switched off',
  layer: 'runtime',
  what: 'A seccomp profile, where one is named, must be RuntimeDefault or Localhost: in securityContext.seccompProfile.type from v1.19 on, in the alpha annotations before.',
  why: "Seccomp decides which of the kernel's several hundred system calls a container may make. Unconfined opens all of them, and with them most of the known ways from a container into the kernel.",
  fine: 'While the profile of an unusual program is being recorded: Localhost with a profile that only logs serves better than Unconfined.',
  remediation:
    'Set seccompProfile.type to RuntimeDefault. Where one system call is missing, write a Localhost profile that adds it.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tutorials/security/seccomp/',
  ],
  reads: [
    'metadata.annotations',
    'spec.securityContext.seccompProfile.type',
    'spec.containers[*].securityContext.seccompProfile.type',
    'spec.initContainers[*].securityContext.seccompProfile.type',
    'spec.ephemeralContainers[*].securityContext.seccompProfile.type',
  ],
  revisions: [
    { since: 0, find: findInAnnotations },
    { since: 19, find: findInFields },
  ],
  overrides: null,
};
