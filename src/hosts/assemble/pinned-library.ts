/** What a library of some version says: later policies left out, and the newest only reporting. */

import type { Action } from '../../model/finding.ts';
import type { Library, LibraryPolicy } from './policy-library.ts';

/** `pin` is `1.0` or `1.0.3`; `null` for the library as it is. The user's mistake is a defect. */
export type Pinned =
  | { readonly kind: 'policies'; readonly policies: readonly PinnedPolicy[] }
  | { readonly kind: 'defect'; readonly message: string };

export interface PinnedPolicy {
  readonly policy: LibraryPolicy;
  /** `deny` where an unbound policy would be judged as any, `none` in the minor version that brought it. */
  readonly action: Action;
}

export const pinLibrary = (library: Library, pin: string | null): Pinned => {
  const version = parseMinor(pin ?? library.version);
  const newest = parseMinor(library.version);
  if (version === null || newest === null) return toDefect(`${pin} is no version of the policy library; write 1.0`);
  if (compare(version, first) < 0)
    return toDefect(`there was no policy library ${pin}; the first was ${first.join('.')}`);
  if (compare(version, newest) > 0)
    return toDefect(`this Vauban has the policy library ${library.version}, which is older than ${pin}`);
  const policies: PinnedPolicy[] = [];
  for (const policy of library.policies) {
    const since = parseMinor(policy.since);
    if (since === null || compare(since, version) > 0) continue;
    const isNew = compare(since, version) === 0 && compare(since, first) > 0;
    policies.push({ policy, action: isNew ? 'none' : policy.suggested });
  }
  return { kind: 'policies', policies };
};

type Minor = readonly [major: number, minor: number];

/** Everything of the first version was new at once: nobody's gate could have broken. */
const first: Minor = [1, 0];

const parseMinor = (text: string): Minor | null => {
  const match = /^(\d{1,4})\.(\d{1,4})(?:\.\d{1,4})?$/.exec(text);
  return match === null ? null : [Number(match[1]), Number(match[2])];
};

const compare = (a: Minor, b: Minor): number => a[0] - b[0] || a[1] - b[1];

const toDefect = (message: string): Pinned => ({ kind: 'defect', message });
