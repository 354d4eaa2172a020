/** Defaults of storage.k8s.io/v1 and scheduling.k8s.io/v1. */

import { draftAt, type SetDefaults } from './draft.ts';

const setStorageClassDefaults: SetDefaults = (storageClass) => {
  storageClass.reclaimPolicy ??= 'Delete';
  storageClass.volumeBindingMode ??= 'Immediate';
};

const setDriverDefaults: SetDefaults = (driver) => {
  const spec = draftAt(driver, 'spec') ?? {};
  spec.attachRequired ??= true;
  spec.podInfoOnMount ??= false;
  spec.storageCapacity ??= false;
  spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
  spec.volumeLifecycleModes ??= ['Persistent'];
  spec.requiresRepublish ??= false;
  spec.seLinuxMount ??= false;
  spec.preventPodSchedulingIfMissing ??= false;
};

const setPriorityClassDefaults: SetDefaults = (priorityClass) => {
  priorityClass.preemptionPolicy ??= 'PreemptLowerPriority';
};

export const storageDefaults: Readonly<Record<string, SetDefaults>> = {
  'storage/v1.StorageClass': setStorageClassDefaults,
  'storage/v1.CSIDriver': setDriverDefaults,
  'scheduling/v1.PriorityClass': setPriorityClassDefaults,
};
