/** Draws what roles grant, each once for each scope it is bound in, and the roles that others can come to hold. */

import type { IndexedRole } from '../../../kube/rbac/access.ts';
import type { Held } from './conjunction.ts';
import type { Drawing } from './drawing.ts';
import type { Grounds } from './grounds.ts';
import { localRolesHub } from './hubs.ts';
import { holderPlace, roleHub } from './role-places.ts';
import type { FindRoleSteps, RoleStep } from './role-steps.ts';
import { toScope, type Scope } from './scope.ts';

export interface DrawnRole {
  readonly role: IndexedRole;
  readonly scope: Scope;
  readonly steps: readonly RoleStep[];
}

export interface RoleDrawer {
  draw(role: IndexedRole, scope: Scope): DrawnRole;
  /** A place where whoever stands there holds the role. */
  drawHolder(held: Held): void;
  /** The Roles behind the hubs that were named, until nothing new is. */
  finish(): void;
  drawn(): readonly DrawnRole[];
}

export const createRoleDrawer = (grounds: Grounds, drawing: Drawing, find: FindRoleSteps): RoleDrawer => {
  const known = new Map<string, DrawnRole>();
  const held = new Set<string>();
  const draw: RoleDrawer['draw'] = (role, scope) => {
    const hub = roleHub(role, scope);
    const before = known.get(hub.id);
    if (before !== undefined) return before;
    const steps = find(role, scope, role.rules);
    const made = { role, scope, steps };
    known.set(hub.id, made);
    drawing.declare(hub);
    for (const { type, to, by, grant, holds } of steps) {
      drawing.lead(hub, to, { type, grant, by });
      if (holds !== undefined) drawHolder(holds);
    }
    return made;
  };
  const drawHolder: RoleDrawer['drawHolder'] = ({ role, scope }) => {
    const place = holderPlace(role, scope);
    if (held.has(place.id)) return;
    held.add(place.id);
    draw(role, scope);
    drawing.join(place, roleHub(role, scope));
  };
  const drawLocalRoles = (namespace: string): void => {
    for (const role of grounds.localRoles(namespace)) {
      if (role.rules.length === 0) continue;
      const scope = toScope(namespace);
      drawHolder({ role, scope });
      drawing.join(localRolesHub(namespace), holderPlace(role, scope));
    }
  };
  return {
    draw,
    drawHolder,
    finish() {
      const done = new Set<string>();
      for (let left = true; left;) {
        left = false;
        const all = drawing.places.has(localRolesHub(null).id);
        for (const namespace of grounds.namespaces) {
          if (done.has(namespace)) continue;
          const hub = localRolesHub(namespace);
          if (all) drawing.join(localRolesHub(null), hub);
          if (!drawing.places.has(hub.id)) continue;
          done.add(namespace);
          drawLocalRoles(namespace);
          left = true;
        }
      }
    },
    drawn: () => [...known.values()],
  };
};
