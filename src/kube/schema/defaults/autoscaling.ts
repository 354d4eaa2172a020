/** Defaults of autoscaling/v1 and v2. */

import { isJsonArray, type Json, type JsonObject } from '../../../model/json.ts';
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
  behavior.scaleUp = toRules(upwards, behavior.scaleUp);
  behavior.scaleDown = toRules(downwards, behavior.scaleDown);
};

const toRules = (usual: JsonObject, given: Json | undefined): JsonObject => {
  const { policies, ...others } = { ...usual, ...(given as JsonObject | undefined) };
  return isJsonArray(policies) && policies.length > 0 ? { ...others, policies } : others;
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
