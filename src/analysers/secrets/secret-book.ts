/** Every Secret that is known: read itself, or named by what uses or makes it; with all that is known of what it holds. */

import { toNamespaceName } from '../../kube/network/namespace-name.ts';
import type { Place } from '../../model/place.ts';
import type { Resource } from '../../model/resource.ts';
import { secretPlace } from '../places.ts';

export interface KnownSecret {
  readonly place: Place;
  readonly namespace: string;
  readonly name: string;
  /** The Secret, or what makes it; `null` where it was only named. */
  readonly source: Resource | null;
  /** As its object says, else as its use says; the empty text where nobody does. */
  readonly type: string;
  /** Names of its keys, and of the variables that its keys are given to. */
  readonly keys: ReadonlySet<string>;
  /** Registries its password is for, hosts its certificate is for. */
  readonly hosts: ReadonlySet<string>;
  /** Titles of the workloads a container of which finds it. */
  readonly users: ReadonlySet<string>;
  readonly isMarked: boolean;
}

export interface SecretNote {
  readonly source?: Resource;
  readonly type?: string;
  readonly keys?: readonly string[];
  readonly hosts?: readonly string[];
  readonly user?: string;
  readonly isMarked?: boolean;
}

export interface SecretBook {
  /** `undefined` for the empty name. The first type and the first source told count: Secrets themselves are told first. */
  note(namespace: string | null, name: string, note?: SecretNote): KnownSecret | undefined;
  all(): Iterable<KnownSecret>;
}

export const createSecretBook = (): SecretBook => {
  const drafts = new Map<string, Draft>();
  return {
    note(namespace, name, { source, type = '', keys = [], hosts = [], user, isMarked = false } = {}) {
      if (name === '') return undefined;
      const place = secretPlace(toNamespaceName(namespace), name);
      const draft = drafts.get(place.id) ?? toDraft(place, toNamespaceName(namespace), name);
      drafts.set(place.id, draft);
      if (draft.type === '') draft.type = type;
      draft.source ??= source ?? null;
      if (isMarked) draft.isMarked = true;
      if (user !== undefined) draft.users.add(user);
      for (const key of keys) if (draft.keys.size < mostKeys) draft.keys.add(key);
      for (const host of hosts) if (draft.hosts.size < mostKeys) draft.hosts.add(host);
      return draft;
    },
    all: () => drafts.values(),
  };
};

interface Draft extends KnownSecret {
  source: Resource | null;
  type: string;
  readonly keys: Set<string>;
  readonly hosts: Set<string>;
  readonly users: Set<string>;
  isMarked: boolean;
}

/** More keys than any Secret of a megabyte has that somebody wrote. */
const mostKeys = 4096;

const toDraft = (place: Place, namespace: string, name: string): Draft => ({
  place,
  namespace,
  name,
  source: null,
  type: '',
  keys: new Set(),
  hosts: new Set(),
  users: new Set(),
  isMarked: false,
});
