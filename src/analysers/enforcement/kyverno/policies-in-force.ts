/** Kyverno's policies as far as an engine is there that carries them out: what they say of themselves means nothing without. */

import type { Resource } from '../../../model/resource.ts';
import type { View } from '../view.ts';

export const rulePoliciesInForce = ({ kyverno, snapshot }: View): readonly Resource[] =>
  isCarriedOut({ kyverno, snapshot }) && !kyverno.ignoresOldKinds ? kyverno.rulePolicies : [];

export const celPoliciesInForce = ({ kyverno, snapshot }: View): readonly Resource[] =>
  isCarriedOut({ kyverno, snapshot }) ? kyverno.celPolicies : [];

/** A folder of policies without the engine is the usual way to keep them. */
const isCarriedOut = ({ kyverno, snapshot }: Pick<View, 'kyverno' | 'snapshot'>): boolean =>
  snapshot.kind === 'manifests' || kyverno.engine.kind === 'present';
