/** Tells apart subjects of one name that stand in several places, such as the overlays of one base. */

import type { FindingSubject } from '../../model/finding.ts';
import { toGroup } from '../../model/resource.ts';
import { toSalt } from './finding-id.ts';

export interface Salts {
  note(subject: FindingSubject): void;
  /** The empty text for a subject that stands in one place. */
  saltOf(subject: FindingSubject): string;
}

export const createSalts = (): Salts => {
  /** The first place of each subject, and the subjects seen in a second one. */
  const first = new Map<string, string>();
  const repeated = new Set<string>();
  return {
    note(subject) {
      const key = toKey(subject);
      const place = toPlace(subject);
      const known = first.get(key);
      if (known === undefined) first.set(key, place);
      else if (known !== place) repeated.add(key);
    },
    saltOf: (subject) => (repeated.size > 0 && repeated.has(toKey(subject)) ? toSalt(subject.origin) : ''),
  };
};

const toKey = ({ apiVersion, kind, namespace, name }: FindingSubject): string =>
  `${toGroup(apiVersion)}/${kind}/${namespace ?? ''}/${name}`;

const toPlace = ({ origin }: FindingSubject): string => (origin.kind === 'file' ? origin.file : toSalt(origin));
