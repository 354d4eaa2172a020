/** A security engine whose webhook's selectors leave out namespaces with workloads, or let objects opt out. */

import type { JsonObject } from '../../model/json.ts';
import { toNotEnforced, listNames, toEnforced, toNotApplicable, type Judged } from '../gap.ts';
import { compileNamespaceSelector } from '../lived-in.ts';
import { at, objectAt, objectsAt, textsAt } from '../../model/read-object.ts';
import {
  configurationNames,
  isDead,
  noService,
  pathOf,
  tell,
  type Webhook,
  type WebhookGap,
  type WebhooksView,
} from './webhooks.ts';

export const scopedAway: WebhookGap = {
  rule: {
    id: 'webhook/scoped-away',
    title: 'The webhook of a security engine reaches the namespaces with workloads',
    severity: 'medium',
    layer: 'cluster',
    control: 'enforcement-policy-scope',
    what: 'The webhooks of a known security engine have rules, their namespaceSelectors leave out no namespace with workloads but the cluster’s and the engine’s own, and no objectSelector lets an object choose.',
    why: 'The API server asks a webhook only about what its selectors let through; the policies behind it never see the rest, whatever they say. A label on a namespace or on a Pod is then all it takes to get round every one of them.',
    fine: 'For namespaces of node agents and of the platform, as long as few people may label namespaces and deploy there.',
    remediation:
      'Widen the webhook’s selectors to all namespaces with workloads: leave out by name, {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, ENGINE]}, and keep exemptions in the engine’s policies, where they are reviewed.',
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-namespaceselector',
      'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-objectselector',
    ],
  },
  subjects: configurationNames,
  context: ['/Namespace'],
  judge: (view) =>
    view.configurations.flatMap(({ configuration, webhooks }) => {
      const all = webhooks.filter(isGuarding);
      const guarding = all.filter((webhook) => !isDead(webhook, view.snapshot));
      if (all.length === 0) return [];
      if (guarding.length === 0) return [toNotApplicable(configuration, noService)];
      const judged = [...judgeRules(guarding), ...judgeNamespaces(guarding, view), ...judgeObjects(guarding)];
      return judged.length > 0 ? judged : [toEnforced(configuration, 'Reaches every namespace with workloads')];
    }),
};

/** Those about what runs; by others an engine guards its own objects, or those of one policy. One without rules was meant for something. */
const isGuarding = ({ engine, object }: Webhook): boolean => {
  const rules = objectsAt(object, 'rules');
  return engine !== undefined && (rules.length === 0 || rules.some(isAboutWorkloads));
};

const isAboutWorkloads = (rule: JsonObject): boolean =>
  textsAt(rule, 'apiGroups').some((group) => workloadGroups.has(group)) &&
  textsAt(rule, 'resources').some((resource) => workloads.has(resource));

const workloadGroups: ReadonlySet<string> = new Set(['*', '', 'apps', 'batch']);
const workloads: ReadonlySet<string> = new Set([
  '*',
  '*/*',
  'pods',
  'pods/*',
  'deployments',
  'daemonsets',
  'statefulsets',
  'replicasets',
  'jobs',
  'cronjobs',
]);

const judgeRules = (webhooks: readonly Webhook[]): readonly Judged[] => {
  const [empty] = webhooks;
  if (empty === undefined || webhooks.some(({ object }) => objectsAt(object, 'rules').length > 0)) return [];
  return [
    toNotEnforced(empty.configuration, `${tell(empty)} has no rules: it is asked about nothing`, {
      path: pathOf(empty, 'rules'),
      severity: 'high',
    }),
  ];
};

/** Several webhooks of one engine share the work: a namespace is left out where each of them leaves it out. */
const judgeNamespaces = (webhooks: readonly Webhook[], { livedIn }: WebhooksView): readonly Judged[] => {
  const selectors = webhooks.map(({ object }) => compileNamespaceSelector(at(object, 'namespaceSelector')));
  const left = livedIn.filter((space) => !selectors.some((selects) => selects(space))).map(({ name }) => name);
  const [first] = webhooks;
  if (left.length === 0 || first === undefined) return [];
  const isAll = left.length === livedIn.length;
  return [
    toNotEnforced(
      first.configuration,
      `${first.engine ?? ''} is not asked about ${isAll ? `any namespace with workloads (${listNames(left)})` : `namespace ${listNames(left)}`}: its namespaceSelector leaves ${left.length === 1 ? 'it' : 'them'} out`,
      { path: pathOf(first, 'namespaceSelector'), severity: isAll ? 'high' : 'medium' },
    ),
  ];
};

const judgeObjects = (webhooks: readonly Webhook[]): readonly Judged[] => {
  const isSelective = ({ object }: Webhook): boolean => {
    const selector = objectAt(object, 'objectSelector');
    return Object.keys(objectAt(selector, 'matchLabels')).length + objectsAt(selector, 'matchExpressions').length > 0;
  };
  const [first] = webhooks;
  if (first === undefined || !webhooks.every(isSelective)) return [];
  return [
    toNotEnforced(
      first.configuration,
      `${tell(first)} is asked only about objects that its objectSelector selects: whoever labels an object decides`,
      {
        path: pathOf(first, 'objectSelector'),
      },
    ),
  ];
};
