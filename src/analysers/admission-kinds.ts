/** The kinds that may refuse a pod of an attacker's, and those that tell whether they are in force: kept whole, to be tried. */

const toKinds = (
  group: string,
  ...kinds: readonly string[]
): readonly { readonly group: string; readonly kind: string }[] => kinds.map((kind) => ({ group, kind }));

export const admissionKinds: readonly { readonly group: string; readonly kind: string }[] = [
  ...toKinds(
    'admissionregistration.k8s.io',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
    'MutatingWebhookConfiguration',
  ),
  ...toKinds('kyverno.io', 'ClusterPolicy', 'Policy', 'PolicyException', 'GlobalContextEntry'),
  ...toKinds('policies.kyverno.io', 'ValidatingPolicy', 'NamespacedValidatingPolicy', 'PolicyException'),
  ...toKinds('templates.gatekeeper.sh', 'ConstraintTemplate'),
  ...toKinds('constraints.gatekeeper.sh', '*'),
];

export const isOfAdmission = (group: string, kind: string): boolean =>
  kinds.has(`${group}/${kind}`) || kinds.has(`${group}/*`);

const kinds: ReadonlySet<string> = new Set(admissionKinds.map(({ group, kind }) => `${group}/${kind}`));
