/** Kyverno's policies as far as an engine is there that carries them out: what they say of themselves means nothing without. */

import type { Resource } from '../../../model/resource.ts';
import type { View } from '../view.ts';

export const rulePoliciesInForce = (view: View): readonly Resource[] =>
  isCarriedOut(view) && !view.kyverno.ignoresOldKinds ? view.kyverno.rulePolicies : [];

export const celPoliciesInForce = (view: View): readonly Resource[] =>
  isCarriedOut(view) ? view.kyverno.celPolicies : [];

/** A folder of policies without the engine is the usual way to keep them. */
const isCarriedOut = ({ kyverno, snapshot, isWhole }: View): boolean =>
  snapshot.kind === 'manifests' || (!isWhole && kyverno.engine.kind === 'absent') || kyverno.engine.kind === 'present';
