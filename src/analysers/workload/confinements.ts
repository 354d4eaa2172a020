/** What a pod may say of itself that hinders escapes, in the order in which it is told, each with why it is a wall. */

import type { Confinement } from './escape.ts';

/**
 * Not among them: seccomp's default profile, which lets whoever has a capability make the calls it is for (containerd and
 * Docker add them); SELinux, which a node may not have whatever a pod says; profiles of AppArmor by name, of which nobody
 * knows what they forbid; and a root file system that is read-only, which is the container's own.
 */
export const confinements: readonly {
  readonly id: Confinement;
  /** Before the name of a workload. */
  readonly title: string;
}[] = [
  // KEP-127: capabilities count in the namespace alone, and hold nothing on the node. Mounts of the node's paths are
  // mapped back to root's, so those are not hindered.
  { id: 'user-namespace', title: 'Users of the node are out of reach of' },
  // capabilities(7): what a pod adds is not in the effective set of another user than root, and no_new_privs keeps it so
  // (KEP-2763 asks for that to change and has not landed). Files of root are root's.
  { id: 'non-root', title: 'Nobody is or becomes root in' },
  // The runtimes' profile denies mount, and ptrace towards whoever has another profile (containerd, contrib/apparmor).
  { id: 'app-armor', title: 'The profile of AppArmor keeps to itself' },
];
