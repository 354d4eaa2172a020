/** What to do to have a wall, in words: the fix that stands below a step it would guard. */

import type { Change, Edit } from '../../../model/change.ts';
import type { Control } from '../../../model/control.ts';
import { bigAsText, type JsonObject } from '../../../model/json.ts';
import { textAt } from '../../../model/read-object.ts';
import { toRefKey, type ResourceRef } from '../../../model/resource.ts';
import { renderRef } from '../../../reports/place.ts';
import type { FindGrant } from './find-grants.ts';

/** The empty text where nothing is known to help. */
export const tellRemedy = ({ remedy }: Control, find: FindGrant): string => {
  switch (remedy?.kind) {
    case undefined:
      return '';
    case 'change':
      return joinSome(remedy.changes.map((change) => tellChange(change, find)));
    case 'create':
      return `create ${joinSome(remedy.objects.map((object) => renderRef(toRef(object))))}`;
    case 'delete':
      return `delete ${joinSome(remedy.objects.map((ref) => `${renderRef(ref)}${renderPlace(ref, find)}`))}`;
    case 'network-policies':
      return `close namespace ${remedy.namespace} by NetworkPolicies that allow what it is seen to need`;
    case 'advice':
      return remedy.text;
  }
};

const tellChange = ({ target, edits }: Change, find: FindGrant): string =>
  `${joinSome(edits.map(tellEdit))} in ${renderRef(target)}${renderPlace(target, find)}`;

const tellEdit = ({ path, after }: Edit): string => {
  if (after.kind === 'absent') return `drop ${path}`;
  const value = JSON.stringify(after.value, bigAsText);
  return value.length > mostOfValue ? `rewrite ${path}` : `set ${path} to ${value}`;
};

/** What is longer than this stands in the file that does it, and tells nobody anything in a sentence. */
const mostOfValue = 60;

const renderPlace = (ref: ResourceRef, find: FindGrant): string => {
  const { file, line } = find(toRefKey(ref));
  return file === null ? '' : ` (${renderFile(file, line)})`;
};

/** `shop/web.yaml:12`. */
export const renderFile = (file: string, line: number | null): string =>
  `${file === '-' ? 'standard input' : file}${line === null ? '' : `:${line}`}`;

/** A wall may need a hundred edits; a reader needs to see what they are like. */
const joinSome = (parts: readonly string[]): string =>
  parts.length > 3 ? `${parts.slice(0, 2).join(', ')} and ${parts.length - 2} more` : parts.join(', ');

export const toRef = (object: JsonObject): ResourceRef => {
  const namespace = textAt(object, 'metadata', 'namespace');
  return {
    apiVersion: textAt(object, 'apiVersion'),
    kind: textAt(object, 'kind'),
    namespace: namespace === '' ? null : namespace,
    name: textAt(object, 'metadata', 'name'),
  };
};
