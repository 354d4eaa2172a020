/**
 * Capabilities, restricted, from v1.22: drop ALL, and add back NET_BIND_SERVICE at most.
 *
 * Fields: securityContext.capabilities.drop of every init, regular and ephemeral container. Allowed: a list with ALL.
 * Fields: securityContext.capabilities.add of the same. Allowed: undefined, empty, NET_BIND_SERVICE.
 * From v1.25 a pod with spec.os.name windows is let off.
 */

import { isJsonArray, isJsonObject } from '../../../model/json.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import { toForbiddenAdds } from '../capabilities.ts';
import type { Check, Violation } from '../check.ts';
import { isForWindows, nameHolder, settingPath, toEdit, toWrongType, type Holder, type PodView } from '../pod-view.ts';

const allowed: ReadonlySet<unknown> = new Set(['NET_BIND_SERVICE']);

const find = ({ containers }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of containers) judgeContainer(holder, found);
  return found;
};

const judgeContainer = (holder: Holder, found: Violation[]): void => {
  const capabilities = holder.context.capabilities ?? {};
  if (!isJsonObject(capabilities)) {
    found.push(toWrongType(holder, ['capabilities'], capabilities, 'an object'));
    return;
  }
  const { add, drop } = capabilities;
  if (!isAbsent(drop) && !isJsonArray(drop)) found.push(toWrongType(holder, ['capabilities', 'drop'], drop, 'a list'));
  else if (isAbsent(drop) || !drop.includes('ALL')) {
    const path = settingPath(holder, 'capabilities', 'drop');
    const does = isAbsent(drop) || drop.length === 0 ? 'drops no capabilities' : 'drops only some capabilities';
    found.push({
      path,
      message: `${nameHolder(holder)} ${does}, where dropping ALL is required.`,
      edits: [toEdit(path, drop, ['ALL'])],
    });
  }
  if (isAbsent(add)) return;
  if (!isJsonArray(add)) found.push(toWrongType(holder, ['capabilities', 'add'], add, 'a list'));
  else if (!add.every((name) => allowed.has(name))) {
    found.push(toForbiddenAdds(holder, add, allowed, 'where the restricted level allows NET_BIND_SERVICE alone'));
  }
};

export const restrictedCapabilities: Check = {
  id: 'capabilities',
  level: 'restricted',
  control: 'pss-capabilities',
  title: 'Containers drop all capabilities',
  layer: 'runtime',
  what: 'From v1.22 on every container must list ALL in securityContext.capabilities.drop, and may add back NET_BIND_SERVICE alone. From v1.25 on, pods for Windows need not.',
  why: 'The default set is still a part of root: with NET_RAW a container forges traffic, with CHOWN, SETUID or DAC_OVERRIDE it makes itself at home in every file it can reach. An ordinary program needs none of it.',
  fine: 'Programs that change their user at start, such as older database and web server images (SETUID, SETGID, CHOWN), until the image starts as its own user.',
  remediation:
    'Set capabilities.drop to [ALL] in every container. A program that listens below port 1024 may add NET_BIND_SERVICE, or better listen above it.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-capabilities-for-a-container',
  ],
  reads: [
    'spec.os.name',
    'spec.containers[*].securityContext.capabilities',
    'spec.initContainers[*].securityContext.capabilities',
    'spec.ephemeralContainers[*].securityContext.capabilities',
  ],
  revisions: [
    { since: 22, find },
    { since: 25, find, spares: isForWindows },
  ],
  overrides: 'capabilities',
};
