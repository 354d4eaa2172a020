/** Names an estate for the store and for URLs: the same paths or the same context are the same estate in every run. */

import { hash } from 'node:crypto';
import { resolve } from 'node:path';
import type { EstateName } from '../../../stores/store.ts';

export type EstateTarget =
  | { readonly kind: 'cluster'; readonly context: string }
  | { readonly kind: 'manifests'; readonly paths: readonly string[]; readonly workingFolder: string };

export const nameEstate = (target: EstateTarget): EstateName => {
  const title = target.kind === 'cluster' ? target.context || 'current context' : target.paths.join(' ');
  const key =
    target.kind === 'cluster'
      ? target.context
      : target.paths
          .map((path) => resolve(target.workingFolder, path))
          .sort()
          .join('\0');
  return { id: hash('sha256', `${target.kind}\0${key}`).slice(0, 12), title: title.slice(0, 200), kind: target.kind };
};
