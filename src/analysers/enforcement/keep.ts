/** What of each kind the rules of enforcement look at: names and labels of most, and whole objects of none. */

import { isNetworkAgent, isNetworkConfiguration } from '../../kube/network/plug-in/find-plug-ins.ts';
import { podTemplatePath } from '../../kube/workload/pod-template.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import { at, objectAt, objectsAt, pick } from '../../model/read-object.ts';
import { findDefects } from './admission-policy/find-defects.ts';
import { isAdmissionController, oldGroup, celGroup } from './kyverno/kyverno.ts';
import { constraintGroup, isController, keepConstraint, templateGroup } from './gatekeeper/gatekeeper.ts';

export const keep = (resource: Resource): Resource | null => {
  const { apiVersion, kind, name } = resource.ref;
  const group = toGroup(apiVersion);
  if (group === constraintGroup) return keepConstraint(toSmaller(resource, constraintFields));
  if (group === oldGroup && kind.endsWith('Policy')) return toBareRules(toSmaller(resource, kyvernoFields));
  if (kind.endsWith('WebhookConfiguration') && group === 'admissionregistration.k8s.io')
    return toBareWebhooks(resource);
  const fields = byKind.get(`${group}/${kind}`);
  if (fields === policyFields) return withDefects(toSmaller(resource, fields), resource);
  if (fields !== undefined) return toSmaller(resource, fields);
  if (group === '' && kind === 'ConfigMap')
    return toSmaller(
      resource,
      name === 'kyverno' || isNetworkConfiguration(name) ? configurationFields : nameAndLabels,
    );
  if (podTemplatePath(resource.ref) === undefined) return null;
  const isEngine =
    (kind === 'Deployment' && (isAdmissionController(resource) || isController(resource))) ||
    (kind === 'DaemonSet' && isNetworkAgent(name));
  // That a namespace is lived in takes no more than a name.
  return toSmaller(resource, isEngine ? engineFields : []);
};

/** An expression is compiled while its policy is here, and only what is wrong with it stays. */
const withDefects = (kept: Resource, policy: Resource): Resource => {
  const defects = findDefects(policy);
  return defects.length === 0 ? kept : { ...kept, object: { ...kept.object, defects } };
};

/** Whom a configuration calls is what shows an engine. */
const toBareWebhooks = ({ ref, object, origin }: Resource): Resource => ({
  ref,
  object: { webhooks: objectsAt(object, 'webhooks').map((webhook) => pick(webhook, [['clientConfig', 'service']])) },
  origin,
});

/** A rule without its patterns and messages, which are most of a policy. */
const toBareRules = (policy: Resource): Resource => {
  const spec = objectAt(policy.object, 'spec');
  const rules = objectsAt(spec, 'rules').map((rule) => ({
    ...pick(rule, [['name'], ['exclude']]),
    ...(at(rule, 'validate') === undefined ? {} : { validate: pick(objectAt(rule, 'validate'), actionFields) }),
    verifyImages: objectsAt(rule, 'verifyImages').map((verify) => pick(verify, actionFields)),
  }));
  return { ...policy, object: { ...policy.object, spec: { ...spec, rules } } };
};

const actionFields = [['failureAction'], ['failureActionOverrides']];

type Fields = readonly (readonly string[])[];

const toSmaller = ({ ref, object, origin }: Resource, fields: Fields): Resource => ({
  ref,
  object: pick(object, fields),
  origin,
});

const spec = (...fields: readonly string[]): Fields => fields.map((field) => ['spec', field]);

const labels: Fields = [['metadata', 'labels']];
const nameAndLabels: Fields = labels;
const configurationFields: Fields = [...labels, ['data']];
const engineFields: Fields = [...labels, ['spec', 'replicas'], ['spec', 'template', 'spec', 'containers']];
const constraintFields: Fields = [...spec('enforcementAction', 'scopedEnforcementActions'), ['spec', 'match']];
const policyFields: Fields = [
  ...['id', 'action'].map((name) => ['metadata', 'annotations', `policies.vauban.dev/${name}`]),
  ...spec('failurePolicy', 'paramKind', 'matchConstraints'),
  ['status', 'typeChecking'],
];
const bindingFields: Fields = spec('policyName', 'paramRef', 'matchResources', 'validationActions');
const kyvernoFields: Fields = [
  ...spec('validationFailureAction', 'validationFailureActionOverrides', 'admission', 'rules'),
  ...spec('validationActions', 'evaluation', 'matchConstraints'),
  ['status'],
];
const exceptionFields: Fields = [...labels, ['metadata', 'annotations'], ['metadata', 'creationTimestamp'], ['spec']];

const byKind: ReadonlyMap<string, Fields> = new Map<string, Fields>([
  ['/Namespace', labels],
  ['/Node', [...labels, ['metadata', 'annotations', 'k3s.io/node-args'], ['status', 'nodeInfo', 'kubeletVersion']]],
  ['networking.k8s.io/NetworkPolicy', []],
  ['admissionregistration.k8s.io/ValidatingAdmissionPolicy', policyFields],
  ['admissionregistration.k8s.io/MutatingAdmissionPolicy', policyFields],
  ['admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding', bindingFields],
  ['admissionregistration.k8s.io/MutatingAdmissionPolicyBinding', bindingFields],
  ...['Validating', 'ImageValidating', 'Mutating', 'Generating', 'Deleting'].flatMap((word): [string, Fields][] => [
    [`${celGroup}/${word}Policy`, kyvernoFields],
    [`${celGroup}/Namespaced${word}Policy`, kyvernoFields],
  ]),
  [`${oldGroup}/PolicyException`, exceptionFields],
  [`${celGroup}/PolicyException`, exceptionFields],
  [`${templateGroup}/ConstraintTemplate`, [['spec', 'crd', 'spec', 'names'], ['status']]],
  ['config.gatekeeper.sh/Config', [['spec', 'match']]],
]);
