/** Every resource that makes pods from a template: whoever writes one writes pods. */

export interface PodMaker {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
}

/** Those of Kubernetes, then those of extensions that many clusters have. A PodTemplate makes none, and `scale` changes no template. */
export const podMakers: readonly PodMaker[] = [
  { group: 'apps', resource: 'deployments', kind: 'Deployment' },
  { group: 'apps', resource: 'statefulsets', kind: 'StatefulSet' },
  { group: 'apps', resource: 'daemonsets', kind: 'DaemonSet' },
  { group: 'apps', resource: 'replicasets', kind: 'ReplicaSet' },
  { group: '', resource: 'replicationcontrollers', kind: 'ReplicationController' },
  { group: 'batch', resource: 'jobs', kind: 'Job' },
  { group: 'batch', resource: 'cronjobs', kind: 'CronJob' },
  { group: 'argoproj.io', resource: 'workflows', kind: 'Workflow' },
  { group: 'argoproj.io', resource: 'cronworkflows', kind: 'CronWorkflow' },
  { group: 'argoproj.io', resource: 'rollouts', kind: 'Rollout' },
  { group: 'tekton.dev', resource: 'taskruns', kind: 'TaskRun' },
  { group: 'tekton.dev', resource: 'pipelineruns', kind: 'PipelineRun' },
  { group: 'serving.knative.dev', resource: 'services', kind: 'Service' },
  { group: 'serving.knative.dev', resource: 'configurations', kind: 'Configuration' },
  { group: 'apps.kruise.io', resource: 'clonesets', kind: 'CloneSet' },
  { group: 'apps.openshift.io', resource: 'deploymentconfigs', kind: 'DeploymentConfig' },
  { group: 'kubevirt.io', resource: 'virtualmachines', kind: 'VirtualMachine' },
];
