/** The walls of the network that stand or would: the policies there are, and the plug-in that carries them out. */

import type { Control, ControlState, StepSelector } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { findPlugInDoubts } from '../../../kube/network/plug-in/find-plug-in-doubts.ts';
import { findPlugIns, type PlugIn } from '../../../kube/network/plug-in/find-plug-ins.ts';
import type { Draft } from './draft.ts';

export interface Enforcement {
  /** Of what the policies close. */
  readonly policies: ControlState;
  readonly plugIn: ControlState;
  readonly why: string;
}

export const readEnforcement = (snapshot: Snapshot): Enforcement => {
  const [doubt] = findPlugInDoubts(snapshot);
  const plugIns = findPlugIns(snapshot);
  const proof = snapshot.kind === 'cluster' ? 'enforced' : 'declared';
  const standing: ControlState = { kind: 'standing', proof };
  return {
    policies: doubt === undefined ? standing : { kind: 'unknown', why: doubt.why },
    plugIn: toPlugInState(plugIns, snapshot),
    why: plugIns.map(({ name, why }) => `${name} ${why}`).join('; '),
  };
};

/** Manifests seldom hold the plug-in of their cluster; a live cluster whose plug-in is unknown is told by its own sentence. */
const toPlugInState = (plugIns: readonly PlugIn[], snapshot: Snapshot): ControlState => {
  const isCluster = snapshot.kind === 'cluster';
  if (plugIns.some(({ enforces }) => enforces === true))
    return { kind: 'standing', proof: isCluster ? 'enforced' : 'declared' };
  if (plugIns.length === 0 && !isCluster) return { kind: 'standing', proof: 'declared' };
  return { kind: 'absent' };
};

export interface Guarded {
  /** Whatever policies close, wherever it is drawn. */
  readonly closed: readonly StepSelector[];
  readonly closedBehindNodes: readonly StepSelector[];
}

export const drawControls = (
  { policies, plugIn, why }: Enforcement,
  { closed, closedBehindNodes }: Guarded,
  hasPolicies: boolean,
  draft: Draft,
): void => {
  const common = { layer: 'network', scope: 'cluster', effect: 'guard' } as const;
  const all = [...closed, ...closedBehindNodes];
  if (hasPolicies && closed.length > 0)
    draft.control({
      ...common,
      id: 'network/policies',
      title: 'Keep the network policies that stand',
      state: policies,
      steps: closed,
      remedy: null,
      needs: [],
    });
  if (hasPolicies && closedBehindNodes.length > 0)
    draft.control({
      ...common,
      id: 'network/policies-behind-nodes',
      title: 'Keep the network policies that close what nodes publish',
      // A node hands a call on under its own address, and most plug-ins let a pod's own node in: never proved.
      state: policies.kind === 'standing' ? { kind: 'standing', proof: 'declared' } : policies,
      steps: closedBehindNodes,
      remedy: null,
      needs: [],
    });
  draft.control(toEnforcement(plugIn, why, hasPolicies ? all : []));
};

/** Where it is absent it would make every wall of policies stand; where it stands those tell themselves. */
const toEnforcement = (state: ControlState, why: string, steps: readonly StepSelector[]): Control => ({
  id: 'network/enforcement',
  title: 'Run a network plug-in that enforces network policies',
  layer: 'network',
  scope: 'cluster',
  state,
  effect: 'guard',
  steps: state.kind === 'absent' ? steps : [],
  remedy:
    state.kind === 'absent'
      ? {
          kind: 'advice',
          text: `${why === '' ? 'The network plug-in could not be recognised' : why}. Install one that enforces NetworkPolicies, or turn that on: Calico, Cilium, Antrea, kube-network-policies beside the plug-in there is, or the network policy option of the provider.`,
        }
      : null,
  needs: [],
});
