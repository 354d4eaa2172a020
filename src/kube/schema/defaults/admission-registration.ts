/** Defaults of admissionregistration.k8s.io. */

import type { SetDefaults } from './draft.ts';

const setMatchDefaults: SetDefaults = (match) => {
  match.matchPolicy ??= 'Equivalent';
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
};

const setWebhookDefaults: SetDefaults = (webhook) => {
  webhook.failurePolicy ??= 'Fail';
  setMatchDefaults(webhook);
  webhook.timeoutSeconds ??= 10;
};

const setMutatingWebhookDefaults: SetDefaults = (webhook) => {
  setWebhookDefaults(webhook);
  webhook.reinvocationPolicy ??= 'Never';
};

const setRuleDefaults: SetDefaults = (rule) => {
  rule.scope ??= '*';
};

export const setServiceReferenceDefaults: SetDefaults = (reference) => {
  reference.port ??= 443;
};

const setPolicyDefaults: SetDefaults = (spec) => {
  spec.failurePolicy ??= 'Fail';
};

const ofVersion = (version: string): Readonly<Record<string, SetDefaults>> => ({
  [`admissionregistration/${version}.MatchResources`]: setMatchDefaults,
  [`admissionregistration/${version}.NamedRuleWithOperations`]: setRuleDefaults,
  [`admissionregistration/${version}.MutatingAdmissionPolicySpec`]: setPolicyDefaults,
  [`admissionregistration/${version}.ValidatingAdmissionPolicySpec`]: setPolicyDefaults,
});

export const admissionRegistrationDefaults: Readonly<Record<string, SetDefaults>> = {
  ...ofVersion('v1'),
  ...ofVersion('v1beta1'),
  ...ofVersion('v1alpha1'),
  'admissionregistration/v1.RuleWithOperations': setRuleDefaults,
  'admissionregistration/v1.ServiceReference': setServiceReferenceDefaults,
  'admissionregistration/v1.ValidatingWebhook': setWebhookDefaults,
  'admissionregistration/v1.MutatingWebhook': setMutatingWebhookDefaults,
};
