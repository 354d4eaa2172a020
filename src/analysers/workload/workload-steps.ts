/** What the containers of one workload can do to their node and to each other: computed again for what an edit would make of it. */

import { templateOf } from '../../kube/network/workload-kinds.ts';
import { visitContainers } from '../../kube/workload/containers.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Place } from '../../model/place.ts';
import type { StepType } from '../../model/step-type.ts';
import { containerPlace } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import { toContainerView, type ContainerView } from './container-view.ts';
import type { Confinement, Escape } from './escape.ts';
import type { HostClaims } from './host-claims.ts';
import { readHostMounts } from './host-mounts.ts';
import { escapes } from './registry.ts';
import { findReach } from './shared-processes.ts';

export interface WorkloadStep {
  readonly type: StepType;
  readonly from: Place;
  readonly to: Target;
  /** A sentence without a full stop. */
  readonly grant: string;
  /** What of the container stands in its way. */
  readonly confined: readonly Confinement[];
}

/** `node`, `volumes` and `processes`: of the node it stands on, whichever that is. `pod`: all its containers. */
export type Target =
  | { readonly kind: Escape['leads'] | 'processes' | 'pod' }
  | { readonly kind: 'container'; readonly place: Place };

export interface StepContext {
  readonly claims: HostClaims;
  /** Whether a container of that name has a token that reads logs. */
  readsLogs(workload: StandingWorkload, container: string): boolean;
}

export const listWorkloadSteps = (
  workload: StandingWorkload,
  context: StepContext,
  object: JsonObject = workload.resource.object,
): readonly WorkloadStep[] => {
  const template = object === workload.resource.object ? workload : templateOf({ ...workload.resource, object });
  if (template === undefined) return [];
  const seen = viewContainers(workload, template.spec, object, context);
  const steps = seen.flatMap(({ place, view }) => listEscapes(place, view));
  return [...steps, ...findReach(seen)];
};

export interface SeenContainer {
  readonly place: Place;
  readonly view: ContainerView;
}

const viewContainers = (
  workload: StandingWorkload,
  spec: JsonObject,
  object: JsonObject,
  context: StepContext,
): readonly SeenContainer[] => {
  const { place, resource } = workload;
  const holder = { namespace: place.namespace, name: resource.ref.name, object, spec };
  const seen: SeenContainer[] = [];
  const view = (name: string, container: JsonObject): void => {
    const mounts = readHostMounts(holder, container, context.claims);
    seen.push({
      place: containerPlace(place, resource.ref.kind, name),
      view: toContainerView({ spec, container, mounts, readsLogs: () => context.readsLogs(workload, name) }),
    });
  };
  const inTemplate = new Set<string>();
  visitContainers(
    spec,
    ({ name, object: container }) => {
      inTemplate.add(name);
      view(name, container);
    },
    () => undefined,
  );
  // What was added to a pod alone stays, whatever becomes of the template.
  for (const { name, object: added } of workload.containers)
    if (!inTemplate.has(name) && resource.ref.kind !== 'Pod') view(name, added);
  return seen;
};

const listEscapes = (place: Place, view: ContainerView): readonly WorkloadStep[] => {
  const standing = listConfinements(view);
  return escapes.flatMap((escape): readonly WorkloadStep[] => {
    const openings = escape.find(view);
    if (openings.length === 0) return [];
    const grants = [...new Set(openings.map(({ grant }) => grant))];
    return [
      {
        type: escape.type,
        from: place,
        to: { kind: escape.leads },
        grant: `${place.title} ${grants.slice(0, mostTold).join(', and ')}`,
        // A way that is not hindered leads around those that are.
        confined: standing.filter((one) => openings.every(({ hinderedBy }) => hinderedBy.includes(one))),
      },
    ];
  });
};

/** Of a container with hundreds of mounts. */
const mostTold = 4;

const listConfinements = ({
  userNamespace,
  user,
  keepsPrivileges,
  appArmor,
}: ContainerView): readonly Confinement[] => [
  ...(userNamespace ? (['user-namespace'] as const) : []),
  ...(user.kind === 'other' && keepsPrivileges ? (['non-root'] as const) : []),
  ...(appArmor ? (['app-armor'] as const) : []),
];
