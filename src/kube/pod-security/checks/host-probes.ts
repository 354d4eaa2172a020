/**
 * Host probes and lifecycle hooks, baseline, from v1.34: the kubelet must not be sent to another host.
 *
 * Fields: livenessProbe, readinessProbe, startupProbe, lifecycle.postStart and lifecycle.preStop of every init,
 * regular and ephemeral container, each with httpGet.host and tcpSocket.host. Allowed: undefined, null, the empty
 * text. Before v1.34 there is no such control.
 */

import { isJsonObject, type Json } from '../../../model/json.ts';
import { isAbsent } from '../../workload/pod-template.ts';
import type { Check, Violation } from '../check.ts';
import { describeType, describeValue, holderPath, nameHolder, toEdit, type Holder, type PodView } from '../pod-view.ts';

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const hooks = ['postStart', 'preStop'] as const;
const actions = ['httpGet', 'tcpSocket'] as const;

const find = ({ containers }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const holder of containers) {
    const { object } = holder.container;
    for (const probe of probes) {
      if (!isAbsent(object[probe])) judgeHandler(holder, [probe], object[probe], found);
    }
    const { lifecycle } = object;
    if (isAbsent(lifecycle)) continue;
    if (!isJsonObject(lifecycle)) found.push(toWrongShape(holder, ['lifecycle'], lifecycle));
    else {
      for (const hook of hooks) {
        if (!isAbsent(lifecycle[hook])) judgeHandler(holder, ['lifecycle', hook], lifecycle[hook], found);
      }
    }
  }
  return found;
};

const judgeHandler = (
  holder: Holder,
  where: readonly string[],
  handler: Json | undefined,
  found: Violation[],
): void => {
  if (!isJsonObject(handler)) {
    found.push(toWrongShape(holder, where, handler));
    return;
  }
  for (const action of actions) {
    const target = handler[action];
    if (isAbsent(target)) continue;
    if (!isJsonObject(target)) {
      found.push(toWrongShape(holder, [...where, action], target));
      continue;
    }
    const { host } = target;
    if (isAbsent(host) || host === '') continue;
    const path = [...holderPath(holder), ...where, action, 'host'];
    found.push({
      path,
      message: `${nameHolder(holder)} makes the kubelet connect to the host ${describeValue(host)} in ${where.join('.')}.${action}.`,
      edits: [toEdit(path, host, undefined)],
    });
  }
};

const toWrongShape = (holder: Holder, where: readonly string[], value: Json | undefined): Violation => ({
  path: [...holderPath(holder), ...where],
  message: `${nameHolder(holder)} sets ${where.join('.')} to ${describeType(value)}, where an object is expected: the API server refuses it.`,
  edits: [],
});

export const hostProbes: Check = {
  id: 'host-probes',
  level: 'baseline',
  control: 'pss-host-probes',
  title: 'Probes and lifecycle hooks stay inside the pod',
  layer: 'cluster',
  what: 'From v1.34 on, the host field of httpGet and tcpSocket must be empty in every probe and lifecycle hook.',
  why: "Probes are made by the kubelet, from the node's network. With a host of one's own choice the kubelet becomes a messenger to addresses the pod itself may not reach: the cloud's metadata service, the node's localhost, another tenant.",
  fine: 'Hardly ever. A pod on the host network whose program listens on 127.0.0.1 alone needs it, and fails host-namespaces as well.',
  remediation:
    "Remove host: the probe then goes to the pod's own address. To set the Host header use httpGet.httpHeaders; to test something elsewhere use an exec probe, which runs inside the container.",
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  reads: ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => [
    ...probes.flatMap((probe) => actions.map((action) => `spec.${list}[*].${probe}.${action}.host`)),
    ...hooks.flatMap((hook) => actions.map((action) => `spec.${list}[*].lifecycle.${hook}.${action}.host`)),
  ]),
  revisions: [{ since: 34, find }],
  overrides: null,
};
