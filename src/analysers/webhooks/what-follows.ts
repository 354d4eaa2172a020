/** What a webhook that cannot be reached means for the requests it matches: an outage of those, or a wall with a hole. */

import { parseLabelSelector } from '../../kube/selector/label-selector.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Severity } from '../../model/severity.ts';
import { listNames } from '../gap.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import type { Webhook } from './webhooks.ts';

/** `every create of pods in all namespaces is refused` */
export const whatFollows = (webhook: Webhook): string =>
  webhook.failsOpen ? 'nothing is judged' : `every ${toRequests(webhook)} is refused`;

/** An outage counts by how much it takes down: without Pods nothing that ends comes back. */
export const severityOf = (webhook: Webhook): Severity =>
  webhook.failsOpen ? 'medium' : refusesPodsAnywhere(webhook) ? 'critical' : 'high';

const toRequests = ({ object }: Webhook): string => {
  const rules = objectsAt(object, 'rules');
  const [first = 'request it matches', ...others] = new Set(rules.map(toRequest));
  const what =
    others.length === 0 ? first : others.length === 1 ? `${first} and every ${others.join('')}` : `${first} and more`;
  return `${what}${isClusterWide(rules) ? '' : toPlaces(at(object, 'namespaceSelector'))}${narrowing(object)}`;
};

/** `create or update of pods`; `request about any object` */
const toRequest = (rule: JsonObject): string => {
  const operations = textsAt(rule, 'operations');
  const resources = textsAt(rule, 'resources');
  const what = resources.some((one) => one === '*' || one === '*/*')
    ? `any ${toKindOf(textsAt(rule, 'apiGroups'))}`
    : joinWords(resources);
  return operations.includes('*') ? `request about ${what}` : `${joinWords(operations.map(toLower))} of ${what}`;
};

const toLower = (operation: string): string => operation.toLowerCase();

const toKindOf = (groups: readonly string[]): string =>
  groups.includes('*') || groups.length === 0
    ? 'object'
    : `object of ${joinWords(groups.map((group) => (group === '' ? 'the core group' : group)))}`;

/** `create, update or delete` */
const joinWords = (words: readonly string[]): string =>
  words.length > 4
    ? listNames(words)
    : words.length < 2
      ? (words[0] ?? '')
      : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

const isClusterWide = (rules: readonly JsonObject[]): boolean =>
  rules.every((rule) => textAt(rule, 'scope') === 'Cluster');

const toPlaces = (selector: Json | undefined): string => {
  const labels = Object.entries(objectAt(selector, 'matchLabels'));
  const expressions = objectsAt(selector, 'matchExpressions');
  if (labels.length + expressions.length === 0) return ' in all namespaces';
  const [only] = expressions;
  const names = textsAt(only, 'values');
  if (labels.length === 0 && expressions.length === 1 && textAt(only, 'key') === 'kubernetes.io/metadata.name') {
    if (textAt(only, 'operator') === 'NotIn') return ` in all namespaces but ${listNames(names)}`;
    if (textAt(only, 'operator') === 'In') return ` in namespace ${listNames(names)}`;
  }
  return ' in the namespaces that its namespaceSelector selects';
};

const narrowing = (object: Webhook['object']): string => {
  const selector = objectAt(object, 'objectSelector');
  const isSelective =
    Object.keys(objectAt(selector, 'matchLabels')).length + objectsAt(selector, 'matchExpressions').length > 0;
  if (objectsAt(object, 'matchConditions').length > 0) return ', where its matchConditions hold,';
  return isSelective ? ', of objects that its objectSelector selects,' : '';
};

/** In all namespaces, or in all but some named ones. */
const refusesPodsAnywhere = ({ object }: Webhook): boolean => {
  const selector = at(object, 'namespaceSelector');
  const parsed = parseLabelSelector(selector);
  const isWide = parsed.kind === 'selector' && parsed.selector.matches({ 'kubernetes.io/metadata.name': '' });
  return (
    isWide &&
    narrowing(object) === '' &&
    objectsAt(object, 'rules').some(
      (rule) =>
        textsAt(rule, 'apiGroups').some((group) => group === '*' || group === '') &&
        textsAt(rule, 'resources').some((resource) => ['*', '*/*', 'pods'].includes(resource)) &&
        textsAt(rule, 'operations').some((operation) => operation === '*' || operation === 'CREATE') &&
        textAt(rule, 'scope') !== 'Cluster',
    )
  );
};
