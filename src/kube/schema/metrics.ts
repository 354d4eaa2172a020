/** The metrics of a HorizontalPodAutoscaler as autoscaling/v2 says them and as v2beta1, and v1 in an annotation, did. */

import { isJsonArray, type Json, isJsonObject, type JsonObject } from '../../model/json.ts';

const sources = ['object', 'pods', 'resource', 'containerResource', 'external'] as const;

/** From the old form; what is no metric is left for the reader of v2 to refuse. */
export const toMetric = (metric: Json): Json => {
  if (!isJsonObject(metric)) return metric;
  const rewritten: Record<string, Json> = { ...metric };
  for (const field of sources) {
    const source = metric[field];
    if (isJsonObject(source)) rewritten[field] = toSource(field, source);
  }
  return rewritten;
};

const toSource = (field: (typeof sources)[number], source: JsonObject): JsonObject => {
  const { name, container, metricName, selector, target, targetValue: value } = source;
  const averageUtilization = source.targetAverageUtilization;
  const averageValue = field === 'object' ? source.averageValue : source.targetAverageValue;
  switch (field) {
    case 'resource':
    case 'containerResource': {
      const type = averageUtilization === undefined ? 'AverageValue' : 'Utilization';
      return withoutUnset({ name, target: withoutUnset({ type, averageValue, averageUtilization }), container });
    }
    case 'pods':
      return {
        metric: withoutUnset({ name: metricName, selector }),
        target: withoutUnset({ type: 'AverageValue', averageValue }),
      };
    case 'external': {
      const metric = withoutUnset({ name: metricName, selector: source.metricSelector });
      const type = value === undefined ? 'AverageValue' : 'Value';
      return { metric, target: withoutUnset({ type, value, averageValue }) };
    }
    case 'object': {
      const isValue = averageValue === undefined;
      const goal = {
        type: isValue ? 'Value' : 'AverageValue',
        value: isValue || value !== '0' ? value : undefined,
        averageValue,
      };
      const metric = withoutUnset({ name: metricName, selector });
      return withoutUnset({ describedObject: target, target: withoutUnset(goal), metric });
    }
  }
};

/** The old form of a metric of v2, its fields in the order in which Go prints them. */
export const toOldMetric = (metric: JsonObject): JsonObject =>
  withoutUnset({
    type: metric.type,
    ...Object.fromEntries(
      sources.flatMap((field) => {
        const source = metric[field];
        return isJsonObject(source) ? [[field, toOldSource(field, source)]] : [];
      }),
    ),
  });

const toOldSource = (field: (typeof sources)[number], source: JsonObject): JsonObject => {
  const { value, averageValue, averageUtilization } = objectAt(source, 'target');
  const { name: metricName, selector: given } = objectAt(source, 'metric');
  const selector = isJsonObject(given) ? toPrintedSelector(given) : undefined;
  switch (field) {
    case 'resource':
    case 'containerResource':
      return withoutUnset({
        name: source.name,
        targetAverageUtilization: averageUtilization,
        targetAverageValue: averageValue,
        container: source.container,
      });
    case 'pods':
      return withoutUnset({ metricName, targetAverageValue: averageValue ?? '0', selector });
    case 'external':
      return withoutUnset({
        metricName,
        metricSelector: selector,
        targetValue: value,
        targetAverageValue: averageValue,
      });
    case 'object':
      return withoutUnset({
        target: toPrintedReference(objectAt(source, 'describedObject')),
        metricName,
        targetValue: value ?? '0',
        selector,
        averageValue,
      });
  }
};

const toPrintedReference = ({ kind, name, apiVersion }: JsonObject): JsonObject =>
  withoutUnset({ kind, name, apiVersion });

/** Go prints the fields of a selector in their order and the keys of a map sorted. */
const toPrintedSelector = ({ matchLabels, matchExpressions }: JsonObject): JsonObject =>
  withoutUnset({
    matchLabels: isJsonObject(matchLabels)
      ? Object.fromEntries(Object.entries(matchLabels).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : undefined,
    matchExpressions: isJsonArray(matchExpressions)
      ? matchExpressions
          .filter(isJsonObject)
          .map(({ key, operator, values }) => withoutUnset({ key, operator, values }))
      : undefined,
  });

const objectAt = (object: JsonObject, field: string): JsonObject => {
  const value = object[field];
  return isJsonObject(value) ? value : {};
};

export const withoutUnset = (object: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter((entry): entry is [string, Json] => entry[1] !== undefined));
