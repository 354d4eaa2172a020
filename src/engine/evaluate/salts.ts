/** Tells apart subjects of one name that stand in several places, such as the overlays of one base. */

import type { FindingSubject } from '../../model/finding.ts';
import { toGroup, type Origin } from '../../model/resource.ts';

export interface Salts {
  note(subject: FindingSubject): void;
  /** The empty text for a subject that stands in one folder alone. */
  saltOf(subject: FindingSubject): string;
}

/**
 * The salt of a subject that stands in several folders is its folder below what those folders share: `prod` and `test`,
 * however the path to them was spelt and from wherever the scan was started.
 */
export const createSalts = (): Salts => {
  const first = new Map<string, string>();
  /** The folders of the subjects that were seen in more than one. */
  const repeated = new Map<string, Set<string>>();
  /** Subjects come file by file. */
  let last = { file: '', folder: '' };
  const folderOf = (origin: Origin): string => {
    if (origin.kind !== 'file') return toFolder(origin);
    if (origin.file !== last.file) last = { file: origin.file, folder: toFolder(origin) };
    return last.folder;
  };
  return {
    note(subject) {
      const key = toKey(subject);
      const folder = folderOf(subject.origin);
      const known = first.get(key);
      if (known === undefined) first.set(key, folder);
      else if (known !== folder) repeated.set(key, (repeated.get(key) ?? new Set([known])).add(folder));
    },
    saltOf(subject) {
      const folders = repeated.size === 0 ? undefined : repeated.get(toKey(subject));
      if (folders === undefined) return '';
      return toFolder(subject.origin)
        .split('/')
        .slice(countShared([...folders]))
        .join('/');
    },
  };
};

const toKey = ({ apiVersion, kind, namespace, name }: FindingSubject): string =>
  `${toGroup(apiVersion)}/${kind}/${namespace ?? ''}/${name}`;

/** `/` between the parts, no `.` or empty ones; a cluster is a place of its own. */
const toFolder = (origin: Origin): string => {
  switch (origin.kind) {
    case 'file':
      return toParts(origin.file).slice(0, -1).join('/');
    case 'rendered':
      return toParts(origin.folder).join('/');
    case 'cluster':
      return `cluster:${origin.cluster}`;
    case 'built-in':
      return `built-in:${origin.release}`;
  }
};

const toParts = (path: string): readonly string[] => path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');

/** How many leading parts all folders share. */
const countShared = (folders: readonly string[]): number => {
  const [head = [], ...others] = folders.map((folder) => folder.split('/'));
  let count = 0;
  while (count < head.length && others.every((parts) => parts[count] === head[count])) count += 1;
  return count;
};
