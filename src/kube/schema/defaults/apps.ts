/** Defaults of apps/v1. */

import { draftAt, type SetDefaults } from './draft.ts';

const setDeploymentDefaults: SetDefaults = (deployment) => {
  const spec = draftAt(deployment, 'spec') ?? {};
  spec.replicas ??= 1;
  const strategy = draftAt(spec, 'strategy') ?? {};
  strategy.type ??= 'RollingUpdate';
  if (strategy.type === 'RollingUpdate') {
    const update = draftAt(strategy, 'rollingUpdate') ?? {};
    update.maxUnavailable ??= '25%';
    update.maxSurge ??= '25%';
    strategy.rollingUpdate = update;
  }
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
};

const setDaemonSetDefaults: SetDefaults = (daemonSet) => {
  const spec = draftAt(daemonSet, 'spec') ?? {};
  const strategy = draftAt(spec, 'updateStrategy') ?? {};
  strategy.type ??= 'RollingUpdate';
  if (strategy.type === 'RollingUpdate') {
    const update = draftAt(strategy, 'rollingUpdate') ?? {};
    update.maxUnavailable ??= 1;
    update.maxSurge ??= 0;
    strategy.rollingUpdate = update;
  }
  spec.revisionHistoryLimit ??= 10;
};

const setStatefulSetDefaults: SetDefaults = (statefulSet) => {
  const spec = draftAt(statefulSet, 'spec') ?? {};
  spec.podManagementPolicy ??= 'OrderedReady';
  const strategy = draftAt(spec, 'updateStrategy') ?? {};
  // Named outright, a strategy without its parameters is left without them.
  if (strategy.type === undefined) {
    strategy.type = 'RollingUpdate';
    strategy.rollingUpdate ??= {};
  }
  const update = draftAt(strategy, 'rollingUpdate');
  if (strategy.type === 'RollingUpdate' && update !== undefined) {
    update.partition ??= 0;
    update.maxUnavailable ??= 1;
  }
  const retention = draftAt(spec, 'persistentVolumeClaimRetentionPolicy') ?? {};
  retention.whenDeleted ??= 'Retain';
  retention.whenScaled ??= 'Retain';
  spec.persistentVolumeClaimRetentionPolicy = retention;
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
};

const setReplicaSetDefaults: SetDefaults = (replicaSet) => {
  const spec = draftAt(replicaSet, 'spec') ?? {};
  spec.replicas ??= 1;
};

export const appsDefaults: Readonly<Record<string, SetDefaults>> = {
  'apps/v1.Deployment': setDeploymentDefaults,
  'apps/v1.DaemonSet': setDaemonSetDefaults,
  'apps/v1.StatefulSet': setStatefulSetDefaults,
  'apps/v1.ReplicaSet': setReplicaSetDefaults,
};
