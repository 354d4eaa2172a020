/** Gatekeeper as it was found: the engine, its templates and its constraints, whatever kinds those have. */

import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { nameOf, type KindName } from '../../gap.ts';
import { engineOf } from '../../security-engines.ts';
import { textAt } from '../../../model/read-object.ts';
import { admissionGroup } from '../admission-policy/bindings.ts';

export interface Gatekeeper {
  /** What shows that requests are put to it; `null` where nothing does. */
  readonly engine: string | null;
  readonly templates: readonly Resource[];
  readonly constraints: readonly Resource[];
}

export const constraintGroup = 'constraints.gatekeeper.sh';
export const templateGroup = 'templates.gatekeeper.sh';

export const constraintNames: readonly KindName[] = [`${constraintGroup}/*`];
export const templateNames: readonly KindName[] = [`${templateGroup}/ConstraintTemplate`];
export const webhookNames: readonly KindName[] = [`${admissionGroup}/ValidatingWebhookConfiguration`];

/**
 * Each template makes a kind of its own, so that constraints are kept under one name to be found again. `*` is no
 * kind an object can have.
 */
const keptKind = '*';

export const keepConstraint = ({ ref, object, origin }: Resource): Resource => ({
  ref: { ...ref, kind: keptKind },
  object: { ...object, kind: ref.kind },
  origin,
});

export const readGatekeeper = (snapshot: Snapshot): Gatekeeper => ({
  engine: findEngine(snapshot),
  templates: snapshot.list(templateGroup, 'ConstraintTemplate'),
  constraints: snapshot.list(constraintGroup, keptKind).map(restore),
});

/** Constraints are cluster-scoped, which the reader of a manifest does not know of their kinds. */
const restore = ({ ref, object, origin }: Resource): Resource => ({
  ref: { ...ref, kind: textAt(object, 'kind'), namespace: null },
  object,
  origin,
});

const findEngine = (snapshot: Snapshot): string | null => {
  const webhook = snapshot
    .list(admissionGroup, 'ValidatingWebhookConfiguration')
    .find((configuration) => engineOf(configuration) === 'Gatekeeper');
  if (webhook !== undefined) return nameOf(webhook);
  // Its manifests bring the configuration; a chart that leaves it to the pod brings the Deployment.
  if (snapshot.kind === 'cluster') return null;
  const deployment = snapshot.list('apps', 'Deployment').find(isController);
  return deployment === undefined ? null : nameOf(deployment);
};

export const isController = ({ ref }: Resource): boolean => /^gatekeeper-(?:controller-manager|audit)$/.test(ref.name);
