/** The namespace of an object that has one. */

import type { Resource } from '../../../model/resource.ts';

/** A manifest that names no namespace means `default`. */
export const namespaceOf = ({ ref: { namespace } }: Resource): string =>
  namespace === null || namespace === '' ? 'default' : namespace;
