/** Whether a policy and its binding are asked about a subject; what can be known of a kind is kept by its number. */

import {
  matchesObject,
  namespaceLabelsFrom,
  type CompiledMatch,
  type KindMatch,
} from '../../kube/admission/match-resources.ts';
import type { AdmissionAttributes } from '../../kube/admission/attributes.ts';
import type { VersionedResource } from '../../kube/admission/equivalent-resources.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Asked, NumberedKind } from './asked.ts';

export interface SubjectMatch {
  /** The resource as the policy sees it; `null` where it is not asked. What namespaces say is not looked at yet. */
  resourceOf(asked: Asked): VersionedResource | null;
  /** Whether a namespace's labels may still take the subject out. */
  readonly looksAtNamespaces: boolean;
  /** `labelsOfNamespace` are those of the namespace the subject is in, where it is in one. */
  isInNamespace(attributes: AdmissionAttributes, labelsOfNamespace: JsonObject | null): boolean;
}

export const createSubjectMatch = (policy: CompiledMatch, binding: CompiledMatch | null): SubjectMatch => {
  const kept: (Kept | null)[] = [];
  const forKind = ({ number, asked, isExempt }: NumberedKind): Kept => {
    const known = kept[number] ?? null;
    if (known !== null) return known;
    const made = isExempt
      ? { policy: nothing, binding: null }
      : { policy: policy.forKind(asked), binding: binding === null ? null : binding.forKind(asked) };
    while (kept.length < number) kept.push(null);
    kept[number] = made;
    return made;
  };
  const selectors = [policy, ...(binding === null ? [] : [binding])]
    .map(({ namespaceSelector }) => namespaceSelector)
    .filter(({ isEmpty }) => !isEmpty);

  return {
    looksAtNamespaces: selectors.length > 0,
    resourceOf: ({ kind, attributes }) => {
      const found = forKind(kind);
      if (found.policy.isNever) return null;
      const matched = found.policy.resourceOf(attributes.name);
      if (matched === null || !matchesObject(policy.objectSelector, attributes)) return null;
      if (found.binding !== null && found.binding.resourceOf(attributes.name) === null) return null;
      return binding === null || matchesObject(binding.objectSelector, attributes) ? matched : null;
    },
    isInNamespace: (attributes, labelsOfNamespace) => {
      if (selectors.length === 0) return true;
      const from = namespaceLabelsFrom(attributes);
      if (from.kind === 'everything') return true;
      const labels = from.kind === 'labels' ? from.labels : (labelsOfNamespace ?? undefined);
      return selectors.every((selector) => selector.matches(labels));
    },
  };
};

interface Kept {
  readonly policy: KindMatch;
  readonly binding: KindMatch | null;
}

const nothing: KindMatch = { isNever: true, resourceOf: () => null };
