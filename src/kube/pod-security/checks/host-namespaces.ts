/**
 * Host namespaces, baseline: a pod must not share the network, process or IPC namespace of its node.
 *
 * Fields: spec.hostNetwork, spec.hostPID, spec.hostIPC. Allowed: undefined, null, false. The same in all versions.
 */

import type { Check, Violation } from '../check.ts';
import { describeType, isSwitchedOn, toEdit, type PodView } from '../pod-view.ts';

const namespaces = [
  { field: 'hostNetwork', shares: "the node's network: it can reach the node's own ports and listen on its addresses" },
  { field: 'hostPID', shares: "the node's processes: it can see all of them, and their environment and files" },
  { field: 'hostIPC', shares: "the node's shared memory and message queues" },
] as const;

const find = ({ spec }: PodView): readonly Violation[] => {
  const found: Violation[] = [];
  for (const { field, shares } of namespaces) {
    const value = spec[field];
    if (!isSwitchedOn(value)) continue;
    const path = ['spec', field];
    found.push(
      value === true
        ? {
            path,
            message: `The pod sets ${field} to true and shares ${shares}.`,
            edits: [toEdit(path, true, undefined)],
          }
        : {
            path,
            message: `The pod sets ${field} to ${describeType(value)}, where true or false is expected: the API server refuses it.`,
            edits: [],
          },
    );
  }
  return found;
};

export const hostNamespaces: Check = {
  id: 'host-namespaces',
  level: 'baseline',
  control: 'pss-host-namespaces',
  title: "Pods do not share their node's namespaces",
  layer: 'cluster',
  what: 'hostNetwork, hostPID and hostIPC must be false or left out.',
  why: "On the node's network a pod passes by every NetworkPolicy, reaches services bound to localhost such as the kubelet's, and can often ask the cloud's metadata service for the node's credentials. In the node's process namespace it sees every process and, with little more, enters them.",
  fine: 'CNI plug-ins, kube-proxy, node-exporter and some ingress controllers work on the node itself. Give them a namespace of their own whose label is privileged.',
  remediation:
    'Remove the field. To be reached from outside use a Service of type LoadBalancer or NodePort; to look into a container next door use shareProcessNamespace, which stays inside the pod.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/concepts/workloads/pods/share-process-namespace/',
  ],
  reads: ['spec.hostNetwork', 'spec.hostPID', 'spec.hostIPC'],
  revisions: [{ since: 0, find }],
  overrides: null,
};
