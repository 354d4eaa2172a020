/** Makes the items of surveys: each about one object, met or not, with its proof and its place. */

import type { Item } from '../posture/item.ts';
import type { Resource } from '../model/resource.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Where } from './survey.ts';

export interface ItemDraft {
  readonly about: Resource;
  readonly state: Item['state'];
  readonly why: string;
  readonly path?: string;
  readonly controls?: readonly string[];
  /** As a person names it; by default kind, namespace and name. */
  readonly what?: string;
}

export const toItem = ({ about, state, why, path = '', controls = [], what }: ItemDraft, where: Where): Item => ({
  what: what ?? renderAbout(about),
  ref: about.ref,
  state,
  proof: state === 'met' ? proofOf(about) : null,
  why,
  source: where(about, path),
  controls,
});

/** What a live cluster holds is in force there; what files hold is only declared. */
export const proofOf = ({ origin }: Resource): 'enforced' | 'declared' =>
  origin.kind === 'cluster' ? 'enforced' : 'declared';

export const renderAbout = ({ ref: { kind, namespace, name } }: Resource): string =>
  `${kind} ${namespace === null || namespace === '' ? '' : `${namespace}/`}${name}`;

/**
 * Nothing of the kind was read. Of a cluster that means there is none; what is installed once for a whole cluster often
 * lies in other files than an estate's own, so that files cannot tell.
 */
export const toLack = (what: string, why: string, { kind }: Pick<Snapshot, 'kind'>): Item => ({
  what,
  ref: null,
  state: kind === 'cluster' ? 'unmet' : 'unknown',
  proof: null,
  why: kind === 'cluster' ? why : `${why}; it may be installed from elsewhere`,
  source: '',
  controls: [],
});
