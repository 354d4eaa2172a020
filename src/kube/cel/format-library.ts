/** `format.dns1123Label().validate(text)` and its siblings, as in the API server since 1.31. */

import type { Library } from '../../lang/cel/overload.ts';
import { listOf, opaqueType, optionalOf, stringType } from '../../lang/cel/type.ts';
import { EvaluationFault, OpaqueValue, OptionalValue } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { global, libraryOf, member } from './declare-overload.ts';
import { namedFormats } from './named-format.ts';
import type { NamedFormat } from './named-format.ts';

const formatType = opaqueType('kubernetes.NamedFormat');

export class FormatValue extends OpaqueValue {
  readonly typeName = 'kubernetes.NamedFormat';
  readonly format: NamedFormat;
  constructor(format: NamedFormat) {
    super();
    this.format = format;
  }
  equals(other: OpaqueValue): boolean {
    if (!(other instanceof FormatValue)) throw new EvaluationFault('no such overload');
    return this.format === other.format;
  }
}

const values: ReadonlyMap<string, FormatValue> = new Map(
  Array.from(namedFormats, ([name, format]) => [name, new FormatValue(format)]),
);

/** What is wrong with the text; none where nothing is. */
const validate = (format: Value, text: Value): OptionalValue => {
  const defects = (format as FormatValue).format.validate(text as string);
  return new OptionalValue(defects.length === 0 ? undefined : defects);
};

export const formatLibrary: Library = libraryOf('kubernetes.format', [
  global(
    'format-named',
    'format.named',
    [stringType],
    optionalOf(formatType),
    (name) => new OptionalValue(values.get(name as string)),
  ),
  member('format-validate', 'validate', [formatType, stringType], optionalOf(listOf(stringType)), validate),
  ...Array.from(values, ([name, value]) => global(`format.${name}`, `format.${name}`, [], formatType, () => value)),
]);
