/** The kinds that are Kyverno's: its policies, and what they are excepted by or look at. */

import { toGroup, type ResourceRef } from '../../model/resource.ts';

const classicGroup = 'kyverno.io';
const celGroup = 'policies.kyverno.io';

export const claimedGroups: readonly string[] = [classicGroup, celGroup];

export const isClassic = ({ apiVersion, kind }: ResourceRef): boolean =>
  classicKinds.has(kind) && toGroup(apiVersion) === classicGroup;

export const isCel = ({ apiVersion, kind }: ResourceRef): boolean =>
  celKinds.has(kind) && toGroup(apiVersion) === celGroup;

/** Of those that are classic. */
export const isCleanup = ({ kind }: ResourceRef): boolean =>
  kind === 'CleanupPolicy' || kind === 'ClusterCleanupPolicy';

const classicKinds: ReadonlySet<string> = new Set([
  'ClusterPolicy',
  'Policy',
  'PolicyException',
  'CleanupPolicy',
  'ClusterCleanupPolicy',
  'GlobalContextEntry',
]);

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
