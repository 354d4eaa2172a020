/** Draws the pods an attacker makes: by each escape onto any node, with any account of the namespace; and the admission policies before them. */

import type { StepType } from '../../model/step-type.ts';
import { textAt } from '../../model/read-object.ts';
import { isJsonArray, type JsonObject, isJsonObject } from '../../model/json.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { hubPlace, newPod, unguardedPod } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Draft } from './draft.ts';
import { allVolumes } from './draw-volumes.ts';
import { escapes } from './registry.ts';

export const drawNewPods = (
  draft: Draft,
  snapshot: Snapshot,
  {
    namespaces,
    workloads,
  }: { readonly namespaces: readonly string[]; readonly workloads: readonly StandingWorkload[] },
): void => {
  const all = hubPlace('new-pods', null);
  const nodes = hubPlace('nodes', null);
  draft.declare(all);
  draft.declare(nodes);
  draft.declare(allVolumes);
  const possible = escapes.filter(({ type }) => type !== 'CE_HOST_PROCESS' || hasWindows(snapshot, workloads));
  for (const namespace of namespaces) {
    const accounts = hubPlace('accounts', namespace);
    draft.join(all, newPod(namespace));
    for (const pod of [newPod(namespace), unguardedPod(namespace)]) {
      draft.lead(pod, accounts, {
        type: 'IDENTITY_ASSUME',
        grant: 'whoever makes a pod chooses its service account',
        by: null,
      });
      for (const { type, leads } of possible)
        draft.lead(pod, leads === 'node' ? nodes : allVolumes, { type, grant: wishes, by: null });
    }
  }
  drawAdmission(draft, snapshot, new Set(namespaces));
};

/** Nobody chooses a node of Windows where there is none: its label is the kubelet's own (KEP-1001). */
const hasWindows = (snapshot: Snapshot, workloads: readonly StandingWorkload[]): boolean =>
  snapshot
    .list('', 'Node')
    .some(({ object }) => textAt(object, 'metadata', 'labels', 'kubernetes.io/os') === 'windows') ||
  workloads.some(
    ({ spec }) =>
      textAt(spec, 'os', 'name') === 'windows' || textAt(spec, 'nodeSelector', 'kubernetes.io/os') === 'windows',
  );

const wishes = 'whoever makes a pod chooses its settings and its node';

interface Verdict {
  readonly namespace: string;
  readonly type: StepType;
  readonly verdict: string;
  readonly by: string;
  readonly proof: string;
  readonly why: string;
}

/** What the host found by trying: Evidence of the kind `admission/new-pods`. One control for all types of one standing, since a control has one state. */
const drawAdmission = (draft: Draft, snapshot: Snapshot, namespaces: ReadonlySet<string>): void => {
  const verdicts = snapshot.evidence
    .filter(({ kind }) => kind === 'admission/new-pods')
    .flatMap(({ value }) => (isJsonArray(value) ? value.filter(isJsonObject) : []))
    .flatMap(toVerdict)
    .filter(({ namespace, verdict }) => namespaces.has(namespace) && verdict !== 'allowed');
  for (const [namespace, own] of Map.groupBy(verdicts, (verdict) => verdict.namespace))
    for (const [standing, some] of Map.groupBy(own, toStanding)) {
      const [first] = some;
      if (first === undefined) continue;
      draft.control({
        id: `runtime/admission/${namespace}${suffixes[standing]}`,
        title: `Let ${[...new Set(some.map(({ by }) => by))].slice(0, mostTold).join(', ')} refuse pods in ${namespace}`,
        layer: 'runtime',
        scope: `namespace ${namespace}`,
        state: standing === 'unknown' ? { kind: 'unknown', why: first.why } : { kind: 'standing', proof: standing },
        effect: 'guard',
        steps: [{ types: [...new Set(some.map(({ type }) => type))], from: newPod(namespace).id, to: null, by: null }],
        remedy: null,
        needs: [],
      });
    }
};

const mostTold = 4;

const toVerdict = (one: JsonObject): readonly Verdict[] => {
  const escape = escapes.find(({ type }) => type === one['type']);
  if (escape === undefined) return [];
  const [namespace, verdict, by, proof, why] = ['namespace', 'verdict', 'by', 'proof', 'why'].map((field) =>
    textAt(one, field),
  );
  return [
    {
      namespace: namespace ?? '',
      type: escape.type,
      verdict: verdict ?? '',
      by: by ?? '',
      proof: proof ?? '',
      why: why === undefined || why === '' ? 'whether admission refuses such a pod cannot be told' : why,
    },
  ];
};

const toStanding = ({ verdict, proof }: Verdict): 'enforced' | 'declared' | 'unknown' =>
  verdict !== 'denied' ? 'unknown' : proof === 'enforced' ? 'enforced' : 'declared';

const suffixes = { enforced: '', declared: '/declared', unknown: '/unknown' } as const;
