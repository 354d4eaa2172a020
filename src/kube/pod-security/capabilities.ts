/** How a list of added capabilities is told and mended, at either level. */

import type { Json } from '../../model/json.ts';
import type { Violation } from './check.ts';
import { describeValue, nameHolder, settingPath, toEdit, type Holder } from './pod-view.ts';

/** The violation of adding what is not allowed. The edit keeps what is. */
export const toForbiddenAdds = (
  holder: Holder,
  add: readonly Json[],
  allowed: ReadonlySet<unknown>,
  complaint: string,
): Violation => {
  const path = settingPath(holder, 'capabilities', 'add');
  const forbidden = [...new Set(add.filter((name) => !allowed.has(name)).map(toWord))].sort();
  const kept = add.filter((name) => allowed.has(name));
  const noun = forbidden.length === 1 ? 'the capability' : 'the capabilities';
  return {
    path,
    message: `${nameHolder(holder)} adds ${noun} ${forbidden.join(', ')}, ${complaint}.`,
    edits: [toEdit(path, add, kept.length === 0 ? undefined : kept)],
  };
};

/** A name without quotes where it looks like one. */
const toWord = (name: Json): string =>
  typeof name === 'string' && /^[A-Z_]{1,64}$/.test(name) ? name : name === null ? '""' : describeValue(name);
