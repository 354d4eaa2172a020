/** Whether a policy's constraints select a subject, as Kyverno's own matcher has it; what a kind decides is kept by its number. */

import {
  compileMatchResources,
  labelsOf,
  type KindMatch,
  type MatchResources,
} from '../../../kube/admission/match-resources.ts';
import type { JsonObject } from '../../../model/json.ts';
import { isJsonObject } from '../../../model/json.ts';
import type { SubjectView } from './subject-view.ts';

export interface SubjectMatch {
  /** By kind, name and own labels. */
  matches(view: SubjectView): boolean;
  /** Whether the labels of a namespace may still take the subject out. */
  readonly looksAtNamespaces: boolean;
  /** `labels` are those of the namespace the subject is in. */
  isInNamespace(view: SubjectView, labels: JsonObject): boolean;
}

/** A policy without constraints matches nothing. */
export const compileMatch = (match: MatchResources | null): SubjectMatch => {
  if (match === null) return matchesNothing;
  const compiled = compileMatchResources(match);
  const { objectSelector, namespaceSelector } = match;
  const names = match.resourceRules.flatMap((rule) => rule.names);
  const kept: (KindMatch | undefined)[] = [];

  const forKind = ({ kind: { number, asked } }: SubjectView): KindMatch => (kept[number] ??= compiled.forKind(asked));

  /** An object whose name the server makes up fits the names its prefix begins with. */
  const fitsGeneratedName = (kind: KindMatch, { attributes }: SubjectView): boolean => {
    const { metadata } = attributes.object ?? {};
    const prefix = isJsonObject(metadata) ? metadata['generateName'] : undefined;
    return (
      typeof prefix === 'string' && names.some((name) => prefix.startsWith(name) && kind.resourceOf(name) !== null)
    );
  };

  return {
    matches: (view) => {
      const kind = forKind(view);
      if (kind.isNever) return false;
      const { name } = view.attributes;
      if (kind.resourceOf(name) === null && (name !== '' || !fitsGeneratedName(kind, view))) return false;
      // Kyverno asks of both, and what is not there is an object without labels to it: `DoesNotExist` fits that.
      return (
        objectSelector.isEmpty ||
        objectSelector.matches(labelsOf(view.object)) ||
        objectSelector.matches(labelsOf(view.oldObject))
      );
    },
    looksAtNamespaces: !namespaceSelector.isEmpty,
    isInNamespace: ({ attributes, object }, labels) => {
      if (namespaceSelector.isEmpty) return true;
      if (attributes.resource === 'namespaces')
        return namespaceSelector.matches(attributes.operation === 'DELETE' ? none : labelsOf(object));
      return attributes.namespace === '' || namespaceSelector.matches(labels);
    },
  };
};

const none: JsonObject = { 'kubernetes.io/metadata.name': '' };

const matchesNothing: SubjectMatch = { matches: () => false, looksAtNamespaces: false, isInNamespace: () => false };
