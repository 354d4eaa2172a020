/** Kyverno as it was found: the engine, its version, and the policies it would carry out. */

import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { engineOf } from '../../security-engines.ts';
import { at, objectsAt, textAt } from '../../../model/read-object.ts';
import { admissionGroup } from '../admission-policy/bindings.ts';
import type { KindName } from '../../gap.ts';

export interface Kyverno {
  readonly engine:
    | { readonly kind: 'absent' }
    /** Its Deployment is there with no replica, or it has no webhook that asks it. */
    | { readonly kind: 'idle'; readonly why: string; readonly evidence: Resource }
    | { readonly kind: 'present'; readonly evidence: Resource };
  /** `[1, 20]`; `null` where nothing says it. */
  readonly version: readonly [major: number, minor: number] | null;
  readonly versionText: string;
  /** ClusterPolicy and Policy of kyverno.io. */
  readonly rulePolicies: readonly Resource[];
  /** What else of kyverno.io went out of use: cleanup policies and exceptions. */
  readonly otherOld: readonly Resource[];
  /** The kinds of policies.kyverno.io. */
  readonly celPolicies: readonly Resource[];
  readonly exceptions: readonly Resource[];
  /** True where the objects of kyverno.io are kept and not carried out. */
  readonly ignoresOldKinds: boolean;
}

export const oldGroup = 'kyverno.io';
export const celGroup = 'policies.kyverno.io';

const celPolicyKinds = [
  'ValidatingPolicy',
  'ImageValidatingPolicy',
  'MutatingPolicy',
  'GeneratingPolicy',
  'DeletingPolicy',
];

export const rulePolicyNames: readonly KindName[] = [`${oldGroup}/ClusterPolicy`, `${oldGroup}/Policy`];
export const celPolicyNames: readonly KindName[] = celPolicyKinds.flatMap((kind): readonly KindName[] => [
  `${celGroup}/${kind}`,
  `${celGroup}/Namespaced${kind}`,
]);
export const exceptionNames: readonly KindName[] = [`${oldGroup}/PolicyException`, `${celGroup}/PolicyException`];
export const otherOldNames: readonly KindName[] = [
  `${oldGroup}/ClusterCleanupPolicy`,
  `${oldGroup}/CleanupPolicy`,
  `${oldGroup}/PolicyException`,
];
/** What tells whether the engine is there. */
export const engineNames: readonly KindName[] = [
  'apps/Deployment',
  `${admissionGroup}/ValidatingWebhookConfiguration`,
  `${admissionGroup}/MutatingWebhookConfiguration`,
];

/** From this version on Kyverno keeps the objects of kyverno.io and carries none of them out (kyverno/kyverno#17701). */
const lastOfOldKinds = [1, 19] as const;

export const readKyverno = (snapshot: Snapshot): Kyverno => {
  const list = (names: readonly KindName[]): readonly Resource[] =>
    names.flatMap((name) => {
      const slash = name.indexOf('/');
      return snapshot.list(name.slice(0, slash), name.slice(slash + 1));
    });
  const deployment = snapshot.list('apps', 'Deployment').find(isAdmissionController);
  const { version, versionText } = readVersion(deployment);
  return {
    engine: findEngine(snapshot, deployment),
    version,
    versionText,
    rulePolicies: list(rulePolicyNames),
    otherOld: list(otherOldNames),
    celPolicies: list(celPolicyNames).filter(isForKubernetes),
    exceptions: list(exceptionNames),
    ignoresOldKinds:
      version !== null &&
      (version[0] > lastOfOldKinds[0] || (version[0] === lastOfOldKinds[0] && version[1] > lastOfOldKinds[1])),
  };
};

/** Policies of other evaluation modes (`JSON`, `Envoy`) are other programs' to judge by. */
const isForKubernetes = ({ object }: Resource): boolean =>
  ['', 'Kubernetes'].includes(textAt(object, 'spec', 'evaluation', 'mode'));

/** Kyverno's own chart calls it `kyverno-admission-controller`, older ones `kyverno`; a mirror changes what stands before the image's name. */
export const isAdmissionController = ({ object, ref }: Resource): boolean =>
  imagesOf(object).some((image) => /(?:^|\/)kyverno(?:[:@]|$)/.test(image)) ||
  (/^kyverno(?:-admission-controller)?$/.test(ref.name) && imagesOf(object).length === 0);

const imagesOf = (object: Resource['object']): readonly string[] =>
  objectsAt(object, 'spec', 'template', 'spec', 'containers').map((container) => textAt(container, 'image'));

const findEngine = (snapshot: Snapshot, deployment: Resource | undefined): Kyverno['engine'] => {
  const webhook = (['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const)
    .flatMap((kind) => snapshot.list(admissionGroup, kind))
    .find((configuration) => engineOf(configuration) === 'Kyverno');
  if (deployment !== undefined && at(deployment.object, 'spec', 'replicas') === 0)
    return { kind: 'idle', why: 'its Deployment is scaled to no replica', evidence: deployment };
  if (webhook !== undefined) return { kind: 'present', evidence: webhook };
  if (deployment === undefined) return { kind: 'absent' };
  // It registers its webhooks itself when it runs: none is what a manifest of it looks like.
  return snapshot.kind === 'cluster'
    ? { kind: 'idle', why: 'no webhook configuration asks it about anything', evidence: deployment }
    : { kind: 'present', evidence: deployment };
};

const readVersion = (deployment: Resource | undefined): Pick<Kyverno, 'version' | 'versionText'> => {
  const texts =
    deployment === undefined
      ? []
      : [
          ...imagesOf(deployment.object).map((image) => /kyverno:([^@]+)/.exec(image)?.[1] ?? ''),
          textAt(deployment.object, 'metadata', 'labels', 'app.kubernetes.io/version'),
        ];
  for (const text of texts) {
    const match = /^v?(\d{1,4})\.(\d{1,4})(?:[.-]|$)/.exec(text);
    if (match !== null) return { version: [Number(match[1]), Number(match[2])], versionText: text };
  }
  return { version: null, versionText: '' };
};
