/** Hubs of the rbac chart's own; `null` is the one for all namespaces. */

import type { Place } from '../../../model/place.ts';
import { toHub, unguardedPod } from '../../places.ts';

/** The administrators of all namespaces. */
export const namespacesHub: Place = toHub('namespaces/*');

/** Accounts with a token in a Secret of the namespace. */
export const tokensHub = (namespace: string | null): Place => toHub(`tokens/${namespace ?? '*'}`, namespace);

/** Every group that a binding names, but the administrators of every cluster. */
export const groupsHub: Place = toHub('groups/*');

/** The credentials of every kubelet. */
export const kubeletsHub: Place = toHub('kubelets/*');

/** Whoever holds any one of the Roles of the namespace. */
export const localRolesHub = (namespace: string | null): Place => toHub(`local-roles/${namespace ?? '*'}`, namespace);

/** A pod in a namespace where no policy judges, and Pod Security does. */
export const unpolicedHub = (namespace: string | null): Place => toHub(`unpoliced-pods/${namespace ?? '*'}`, namespace);

/** A pod that neither judges. */
export const unguarded = (namespace: string | null): Place =>
  namespace === null ? toHub('unguarded-pods/*') : unguardedPod(namespace);

/** What a group holds, for its members and for itself. */
export const asGroup = (name: string): Place => toHub(`as/group:${name}`);
