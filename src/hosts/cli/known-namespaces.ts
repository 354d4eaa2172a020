/** Refuses `-n` with a name nobody has: a scan of nothing would look clean. */

import { UsageError } from './command.ts';
import { closest } from '../../lang/pattern/closest.ts';

export const refuseUnknownNamespaces = (wanted: readonly string[], known: ReadonlySet<string>): void => {
  for (const name of wanted) {
    if (known.has(name)) continue;
    const meant = closest(name, [...known]);
    throw new UsageError(
      `there is no namespace ${name} in what was read, nor anything in it${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    );
  }
};
