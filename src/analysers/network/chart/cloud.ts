/** Which cloud the nodes of an estate are machines of, as far as anything says so, and whether pods may ask its metadata service. */

import { objectAt, objectsAt, textAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { StandingWorkload } from '../../standing-workloads.ts';

export interface Cloud {
  readonly provider: 'aws' | 'gcp' | 'azure';
  /** GKE’s metadata server answers pods with an identity of their own; what has the network of a node still gets the node’s. */
  readonly answersPods: boolean;
  /** What says so. */
  readonly why: string;
}

export const readCloud = (snapshot: Snapshot, workloads: readonly StandingWorkload[]): Cloud | null => {
  const nodes = snapshot.list('', 'Node');
  const isServed = nodes.some(
    ({ object }) => textAt(object, 'metadata', 'labels', 'iam.gke.io/gke-metadata-server-enabled') === 'true',
  );
  for (const node of nodes) {
    const provider = ofNode(node);
    if (provider !== null)
      return {
        provider,
        answersPods: provider !== 'gcp' || !isServed,
        why: `node ${node.ref.name} is a machine of it`,
      };
  }
  // Nodes that were read and say nothing are machines of nobody's cloud.
  if (nodes.length > 0 || snapshot.kind === 'cluster') return null;
  return ofAccounts(snapshot) ?? ofServices(snapshot) ?? ofWorkloads(workloads);
};

const ofNode = ({ object }: Resource): Cloud['provider'] | null => {
  const id = textAt(object, 'spec', 'providerID');
  if (id.startsWith('aws://')) return 'aws';
  if (id.startsWith('gce://')) return 'gcp';
  if (id.startsWith('azure://')) return 'azure';
  return id === '' ? ofLabels(objectAt(object, 'metadata', 'labels')) : null;
};

const ofLabels = (labels: Readonly<Record<string, unknown>>): Cloud['provider'] | null => {
  for (const key of Object.keys(labels)) {
    if (/^(?:eks\.amazonaws\.com|alpha\.eksctl\.io|karpenter\.k8s\.aws|topology\.ebs\.csi\.aws\.com)\//.test(key))
      return 'aws';
    if (/^(?:cloud\.google\.com\/gke-|topology\.gke\.io\/)/.test(key)) return 'gcp';
    if (/^(?:kubernetes\.azure\.com|topology\.disk\.csi\.azure\.com)\//.test(key)) return 'azure';
  }
  return null;
};

const ofAccounts = (snapshot: Snapshot): Cloud | null => {
  for (const { object, ref } of snapshot.list('', 'ServiceAccount')) {
    const annotations = objectAt(object, 'metadata', 'annotations');
    const why = `the annotations of ServiceAccount ${ref.name} are for it`;
    if (textAt(annotations, 'eks.amazonaws.com/role-arn') !== '') return { provider: 'aws', answersPods: true, why };
    // Where accounts are joined to those of the cloud, GKE's metadata server stands before the real one.
    if (textAt(annotations, 'iam.gke.io/gcp-service-account') !== '')
      return { provider: 'gcp', answersPods: false, why };
    if (textAt(annotations, 'azure.workload.identity/client-id') !== '')
      return { provider: 'azure', answersPods: true, why };
  }
  return null;
};

const ofServices = (snapshot: Snapshot): Cloud | null => {
  const resources = [...snapshot.list('', 'Service'), ...snapshot.list('networking.k8s.io', 'Ingress')];
  for (const { object, ref } of resources) {
    const keys = Object.keys(objectAt(object, 'metadata', 'annotations'));
    const provider = keys.some((key) =>
      /^(?:service\.beta\.kubernetes\.io\/aws-|alb\.ingress\.kubernetes\.io\/)/.test(key),
    )
      ? 'aws'
      : keys.some((key) => /^(?:cloud\.google\.com\/|networking\.gke\.io\/)/.test(key))
        ? 'gcp'
        : keys.some((key) => /^(?:service\.beta\.kubernetes\.io\/azure-|appgw\.ingress\.kubernetes\.io\/)/.test(key))
          ? 'azure'
          : null;
    if (provider !== null)
      return { provider, answersPods: true, why: `the annotations of ${ref.kind} ${ref.name} are for it` };
  }
  return null;
};

/** Pods that ask for nodes of a cloud. */
const ofWorkloads = (workloads: readonly StandingWorkload[]): Cloud | null => {
  for (const { spec, resource } of workloads) {
    const affinity = objectsAt(
      spec,
      'affinity',
      'nodeAffinity',
      'requiredDuringSchedulingIgnoredDuringExecution',
      'nodeSelectorTerms',
    )
      .flatMap((term) => objectsAt(term, 'matchExpressions'))
      .map((expression) => [textAt(expression, 'key'), ''] as const);
    const provider = ofLabels({ ...objectAt(spec, 'nodeSelector'), ...Object.fromEntries(affinity) });
    if (provider !== null)
      return { provider, answersPods: true, why: `${resource.ref.kind} ${resource.ref.name} asks for its nodes` };
  }
  return null;
};
