/** What Kyverno itself refuses a policy for, beyond its schema: a policy it would not take judges nothing. */

import type { JsonObject } from '../../../model/json.ts';
import type { ClassicPolicy } from '../classic-policy.ts';
import { field, flag, object, objects, text } from '../parse/read-field.ts';
import type { RuleDefect } from '../rule-response.ts';
import type { PolicyToCheck, Refuse } from './policy-to-check.ts';
import { checkActions } from './check-actions.ts';
import { checkConditions } from './check-conditions.ts';
import { checkContext } from './check-context.ts';
import { checkLabels } from './check-labels.ts';
import { checkMatch } from './check-match.ts';
import { checkReferences } from './check-references.ts';
import { checkVariables } from './check-variables.ts';
import { checkOverrides } from './check-overrides.ts';
import { findCircles } from './find-circles.ts';

export const checkPolicy = (policy: ClassicPolicy, spec: JsonObject): readonly RuleDefect[] => {
  const rules = objects(spec, 'rules').map((rule, index) => ({ rule, path: ['spec', 'rules', index] }));
  const input: PolicyToCheck = { policy, spec, rules };
  const defects: RuleDefect[] = [];
  const said = new Set<string>();
  const refuse: Refuse = (path, message) => {
    const key = JSON.stringify([path, message]);
    if (said.has(key)) return;
    said.add(key);
    defects.push({ severity: 'error', message, path });
  };
  checkDocument(input, refuse);
  checkNames(input, refuse);
  checkOverrides(input, refuse);
  for (const rule of input.rules) {
    checkMatch(rule, input, refuse);
    checkActions(rule, input, refuse);
    checkLabels(rule, refuse);
    checkConditions(rule, refuse);
    checkContext(rule, input.policy.namespace !== null, refuse);
    checkVariables(rule, input, refuse);
    checkReferences(rule, refuse);
    defects.push(...findCircles(rule));
  }
  return [...defects, ...findUnread(spec)];
};

const longestName = 63;

const checkDocument = ({ policy, spec }: PolicyToCheck, refuse: Refuse): void => {
  const { name, kind, annotations, background, admission } = policy;
  const written = policy.resource.object['metadata'];
  const namespace = text(object({ written: written ?? null }, 'written') ?? {}, 'namespace');
  if (kind === 'ClusterPolicy' && namespace !== '')
    refuse(['metadata', 'namespace'], 'a ClusterPolicy is in no namespace');
  if (name.length > longestName) refuse(['metadata', 'name'], `this has more than ${longestName} characters`);
  if (annotations[autogen] === 'all')
    refuse(['metadata', 'annotations', autogen], 'all is no longer an answer; leave the annotation out');
  if (!background && !admission) refuse(['spec', 'admission'], 'a policy needs admission or background, or both');
  if (!admission && policy.rules.some(({ body }) => body.kind !== 'validate'))
    refuse(['spec', 'admission'], 'only a policy whose rules all validate may do without admission');
  if (field(spec, 'generateExistingOnPolicyUpdate') !== undefined)
    refuse(['spec', 'generateExistingOnPolicyUpdate'], 'write generateExisting in the rule instead');
  checkTimeouts(spec, refuse);
};

/** Which requests a cluster sends to Kyverno at all; its command line does not look at them either. */
const findUnread = (spec: JsonObject): readonly RuleDefect[] =>
  objects(object(spec, 'webhookConfiguration') ?? {}, 'matchConditions').length === 0
    ? []
    : [
        {
          severity: 'warning',
          message: 'these conditions are not evaluated here: objects are judged as if all of them held',
          path: ['spec', 'webhookConfiguration', 'matchConditions'],
        },
      ];

const autogen = 'pod-policies.kyverno.io/autogen-controllers';

const checkTimeouts = (spec: JsonObject, refuse: Refuse): void => {
  const webhook = object(spec, 'webhookConfiguration') ?? {};
  const isRefused = (seconds: unknown): boolean => typeof seconds === 'number' && (seconds < 1 || seconds > 30);
  if (isRefused(field(spec, 'webhookTimeoutSeconds')))
    refuse(['spec', 'webhookTimeoutSeconds'], 'from 1 to 30 seconds are possible');
  if (isRefused(field(webhook, 'timeoutSeconds')))
    refuse(['spec', 'webhookConfiguration', 'timeoutSeconds'], 'from 1 to 30 seconds are possible');
  if (field(spec, 'webhookTimeoutSeconds') !== undefined && field(webhook, 'timeoutSeconds') !== undefined)
    refuse(['spec', 'webhookTimeoutSeconds'], 'this stands in webhookConfiguration, too; leave one of them out');
  if (field(spec, 'failurePolicy') !== undefined && field(webhook, 'failurePolicy') !== undefined)
    refuse(['spec', 'failurePolicy'], 'this stands in webhookConfiguration, too; leave one of them out');
};

const checkNames = ({ policy, spec, rules }: PolicyToCheck, refuse: Refuse): void => {
  const seen = new Set<string>();
  for (const { rule, path } of rules) {
    const name = text(rule, 'name');
    if (seen.has(name)) refuse([...path, 'name'], `another rule is called ${JSON.stringify(name)}, too`);
    seen.add(name);
    const mutate = object(rule, 'mutate');
    if (mutate === null) continue;
    const onUpdate =
      flag(spec, 'mutateExistingOnPolicyUpdate', false) || flag(mutate, 'mutateExistingOnPolicyUpdate', false);
    const targets = objects(mutate, 'targets');
    if (onUpdate && targets.length === 0) refuse([...path, 'mutate'], 'mutateExistingOnPolicyUpdate needs targets');
    for (const [index, target] of targets.entries()) {
      const namespace = text(target, 'namespace');
      if (policy.namespace !== null && namespace !== '' && namespace !== policy.namespace)
        refuse(
          [...path, 'mutate', 'targets', index, 'namespace'],
          'a namespaced policy changes what is in its own namespace alone',
        );
    }
  }
};
