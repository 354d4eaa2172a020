/** Why a pattern does not match: made at the deepest place, passed up, and told in words only where somebody asks. */

import type { FieldPath } from '../../model/field-path.ts';
import type { Json } from '../../model/json.ts';
import { renderGoValue } from './render-go-value.ts';

export interface Mismatch {
  /**
   * `anchor`: a condition or global anchor does not hold. `skip`: nothing applied for such reasons. `forbidden`: a
   * negation. `placeless`: a failure that Kyverno names no place for.
   */
  readonly kind: 'anchor' | 'skip' | 'forbidden' | 'fail' | 'placeless';
  readonly path: FieldPath;
  readonly describe: () => string;
}

/** True where the pattern does not apply, rather than being broken. */
export const isSkip = ({ kind }: Mismatch): boolean => kind === 'anchor' || kind === 'skip';

/** A path as Kyverno's messages have it: `/spec/containers/0/image/`. */
export const renderPatternPath = (path: FieldPath): string => {
  let text = '/';
  for (const segment of path) text += `${typeof segment === 'object' ? segment.value : segment}/`;
  return text;
};

/** A message never shows more of a value than this: it may be a whole object. */
const mostShown = 100;

export const showValue = (value: Json | undefined): string => {
  const text = renderGoValue(value ?? null);
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
};

/** Several reasons for one skip; of a long list of objects each would say the same again. */
const mostReasons = 10;

export const joinSkips = (path: FieldPath, skips: readonly Mismatch[]): Mismatch => ({
  kind: 'skip',
  path,
  describe: () => {
    const shown = skips.slice(0, mostReasons).map((skip) => skip.describe());
    if (skips.length > mostReasons) shown.push(`and ${skips.length - mostReasons} more`);
    return shown.join('; ');
  },
});
