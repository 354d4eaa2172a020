/** An `apiVersion` in its two parts. */

import type { Json } from '../../model/json.ts';

export interface GroupVersion {
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
}

/** Of a value that is no text both parts are empty. */
export const toGroupVersion = (apiVersion: Json | undefined): GroupVersion => {
  if (typeof apiVersion !== 'string') return { group: '', version: '' };
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
};
