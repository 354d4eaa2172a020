/** A container as its escapes see it: what it may do on its node, read once. */

import { isJsonArray, isJsonObject, type JsonObject } from '../../model/json.ts';
import { at, objectAt, textAt, textsAt } from '../../model/read-object.ts';
import type { HostMount } from './host-mounts.ts';

export interface ContainerView {
  readonly privileged: boolean;
  /** Without `CAP_`: `SYS_ADMIN`. */
  readonly has: (capability: string) => boolean;
  /** Of Windows: a process of the node. */
  readonly hostProcess: boolean;
  readonly hostPID: boolean;
  readonly sharedProcesses: boolean;
  readonly user: User;
  /** No program in it makes more of itself than it was started as: `no_new_privs`. */
  readonly keepsPrivileges: boolean;
  /** It may be in the group of root: nothing says otherwise, and what says nothing is started with group 0 where the image names none. */
  readonly mayBeRootGroup: boolean;
  readonly userNamespace: boolean;
  /** The profile of the runtime is asked for by name, so that the kubelet starts it with that profile or not at all (KEP-24). */
  readonly appArmor: boolean;
  readonly mounts: readonly HostMount[];
  /** Whether its own token lets it read logs through the API server; asked for where it matters. */
  readonly readsLogs: () => boolean;
}

/** `id` is null where only the image says which. */
export type User =
  | { readonly kind: 'root' }
  | { readonly kind: 'other'; readonly id: number | null }
  | { readonly kind: 'unknown' };

export interface ViewedContainer {
  /** The pod's. */
  readonly spec: JsonObject;
  readonly container: JsonObject;
  readonly mounts: readonly HostMount[];
  readonly readsLogs: () => boolean;
}

export const toContainerView = ({ spec, container, mounts, readsLogs }: ViewedContainer): ContainerView => {
  const own = objectAt(container, 'securityContext');
  const ofPod = objectAt(spec, 'securityContext');
  const windows = textAt(spec, 'os', 'name') === 'windows';
  const privileged = own['privileged'] === true && !windows;
  const capabilities = readCapabilities(own);
  return {
    privileged,
    // A privileged container has all, whatever it drops (containerd and CRI-O ignore `drop` there).
    has: (capability) => !windows && (privileged || capabilities(capability)),
    hostProcess: (at(own, 'windowsOptions', 'hostProcess') ?? at(ofPod, 'windowsOptions', 'hostProcess')) === true,
    hostPID: spec['hostPID'] === true,
    sharedProcesses: spec['shareProcessNamespace'] === true,
    user: toUser(own, ofPod),
    keepsPrivileges: own['allowPrivilegeEscalation'] === false && !privileged && !capabilities('SYS_ADMIN'),
    mayBeRootGroup: mayBeRootGroup(own, ofPod),
    userNamespace: spec['hostUsers'] === false,
    appArmor: !privileged && isRuntimeDefault(own, ofPod),
    mounts,
    readsLogs,
  };
};

/** `ALL` is every one; what is dropped by name is gone even where it is added (the runtimes add first). Names have been written with and without `CAP_`. */
const readCapabilities = (context: JsonObject): ((capability: string) => boolean) => {
  const added = new Set(textsAt(context, 'capabilities', 'add').map(toName));
  const dropped = new Set(textsAt(context, 'capabilities', 'drop').map(toName));
  return (capability) => (added.has(capability) || added.has('ALL')) && !dropped.has(capability);
};

const toName = (text: string): string => text.toUpperCase().replace(/^CAP_/, '');

const toUser = (own: JsonObject, ofPod: JsonObject): User => {
  const id = own['runAsUser'] ?? ofPod['runAsUser'];
  if (id === 0) return { kind: 'root' };
  if (typeof id === 'number') return { kind: 'other', id };
  return (own['runAsNonRoot'] ?? ofPod['runAsNonRoot']) === true ? { kind: 'other', id: null } : { kind: 'unknown' };
};

/** Sockets and folders of the node are open to the group of root, and to groups such as docker's, whose number is the node's own. */
const mayBeRootGroup = (own: JsonObject, ofPod: JsonObject): boolean => {
  const group = own['runAsGroup'] ?? ofPod['runAsGroup'];
  const more = ofPod['supplementalGroups'];
  return (
    typeof group !== 'number' ||
    group === 0 ||
    typeof ofPod['fsGroup'] === 'number' ||
    (isJsonArray(more) && more.length > 0)
  );
};

const isRuntimeDefault = (own: JsonObject, ofPod: JsonObject): boolean => {
  const profile = own['appArmorProfile'] ?? ofPod['appArmorProfile'];
  return isJsonObject(profile) && profile['type'] === 'RuntimeDefault';
};
