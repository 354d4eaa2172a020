/** Draws the last step into every container that listens, and the wall before it: how the container confines who breaks in. */

import { nodeAgentOf } from '../../../kube/workload/node-agent.ts';
import { podTemplateOf } from '../../../kube/workload/pod-template.ts';
import type { Permission } from '../../../model/change.ts';
import type { Control } from '../../../model/control.ts';
import { toGroup, type Resource } from '../../../model/resource.ts';
import { createConfinement, type Confinement } from '../../confinement.ts';
import { nameOf } from '../../gap.ts';
import type { StandingContainer, StandingWorkload } from '../../standing-workloads.ts';
import { toHub } from '../../places.ts';
import type { Draft } from './draft.ts';
import type { NetworkWorld } from './network-world.ts';

/**
 * The hub by which whatever comes over the network enters a container, so that what stands before that stands before
 * nothing else: a command run by the API server passes by it.
 */
export const doorOf = (container: string): string => toHub(`net/door/${container}`).id;

export const drawDoors = ({ workloads }: NetworkWorld, draft: Draft): void => {
  for (const { standing, sides } of workloads) {
    const listening = new Set(sides.flatMap(({ listeners }) => listeners.map(({ door }) => door)));
    if (listening.size === 0) continue;
    const judge = createConfinement(standing);
    for (const container of standing.containers) {
      const { place } = container;
      const door = draft.hub(`door/${place.id}`);
      if (!listening.has(door)) continue;
      draft.member(door, place.id);
      const control = toControl(standing, container, judge(container), door);
      if (control !== null) draft.control(control);
    }
  }
};

const toControl = (
  workload: StandingWorkload,
  { place, name }: StandingContainer,
  confinement: Confinement,
  door: string,
): Control | null => {
  const { resource } = workload;
  const common = {
    id: `runtime/harden/${place.id.slice('container/'.length)}`,
    title: `Confine container ${name} of ${nameOf(resource)}: no root, no capabilities, no more system calls than the runtime allows`,
    layer: 'runtime',
    scope: nameOf(resource),
    effect: 'guard',
    steps: [{ types: ['MEMBER'], from: door, to: place.id, by: null }],
    needs: [],
  } as const;
  if (confinement.kind === 'confined') {
    const proof = resource.origin.kind === 'cluster' ? 'enforced' : 'declared';
    return { ...common, state: { kind: 'standing', proof }, remedy: null };
  }
  if (confinement.edits === null || isNeeded(workload, confinement.checks)) return null;
  const reason = `Whoever breaks into container ${name} of ${nameOf(resource)} has one process and little else`;
  const change = { target: resource.ref, edits: confinement.edits, reason, permissions: [toPermission(resource)] };
  return { ...common, state: { kind: 'absent' }, remedy: { kind: 'change', changes: [change] } };
};

const toPermission = ({ ref }: Resource): Permission => ({
  group: toGroup(ref.apiVersion),
  resource: `${ref.kind.toLowerCase()}s`,
  verb: 'patch',
});

/** What works on its node needs some of what it has. */
const isNeeded = ({ resource: { ref, object } }: StandingWorkload, checks: readonly string[]): boolean => {
  const template = podTemplateOf(ref, object);
  const agent = template === undefined ? undefined : nodeAgentOf(ref, object, template);
  return agent !== undefined && checks.some((check) => agent.checks.includes(check));
};
