/** Which of an estate's admission policies are asked at all: bound, compiled, and with an engine that runs. */

import { analysers } from '../../../analysers/registry.ts';
import { parseLabelSelector } from '../../../kube/selector/label-selector.ts';
import { createSnapshotBuilder } from '../../../kube/snapshot/build-snapshot.ts';
import { toNamespaceLabels } from '../../../kube/admission/match-resources.ts';
import { compileWildcard } from '../../../lang/pattern/wildcard.ts';
import { at, objectAt, objectsAt, textAt } from '../../../model/read-object.ts';
import { toGroup, toRefKey, type Resource, type ResourceRef } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';

/** `unknown`: what would carry it out may be elsewhere. */
export type Force =
  | { readonly kind: 'in-force' | 'enforced' }
  | { readonly kind: 'idle'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

export interface PoliciesInForce {
  of(policy: ResourceRef): Force;
  /** Whether Kyverno's webhooks and filters let it see pods of the namespace. */
  seesKyverno(namespace: string): boolean;
}

/** The analyser of enforcement knows it of each policy; `kinds` are what it is shown. */
export const findPoliciesInForce = (snapshot: Snapshot, kinds: readonly Kind[]): PoliciesInForce => {
  const analyser = analysers.find(({ id }) => id === 'enforcement');
  const builder = createSnapshotBuilder(snapshot.kind);
  for (const { group, kind } of [...kinds, ...engineKinds])
    for (const resource of snapshot.list(group, kind)) {
      const kept = analyser?.keep(resource) ?? null;
      if (kept !== null) builder.add(kept);
    }
  const { evidence, unread } = snapshot;
  const found = new Map<string, Force>();
  for (const { rule, about, conclusion } of analyser?.analyse(builder.build({ evidence, unread })) ?? []) {
    if (!decisive.has(rule.id)) continue;
    const key = toRefKey(about.ref);
    const known = found.get(key);
    if (known?.kind === 'idle') continue;
    if (conclusion.status === 'fail') found.set(key, { kind: 'idle', why: conclusion.message });
    else if (conclusion.enforcement === 'unknown' || conclusion.status === 'skip' || conclusion.status === 'error')
      found.set(key, { kind: 'unknown', why: `${about.ref.kind} ${about.ref.name}: ${conclusion.message}` });
    else if (known === undefined && snapshot.kind === 'cluster') found.set(key, { kind: 'enforced' });
  }
  return {
    of: (policy) => found.get(toRefKey(policy)) ?? { kind: 'in-force' },
    seesKyverno: createKyvernoSight(snapshot),
  };
};

interface Kind {
  readonly group: string;
  readonly kind: string;
}

const engineKinds: readonly Kind[] = [
  { group: '', kind: 'Namespace' },
  { group: 'apps', kind: 'Deployment' },
  { group: '', kind: 'ConfigMap' },
];

/** The rules by which a policy stops nothing at all; those that it leaves a namespace out are found by trying. */
const decisive: ReadonlySet<string> = new Set(
  [
    'policy-without-binding',
    'policy-only-audits',
    'policy-type-errors',
    'kyverno-absent',
    'kyverno-old-kinds',
    'kyverno-not-ready',
    'kyverno-not-at-admission',
    'gatekeeper-absent',
    'constraint-without-template',
    'template-without-constraint',
    'template-errors',
    'gatekeeper-only-audits',
  ].map((name) => `enforcement/${name}`),
);

const createKyvernoSight = (snapshot: Snapshot): PoliciesInForce['seesKyverno'] => {
  const selectors = snapshot
    .list('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration')
    .filter(({ ref }) => ref.name.startsWith('kyverno-resource-'))
    .flatMap(({ object }) => objectsAt(object, 'webhooks'))
    .map((webhook) => parseLabelSelector(at(webhook, 'namespaceSelector')));
  const filters = snapshot
    .list('', 'ConfigMap')
    .filter(({ ref }) => ref.name === 'kyverno')
    .flatMap(toFilters);
  return (name) => {
    const labels = objectAt(snapshot.find('', 'Namespace', null, name)?.object, 'metadata', 'labels');
    const seen =
      selectors.length === 0 ||
      selectors.some(
        (parsed) => parsed.kind === 'selector' && parsed.selector.matches(toNamespaceLabels(name, labels)),
      );
    return seen && !filters.some((leavesOut) => leavesOut(name));
  };
};

/** `[kind,namespace,name]`, one after the other. A filter by name is one too: who makes a pod chooses it. */
const toFilters = ({ object }: Resource): readonly ((namespace: string) => boolean)[] =>
  [...textAt(object, 'data', 'resourceFilters').matchAll(/\[([^\],]*),([^\],]*),([^\]]*)\]/g)].flatMap(
    ([, kind = '', namespace = '']) => {
      const last = kind.trim().split('/').at(-1) ?? '';
      return last === '*' || last === 'Pod' ? [compileWildcard(namespace.trim())] : [];
    },
  );

export const isKyverno = ({ apiVersion }: ResourceRef): boolean => /(?:^|\.)kyverno\.io$/.test(toGroup(apiVersion));
