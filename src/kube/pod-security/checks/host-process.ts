/**
 * Windows HostProcess, baseline: a Windows container must not be a process of its node.
 *
 * Fields: spec.securityContext.windowsOptions.hostProcess, and the same of every init, regular and ephemeral
 * container. Allowed: undefined, null, false. The same in all versions.
 */

import { isJsonObject } from '../../../model/json.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import { isSwitchedOn, nameHolder, settingPath, toEdit, toWrongType, type PodView } from '../pod-view.ts';

const find = ({ holders }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of holders) {
    const options = holder.context.windowsOptions;
    if (isAbsent(options)) continue;
    if (!isJsonObject(options)) found.push(toWrongType(holder, ['windowsOptions'], options, 'an object'));
    else if (options.hostProcess === true) {
      const path = settingPath(holder, 'windowsOptions', 'hostProcess');
      found.push({
        path,
        message: `${nameHolder(holder)} sets securityContext.windowsOptions.hostProcess to true: it runs as a process of the Windows node.`,
        edits: [toEdit(path, true, undefined)],
      });
    } else if (isSwitchedOn(options.hostProcess)) {
      found.push(toWrongType(holder, ['windowsOptions', 'hostProcess'], options.hostProcess, 'true or false'));
    }
  }
  return found;
};

export const hostProcess: Check = {
  id: 'windows-host-process',
  level: 'baseline',
  control: 'pss-windows-host-process',
  title: 'Windows containers are not processes of their node',
  layer: 'cluster',
  what: 'Neither the pod nor any container may set securityContext.windowsOptions.hostProcess to true.',
  why: 'A HostProcess container runs outside every container boundary, with access to the Windows node, its network and the credentials of its kubelet. Whoever takes the container has taken the node.',
  fine: 'Node agents for Windows (CNI and CSI plug-ins, log collectors, kube-proxy) need it. Give them a namespace of their own whose label is privileged.',
  remediation:
    'Remove windowsOptions.hostProcess. Where the work really is on the node, move it to a namespace for node agents that few people can deploy to.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/',
  ],
  reads: [
    'spec.securityContext.windowsOptions.hostProcess',
    'spec.containers[*].securityContext.windowsOptions.hostProcess',
    'spec.initContainers[*].securityContext.windowsOptions.hostProcess',
    'spec.ephemeralContainers[*].securityContext.windowsOptions.hostProcess',
  ],
  revisions: [{ since: 0, find }],
  overrides: null,
};
