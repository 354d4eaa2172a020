/** Kyverno's policies: those of kyverno.io, which its next version no longer runs, and those of policies.kyverno.io. */

import { toGroup, type ResourceRef } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import type { Dialect } from '../dialect.ts';
import { compileCelPolicies } from './cel/compile-cel-policies.ts';
import { compileCleanup } from './cleanup/compile-cleanup.ts';
import { compileClassicPolicies } from './compile-classic-policies.ts';
import { distinctDocuments } from './distinct-documents.ts';

const classicKinds: ReadonlySet<string> = new Set([
  'ClusterPolicy',
  'Policy',
  'PolicyException',
  'CleanupPolicy',
  'ClusterCleanupPolicy',
  'GlobalContextEntry',
]);
const cleanupKinds: ReadonlySet<string> = new Set(['CleanupPolicy', 'ClusterCleanupPolicy']);

const celKinds: ReadonlySet<string> = new Set([
  'ValidatingPolicy',
  'MutatingPolicy',
  'GeneratingPolicy',
  'DeletingPolicy',
  'ImageValidatingPolicy',
  'NamespacedValidatingPolicy',
  'NamespacedMutatingPolicy',
  'NamespacedGeneratingPolicy',
  'NamespacedDeletingPolicy',
  'NamespacedImageValidatingPolicy',
  'PolicyException',
]);

export const kyvernoDialect: Dialect = {
  id: 'kyverno',

  claims: (ref: ResourceRef) => isClassic(ref) || isCel(ref),

  compile: (documents, options) => {
    const distinct = distinctDocuments(documents);
    const classic = distinct.documents.filter(({ ref }) => isClassic(ref));
    const cel = distinct.documents.filter(({ ref }) => isCel(ref));
    const parts = [
      compileClassicPolicies(
        classic.filter(({ ref }) => !cleanupKinds.has(ref.kind)),
        options,
      ),
      compileCleanup(
        classic.filter(({ ref }) => cleanupKinds.has(ref.kind)),
        options,
      ),
      compileCelPolicies(
        cel.filter(({ ref }) => ref.kind !== 'PolicyException'),
        cel.filter(({ ref }) => ref.kind === 'PolicyException'),
        options,
      ),
    ];
    return {
      rules: withDistinctIds(parts.flatMap(({ rules }) => rules)),
      problems: [...distinct.problems, ...parts.flatMap(({ problems }) => problems)],
      asked: parts.flatMap(({ asked }) => asked),
    };
  },
};

const isClassic = ({ apiVersion, kind }: ResourceRef): boolean =>
  classicKinds.has(kind) && toGroup(apiVersion) === 'kyverno.io';

const isCel = ({ apiVersion, kind }: ResourceRef): boolean =>
  celKinds.has(kind) && toGroup(apiVersion) === 'policies.kyverno.io';

/** Policies of two kinds may have one name, and two rules of a policy. */
const withDistinctIds = (rules: readonly Rule[]): readonly Rule[] => {
  const seen = new Set<string>();
  return rules.map((rule) => {
    let id = rule.id;
    for (let number = 2; seen.has(id); number++) id = `${rule.id}.${number}`;
    seen.add(id);
    return id === rule.id ? rule : { ...rule, id };
  });
};
