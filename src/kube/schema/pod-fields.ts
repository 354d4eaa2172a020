/** The fields of pods and of what holds them, level by level: enough to tell where a field that slipped belongs. */

/** One level of an object: its own fields and the levels below it. */
export interface Level {
  /** The level in a sentence: "where … has no such field". */
  readonly name: string;
  readonly fields: ReadonlySet<string>;
  /** Fields that hold a level, by the level's key in `levels`. */
  readonly below: Readonly<Record<string, string>>;
  /** Those of them without which the API server refuses the object. */
  readonly needs?: ReadonlySet<string>;
  /** Those of them that hold a list of it. */
  readonly lists?: ReadonlySet<string>;
  /** Levels beside or above this one whose fields people put here, with how to name them. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

// oxfmt-ignore
/** The fields of Kubernetes v1.37 (k8s.io/api core/v1, apps/v1, batch/v1); a field of a newer version is nobody's slip. */
export const levels: Readonly<Record<string, Level>> = {
  metadata: {
    name: 'metadata',
    fields: words(`
      name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp
      deletionGracePeriodSeconds labels annotations ownerReferences finalizers clusterName managedFields`),
    below: {},
    elsewhere: { podTop: 'the top level' },
  },
  podSecurityContext: {
    name: 'the security context of a pod',
    fields: words(`
      seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot supplementalGroups
      supplementalGroupsPolicy fsGroup sysctls fsGroupChangePolicy seccompProfile appArmorProfile
      seLinuxChangePolicy`),
    below: {},
    elsewhere: { securityContext: 'securityContext of each container', podSpec: 'the spec of the pod' },
  },
  securityContext: {
    name: 'the security context of a container',
    fields: words(`
      capabilities privileged seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot
      readOnlyRootFilesystem allowPrivilegeEscalation procMount seccompProfile appArmorProfile`),
    below: {},
    elsewhere: { container: 'the container itself', podSecurityContext: 'securityContext in the spec of the pod' },
  },
  container: {
    name: 'a container',
    fields: words(`
      name image command args workingDir ports envFrom env resources resizePolicy restartPolicy
      restartPolicyRules volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle
      terminationMessagePath terminationMessagePolicy imagePullPolicy stdin stdinOnce tty targetContainerName`),
    below: { securityContext: 'securityContext' },
    elsewhere: { podSpec: 'the spec of the pod' },
  },
  podSpec: {
    name: 'the spec of a pod',
    fields: words(`
      volumes restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector
      serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC
      shareProcessNamespace imagePullSecrets hostname subdomain affinity schedulerName tolerations hostAliases
      priorityClassName priority dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy
      overhead topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates resourceClaims
      resources hostnameOverride workloadRef schedulingGroup evictionResponders`),
    below: { securityContext: 'podSecurityContext', containers: 'container', initContainers: 'container', ephemeralContainers: 'container' },
    needs: words('containers'),
    lists: words('containers initContainers ephemeralContainers'),
  },
  podTemplate: {
    name: 'a pod template',
    fields: words(`
`),
    below: { metadata: 'metadata', spec: 'podSpec' },
    needs: words('spec'),
  },
  workloadSpec: {
    name: 'the spec of a workload',
    fields: words(`
      minReadySeconds ordinals paused persistentVolumeClaimRetentionPolicy podManagementPolicy
      progressDeadlineSeconds replicas revisionHistoryLimit rollbackTo selector serviceName strategy
      templateGeneration templateRef updateStrategy volumeClaimTemplates`),
    below: { template: 'podTemplate' },
    needs: words('template'),
  },
  jobSpec: {
    name: 'the spec of a Job',
    fields: words(`
      parallelism completions activeDeadlineSeconds podFailurePolicy successPolicy backoffLimit
      backoffLimitPerIndex maxFailedIndexes failedPodsLimit selector manualSelector ttlSecondsAfterFinished
      completionMode suspend podReplacementPolicy managedBy scheduling`),
    below: { template: 'podTemplate' },
    needs: words('template'),
  },
  jobTemplate: {
    name: 'a job template',
    fields: words(`
`),
    below: { metadata: 'metadata', spec: 'jobSpec' },
    needs: words('spec'),
  },
  cronJobSpec: {
    name: 'the spec of a CronJob',
    fields: words(`
      schedule timeZone startingDeadlineSeconds concurrencyPolicy suspend successfulJobsHistoryLimit
      failedJobsHistoryLimit`),
    below: { jobTemplate: 'jobTemplate' },
    needs: words('jobTemplate'),
  },
  podTop: {
    name: 'the top level',
    fields: words(`
      apiVersion kind status`),
    below: { metadata: 'metadata', spec: 'podSpec' },
    needs: words('spec'),
  },
  workloadTop: {
    name: 'the top level',
    fields: words(`
      apiVersion kind status`),
    below: { metadata: 'metadata', spec: 'workloadSpec' },
    needs: words('spec'),
  },
  jobTop: {
    name: 'the top level',
    fields: words(`
      apiVersion kind status`),
    below: { metadata: 'metadata', spec: 'jobSpec' },
    needs: words('spec'),
  },
  cronJobTop: {
    name: 'the top level',
    fields: words(`
      apiVersion kind status`),
    below: { metadata: 'metadata', spec: 'cronJobSpec' },
    needs: words('spec'),
  },
  podTemplateTop: {
    name: 'the top level',
    fields: words(`
      apiVersion kind status`),
    below: { metadata: 'metadata', template: 'podTemplate' },
    needs: words('template'),
  },
};

const topOf = (key: string): Level => {
  const level = levels[key];
  if (level === undefined) throw new Error(`there is no level ${key}`);
  return level;
};

/** The top level of each built-in kind that holds pods. */
export const podLevels: ReadonlyMap<string, Level> = new Map(
  Object.entries({
    Pod: 'podTop',
    PodTemplate: 'podTemplateTop',
    Deployment: 'workloadTop',
    StatefulSet: 'workloadTop',
    DaemonSet: 'workloadTop',
    ReplicaSet: 'workloadTop',
    ReplicationController: 'workloadTop',
    Job: 'jobTop',
    CronJob: 'cronJobTop',
  }).map(([kind, key]) => [kind, topOf(key)]),
);
