/** `semver()` and its comparisons, as in the API server since 1.33. */

import type { Library } from '../../lang/cel/overload.ts';
import { boolType, intType, opaqueType, stringType } from '../../lang/cel/type.ts';
import { EvaluationFault, OpaqueValue, toInt } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { global, libraryOf, member } from './declare-overload.ts';
import { compareSemvers, parseNormalisedSemver, parseSemver } from '../../lang/go/parse-semver.ts';
import type { ParsedSemver, Semver } from '../../lang/go/parse-semver.ts';

const semverType = opaqueType('kubernetes.Semver');

export class SemverValue extends OpaqueValue {
  readonly typeName = 'kubernetes.Semver';
  readonly semver: Semver;
  constructor(semver: Semver) {
    super();
    this.semver = semver;
  }
  equals(other: OpaqueValue): boolean {
    if (!(other instanceof SemverValue)) throw new EvaluationFault('no such overload');
    return compareSemvers(this.semver, other.semver) === 0;
  }
}

const parse = (text: Value, isNormalised: Value = false): ParsedSemver =>
  isNormalised === true ? parseNormalisedSemver(text as string) : parseSemver(text as string);

const read = (text: Value, isNormalised?: Value): SemverValue => {
  const parsed = parse(text, isNormalised);
  if (parsed.kind === 'defect') throw new EvaluationFault(parsed.message);
  return new SemverValue(parsed.semver);
};

const isSemver = (text: Value, isNormalised?: Value): boolean => parse(text, isNormalised).kind === 'semver';

const compare = (a: Value, b: Value): -1 | 0 | 1 =>
  compareSemvers((a as SemverValue).semver, (b as SemverValue).semver);

/** Go keeps 64 bits and reads them as a signed number. */
const part =
  (name: 'major' | 'minor' | 'patch') =>
  (value: Value): Value =>
    toInt(BigInt.asIntN(64, (value as SemverValue).semver[name]));

const pair = [semverType, semverType];

export const semverLibrary: Library = libraryOf('kubernetes.Semver', [
  global('string_to_semver', 'semver', [stringType], semverType, (text) => read(text)),
  global('string_bool_to_semver', 'semver', [stringType, boolType], semverType, read),
  global('is_semver_string', 'isSemver', [stringType], boolType, (text) => isSemver(text)),
  global('is_semver_string_bool', 'isSemver', [stringType, boolType], boolType, isSemver),
  member('semver_is_greater_than', 'isGreaterThan', pair, boolType, (a, b) => compare(a, b) === 1),
  member('semver_is_less_than', 'isLessThan', pair, boolType, (a, b) => compare(a, b) === -1),
  member('semver_compare_to', 'compareTo', pair, intType, compare),
  member('semver_major', 'major', [semverType], intType, part('major')),
  member('semver_minor', 'minor', [semverType], intType, part('minor')),
  member('semver_patch', 'patch', [semverType], intType, part('patch')),
]);
