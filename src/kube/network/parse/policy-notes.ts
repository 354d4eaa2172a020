/** What is to be said of policies while they are read: problems, which leave an object out where they are errors, and doubts. */

import { renderFieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Doubt, ObjectProblem } from '../network-estate.ts';

export interface PolicyNotes {
  readonly about: Resource;
  /** The API server, or the plug-in that reads the object, would not take it: it guards nothing. */
  refuse(path: FieldPath, message: string): void;
  warn(path: FieldPath, message: string): void;
  /** `why` goes on after the path, as `spec.nodeSelector is of hosts`. */
  doubt(path: FieldPath, why: string): void;
  readonly isRefused: boolean;
}

export interface NoteBook {
  readonly problems: readonly ObjectProblem[];
  readonly doubts: readonly Doubt[];
  on(resource: Resource): PolicyNotes;
}

/** A hostile object has a mistake in each of its thousands of rules; nobody reads more than these. */
const mostOfOneObject = 20;

export const createNoteBook = (): NoteBook => {
  const problems: ObjectProblem[] = [];
  const doubts: Doubt[] = [];
  return {
    problems,
    doubts,
    on(about) {
      const name = nameOf(about);
      let said = 0;
      let doubted = 0;
      let isRefused = false;
      const say = (severity: ObjectProblem['severity'], path: FieldPath, message: string): void => {
        said += 1;
        if (said <= mostOfOneObject) problems.push({ severity, message, about, path: renderFieldPath(path) });
      };
      return {
        about,
        refuse(path, message) {
          // An error is never crowded out by warnings: it is what says that the object is left out.
          if (!isRefused) said = Math.min(said, mostOfOneObject - 1);
          isRefused = true;
          say('error', path, message);
        },
        warn(path, message) {
          say('warning', path, message);
        },
        doubt(path, why) {
          doubted += 1;
          if (doubted > mostOfOneObject) return;
          const place = renderFieldPath(path);
          doubts.push({ why: `${name}: ${place === '' ? '' : `${place} `}${why}`, about });
        },
        get isRefused() {
          return isRefused;
        },
      };
    },
  };
};

const nameOf = ({ ref: { kind, namespace, name } }: Resource): string =>
  namespace === null ? `${kind} ${name}` : `${kind} ${namespace === '' ? 'default' : namespace}/${name}`;
