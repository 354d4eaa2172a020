/** `x509.decode`: a certificate, or a request for one, as an object. */

import { global, libraryOf } from '../../../../kube/cel/declare-overload.ts';
import type { Library } from '../../../../lang/cel/overload.ts';
import { dynType, stringType } from '../../../../lang/cel/type.ts';
import { refuse } from '../kyverno-world.ts';

export const x509Library: Library = libraryOf('kyverno.x509', [
  global('x509_decode_string', 'x509.decode', [stringType], dynType, () => refuse('failed to decode PEM block')),
]);
