/** Surveys admission control: which of the estate's policies deny, and whether any does. */

import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import { toGroup, toRefKey, type Resource } from '../../model/resource.ts';
import { textAt } from '../../model/read-object.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import { admissionKinds } from '../admission-kinds.ts';
import type { Survey, Where } from '../survey.ts';
import { toItem } from '../to-item.ts';
import { enforcementAnalyser } from './index.ts';

export const admissionSurvey: Survey = {
  id: 'admission',
  kinds: [],
  keep: () => null,
  observe: (snapshot, where) => {
    const { items: policies, engines } = judgePolicies(snapshot, where);
    const denying = policies.filter(({ state }) => state === 'met');
    return [
      { criterion: 'admission/policies', items: policies, doubt: null },
      {
        criterion: 'admission/engine',
        items: denying.length > 0 ? [] : [nothingDenies(policies.length)],
        doubt:
          engines.length === 0 || denying.length === 0
            ? null
            : `whether ${engines.join(' and ')} runs only the cluster tells`,
      },
    ];
  },
};

const nothingDenies = (policies: number): Item => ({
  what: 'A policy that denies at admission',
  ref: null,
  state: 'unmet',
  proof: null,
  why:
    policies === 0
      ? 'no policy of Kyverno, Gatekeeper or the API server itself was read'
      : 'none that was read is in force and denies',
  source: '',
  controls: [],
});

interface JudgedPolicies {
  readonly items: readonly Item[];
  /** Those that policies count on, and that no file holds. */
  readonly engines: readonly string[];
}

/** What the analyser says of each policy; what it does not fault is in force. */
const judgePolicies = (snapshot: Snapshot, where: Where): JudgedPolicies => {
  const builder = createSnapshotBuilder(snapshot.kind);
  for (const { group, kind } of [...admissionKinds, ...engineKinds, ...listConstraintKinds(snapshot)])
    for (const resource of snapshot.list(group, kind)) {
      const kept = enforcementAnalyser.keep(resource);
      if (kept !== null) builder.add(kept);
    }
  const { evidence, unread } = snapshot;
  const worst = new Map<string, AnalyserConclusion>();
  const engines = new Set<string>();
  for (const each of enforcementAnalyser.analyse(builder.build({ evidence, unread }))) {
    if (!isPolicy(each.about) || !decisive.has(each.rule.id)) continue;
    // What files declare is declared, wherever the engine is installed from.
    const engine = engineOfAbsence.get(each.rule.id);
    if (engine !== undefined && each.conclusion.status === 'skip' && snapshot.kind === 'manifests') {
      engines.add(engine);
      continue;
    }
    const key = toRefKey(each.about.ref);
    const known = worst.get(key);
    if (known === undefined || rankOf(each) < rankOf(known)) worst.set(key, each);
  }
  const items = [...worst.values()].map((each): Item => {
    const about = snapshot.find(
      toGroup(each.about.ref.apiVersion),
      each.about.ref.kind,
      each.about.ref.namespace,
      each.about.ref.name,
    );
    const { status, message, path } = each.conclusion;
    const state = status === 'fail' ? 'unmet' : status === 'pass' ? 'met' : 'unknown';
    return toItem(
      { about: about ?? each.about, state, why: state === 'met' ? 'denies what it is about' : lower(message), path },
      where,
    );
  });
  return { items, engines: [...engines] };
};

const engineOfAbsence: ReadonlyMap<string, string> = new Map([
  ['enforcement/kyverno-absent', 'Kyverno'],
  ['enforcement/gatekeeper-absent', 'Gatekeeper'],
]);

/** Each template makes a kind of its own. */
const listConstraintKinds = (snapshot: Snapshot): readonly { readonly group: string; readonly kind: string }[] =>
  [
    ...new Set(
      snapshot
        .list('templates.gatekeeper.sh', 'ConstraintTemplate')
        .map(({ object }) => textAt(object, 'spec', 'crd', 'spec', 'names', 'kind'))
        .filter((kind) => kind !== ''),
    ),
  ].map((kind) => ({ group: 'constraints.gatekeeper.sh', kind }));

const engineKinds = [
  { group: '', kind: 'Namespace' },
  { group: 'apps', kind: 'Deployment' },
  { group: '', kind: 'ConfigMap' },
] as const;

const isPolicy = ({ ref }: Resource): boolean => {
  const group = toGroup(ref.apiVersion);
  return (
    ref.kind === 'ValidatingAdmissionPolicy' ||
    group === 'constraints.gatekeeper.sh' ||
    (/(?:^|\.)kyverno\.io$/.test(group) && /(?:^|Validating|Cluster)Policy$/.test(ref.kind))
  );
};

const decisive: ReadonlySet<string> = new Set(
  [
    'policy-without-binding',
    'policy-only-audits',
    'policy-type-errors',
    'kyverno-absent',
    'kyverno-not-ready',
    'kyverno-not-at-admission',
    'kyverno-only-audits',
    'gatekeeper-absent',
    'constraint-without-template',
    'gatekeeper-only-audits',
  ].map((name) => `enforcement/${name}`),
);

/** A fault decides, then a doubt; an engine that is not among files may be installed by others. */
const rankOf = ({ conclusion: { status } }: AnalyserConclusion): number =>
  status === 'fail' ? 0 : status === 'error' ? 1 : status === 'skip' ? 2 : 3;

const lower = (message: string): string => `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
