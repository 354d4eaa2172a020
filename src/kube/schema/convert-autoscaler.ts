/** A HorizontalPodAutoscaler between autoscaling/v1, which keeps what it has no field for in annotations, and v2. */

import { type Json, isJsonArray, isJsonObject, type JsonObject } from '../../model/json.ts';
import { toMetric, toOldMetric, withoutUnset } from './metrics.ts';

const prefix = 'autoscaling.alpha.kubernetes.io/';
const metricsAnnotation = `${prefix}metrics`;
const behaviorAnnotation = `${prefix}behavior`;
const conditionsAnnotation = `${prefix}conditions`;
const carried = new Set(
  ['metrics', 'behavior', 'current-metrics', 'conditions', 'scale-down-tolerance', 'scale-up-tolerance'].map(
    (name) => prefix + name,
  ),
);

export const toAutoscalerV2 = (object: JsonObject): JsonObject => {
  const { targetCPUUtilizationPercentage: percentage, ...spec } = objectAt(object, 'spec');
  const annotations = objectAt(objectAt(object, 'metadata'), 'annotations');
  const others = readJson(annotations[metricsAnnotation]);
  const metrics = [
    ...(isJsonArray(others) ? others.map(toMetric) : []),
    ...(typeof percentage === 'number' ? [toProcessorMetric(percentage)] : []),
  ];
  const behavior = toBehavior(readJson(annotations[behaviorAnnotation]));
  return {
    ...object,
    metadata: withAnnotations(object, {}),
    spec: withoutUnset({ ...spec, metrics: metrics.length === 0 ? [toProcessorMetric(80)] : metrics, behavior }),
    status: { ...withoutNone(commonStatus(object)), ...toConditions(annotations), currentMetrics: null },
  };
};

/** v2 leaves out that there are no replicas; v1 says 0. */
const withoutNone = ({ currentReplicas, ...status }: JsonObject): JsonObject =>
  currentReplicas === undefined || currentReplicas === 0 ? status : { ...status, currentReplicas };

export const toAutoscalerV1 = (object: JsonObject): JsonObject => {
  const { metrics, behavior, ...spec } = objectAt(object, 'spec');
  const all = isJsonArray(metrics) ? metrics.filter(isJsonObject) : [];
  const others = all.filter((metric) => toProcessorUse(metric) === undefined);
  const targetCPUUtilizationPercentage = all.map(toProcessorUse).find((use) => use !== undefined);
  const status = objectAt(object, 'status');
  return {
    ...object,
    metadata: withAnnotations(object, {
      ...(others.length === 0 ? {} : { [metricsAnnotation]: printAsGo(others.map(toOldMetric)) }),
      ...(isJsonObject(behavior) ? { [behaviorAnnotation]: printAsGo(renderBehavior(behavior)) } : {}),
      ...(isJsonArray(status.conditions) ? { [conditionsAnnotation]: printAsGo(status.conditions) } : {}),
    }),
    spec: withoutUnset({ ...spec, targetCPUUtilizationPercentage }),
    status: { currentReplicas: 0, ...commonStatus(object) },
  };
};

/** Of a status, what both versions have a field for; metrics that were read are left out. */
const commonStatus = (object: JsonObject): JsonObject => {
  const { observedGeneration, lastScaleTime, currentReplicas, desiredReplicas = 0 } = objectAt(object, 'status');
  return withoutUnset({ observedGeneration, lastScaleTime, currentReplicas, desiredReplicas });
};

const toConditions = (annotations: JsonObject): JsonObject => {
  const conditions = readJson(annotations[conditionsAnnotation]);
  return isJsonArray(conditions) ? { conditions } : {};
};

/** The metadata without what only v1 carries in annotations. */
export const withoutCarried = (object: JsonObject): JsonObject => withAnnotations(object, {});

const toProcessorMetric = (averageUtilization: number): JsonObject => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

/** The one metric that v1 has a field for. */
const toProcessorUse = (metric: JsonObject): Json | undefined => {
  const resource = objectAt(metric, 'resource');
  return metric.type === 'Resource' && resource.name === 'cpu'
    ? objectAt(resource, 'target').averageUtilization
    : undefined;
};

const withAnnotations = (object: JsonObject, added: JsonObject): JsonObject => {
  const { annotations, ...metadata } = objectAt(object, 'metadata');
  const kept = Object.entries(isJsonObject(annotations) ? annotations : {}).filter(([name]) => !carried.has(name));
  const all = { ...Object.fromEntries(kept), ...added };
  return Object.keys(all).length === 0 ? metadata : { ...metadata, annotations: all };
};

/** The annotation holds the server's inner type, whose fields have Go's names. */
const renderBehavior = (behavior: JsonObject): Json => ({
  ScaleUp: renderRules(behavior.scaleUp),
  ScaleDown: renderRules(behavior.scaleDown),
});

const renderRules = (rules: Json | undefined): Json => {
  if (!isJsonObject(rules)) return null;
  const policies = isJsonArray(rules.policies) ? rules.policies.filter(isJsonObject) : null;
  return {
    StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
    SelectPolicy: rules.selectPolicy ?? null,
    Policies:
      policies?.map(({ type, value, periodSeconds }) => ({
        Type: type ?? '',
        Value: value ?? 0,
        PeriodSeconds: periodSeconds ?? 0,
      })) ?? null,
    Tolerance: rules.tolerance ?? null,
  };
};

const toBehavior = (value: Json | undefined): JsonObject | undefined => {
  if (!isJsonObject(value)) return undefined;
  const { ScaleUp: up, ScaleDown: down } = value;
  if (!isJsonObject(up) && !isJsonObject(down)) return undefined;
  return withoutUnset({ scaleUp: toRules(up), scaleDown: toRules(down) });
};

const toRules = (rules: Json | undefined): JsonObject | undefined => {
  if (!isJsonObject(rules)) return undefined;
  const { StabilizationWindowSeconds: window, SelectPolicy: select, Policies: policies, Tolerance: tolerance } = rules;
  return withoutUnset({
    stabilizationWindowSeconds: window ?? undefined,
    selectPolicy: select ?? undefined,
    policies: isJsonArray(policies)
      ? policies
          .filter(isJsonObject)
          .map(({ Type: type = '', Value: value = 0, PeriodSeconds: periodSeconds = 0 }) => ({
            type,
            value,
            periodSeconds,
          }))
      : undefined,
    tolerance: tolerance ?? undefined,
  });
};

/** Go writes the signs of HTML as escapes. */
const printAsGo = (value: Json): string =>
  JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const readJson = (text: Json | undefined): Json | undefined => {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

const objectAt = (object: JsonObject, field: string): JsonObject => {
  const value = object[field];
  return isJsonObject(value) ? value : {};
};
