/** `jsonpatch.escapeKey()`: a key as it stands in a JSON pointer. Only where a policy mutates. */

import type { Library } from '../../lang/cel/overload.ts';
import { stringType } from '../../lang/cel/type.ts';
import type { Value } from '../../lang/cel/value.ts';
import { global, libraryOf } from './declare-overload.ts';

const escapeKey = (key: Value): string => (key as string).replace(/[/~]/g, (sign) => (sign === '/' ? '~1' : '~0'));

export const jsonPatchLibrary: Library = libraryOf('kubernetes.jsonpatch', [
  global('string_jsonpatch_escapeKey_string', 'jsonpatch.escapeKey', [stringType], stringType, escapeKey),
]);
