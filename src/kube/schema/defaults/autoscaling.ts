/** Defaults of autoscaling/v1 and v2. */

import type { JsonObject } from '../../../model/json.ts';
import { draftAt, type SetDefaults } from './draft.ts';

const setReplicaDefaults: SetDefaults = (autoscaler) => {
  const spec = draftAt(autoscaler, 'spec') ?? {};
  spec.minReplicas ??= 1;
};

const setAutoscalerDefaults: SetDefaults = (autoscaler) => {
  setReplicaDefaults(autoscaler);
  const spec = draftAt(autoscaler, 'spec') ?? {};
  spec.metrics ??= [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
  ];
  const behavior = draftAt(spec, 'behavior');
  if (behavior === undefined) return;
  behavior.scaleUp = { ...upwards, ...(behavior.scaleUp as JsonObject | undefined) };
  behavior.scaleDown = { ...downwards, ...(behavior.scaleDown as JsonObject | undefined) };
};

const upwards: JsonObject = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

const downwards: JsonObject = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

export const autoscalingDefaults: Readonly<Record<string, SetDefaults>> = {
  'autoscaling/v1.HorizontalPodAutoscaler': setReplicaDefaults,
  'autoscaling/v2.HorizontalPodAutoscaler': setAutoscalerDefaults,
};
