/** The admission engines that guard security, recognised by what their webhook configurations call and are called. */

import type { Resource } from '../model/resource.ts';
import { objectsAt, textAt } from '../model/read-object.ts';

/** `Kyverno`; `undefined` for a webhook that guards nothing, as far as is known. */
export const engineOf = (configuration: Resource): string | undefined => {
  const { name } = configuration.ref;
  const services = objectsAt(configuration.object, 'webhooks').map(
    (webhook) =>
      `${textAt(webhook, 'clientConfig', 'service', 'namespace')}/${textAt(webhook, 'clientConfig', 'service', 'name')}`,
  );
  return engines.find(
    ({ names, calls }) => names?.test(name) === true || services.some((service) => calls?.test(service) === true),
  )?.engine;
};

interface Engine {
  readonly engine: string;
  /** The names of its configurations. */
  readonly names?: RegExp;
  /** The services they call, `namespace/name`. */
  readonly calls?: RegExp;
}

const engines: readonly Engine[] = [
  // Its configurations for cleanup, TTLs and its own policies guard Kyverno, and fail open without harm to anybody else.
  { engine: 'Kyverno', names: /^kyverno-(?:resource|validating|mutating)-/, calls: /\/kyverno-svc$/ },
  { engine: 'Gatekeeper', names: /^gatekeeper-(?:validating|mutating)-/, calls: /\/gatekeeper-webhook-service$/ },
  { engine: 'Open Policy Agent', names: /^opa-(?:validating|mutating)-webhook/, calls: /^opa\/opa$/ },
  { engine: 'Kubewarden', calls: /\/policy-server-/ },
  {
    engine: 'Sigstore policy-controller',
    names: /^(?:policy|validating\.clusterimagepolicy|defaulting\.clusterimagepolicy)\.sigstore\.dev$/,
    calls: /^cosign-system\//,
  },
  { engine: 'Connaisseur', names: /^connaisseur-/, calls: /\/connaisseur-svc$/ },
  { engine: 'Ratify', names: /^ratify-/, calls: /\/ratify$/ },
  { engine: 'Polaris', names: /^polaris-/, calls: /\/polaris-webhook$/ },
  { engine: 'jsPolicy', names: /^jspolicy/, calls: /\/jspolicy$/ },
  { engine: 'Datree', names: /^datree-/, calls: /\/datree-webhook-server$/ },
  { engine: 'NeuVector', names: /^neuvector-/, calls: /\/neuvector-svc-admission-webhook$/ },
  { engine: 'StackRox', names: /^stackrox$/, calls: /^stackrox\/sensor$/ },
  { engine: 'Aqua', names: /^kube-enforcer-/, calls: /\/aqua-kube-enforcer$/ },
  { engine: 'Sysdig', names: /^sysdig-admission|-sysdig-admission/, calls: /\/.*sysdig-admission-controller.*$/ },
  { engine: 'Prisma Cloud', names: /^tw-validating-webhook$/, calls: /^twistlock\/defender$/ },
  { engine: 'CrowdStrike Falcon', names: /falcon-kac/, calls: /^falcon-kac\// },
  { engine: 'Trivy', names: /^trivy-/, calls: /\/trivy-.*webhook$/ },
  { engine: 'Pod Security webhook', names: /^pod-security-webhook\./, calls: /^pod-security-webhook\// },
];
