/**
 * Checks the expressions of cel-go's own checker tests: where cel-go infers a type ours must infer the same, where it
 * refuses ours must refuse, at a place cel-go names. `node conformance/cel-checking.ts`.
 */

import { tests } from '@bufbuild/cel-spec/testdata/checking.js';
import { checkExpression } from '../src/lang/cel/check-expression.ts';
import { describeType } from '../src/lang/cel/describe-type.ts';
import { createEnvironment, type Environment } from '../src/lang/cel/environment.ts';
import type { Library, Overload } from '../src/lang/cel/overload.ts';
import { parseExpression } from '../src/lang/cel/parse-expression.ts';
import { optionalLibrary } from '../src/lang/cel/standard/optional-table.ts';
import { standardLibrary } from '../src/lang/cel/standard-library.ts';
import {
  boolType,
  bytesType,
  doubleType,
  dynType,
  intType,
  listOf,
  mapOf,
  nullType,
  optionalOf,
  stringType,
  uintType,
  type Type,
} from '../src/lang/cel/type.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../src/model/json.ts';

/** Cases known not to agree, each with the reason; a listed case that agrees fails the run, so that the list shrinks. */
const gaps: ReadonlyMap<string, string> = new Map();

/** What cel-go's tests declare for every case. */
const declared: Readonly<Record<string, Type>> = {
  is: stringType,
  ii: intType,
  iu: uintType,
  iz: boolType,
  ib: bytesType,
  id: doubleType,
  ix: nullType,
};

const row = (id: string, parameters: readonly Type[], isMember: boolean): Overload => ({
  id,
  name: id,
  isMember,
  parameters,
  result: stringType,
  evaluate: () => null,
});

const functions: Library = {
  id: 'cel-go checker tests',
  macros: [],
  constants: [],
  literalChecks: [],
  overloads: [row('fg_s', [], false), row('fi_s_s', [stringType], true)],
};

const main = (): number => {
  const tally = { agreed: 0, disagreed: 0, notRun: 0, gaps: 0 };
  for (const { original, type, error } of tests.tests ?? []) {
    const name = JSON.stringify(original.expr);
    const environment = toEnvironment(original, error);
    if (typeof environment === 'string') {
      tally.notRun += 1;
      print(`not run    ${name}: ${environment}`);
      continue;
    }
    const why = compare(original.expr, environment, type, error);
    const gap = gaps.get(original.expr);
    if (why === null && gap === undefined) tally.agreed += 1;
    else if (why !== null && gap !== undefined) {
      tally.gaps += 1;
      print(`gap        ${name}: ${gap}`);
    } else {
      tally.disagreed += 1;
      print(`disagreed  ${name}: ${why ?? `agrees, take it from the gaps (${gap})`}`);
    }
  }
  const { agreed, disagreed, notRun } = tally;
  print(`cel-checking: ${agreed} agreed, ${disagreed} disagreed, ${notRun} not run, ${tally.gaps} known gaps`);
  return disagreed > 0 || agreed === 0 ? 1 : 0;
};

/** The environment of a case, or why there is none. */
const toEnvironment = (original: JsonObject, error: string | undefined): Environment | string => {
  const text = JSON.stringify(original);
  if (error?.includes('unsupported syntax') === true) return 'its parser has optional syntax off';
  if (/overload for '_[<>]=?_'/.test(error ?? ''))
    return 'its numbers compare within one type, those of Kubernetes across';
  if (/TestAllTypes|google\.protobuf|messageType|wellKnown|wrapper|NestedEnum|testAllTypes/.test(text)) {
    return 'it needs protobuf messages';
  }
  const variables = Object.entries(declared).map(([name, type]) => ({ name, type }));
  for (const declaration of isJsonArray(original.typeEnv) ? original.typeEnv : []) {
    if (!isJsonObject(declaration) || typeof declaration.name !== 'string') return 'its declarations have another form';
    if (!isJsonObject(declaration.ident)) return 'it declares functions of its own';
    const type = toType(declaration.ident.type);
    if (type === undefined) return 'it declares a type of another form';
    variables.push({ name: declaration.name, type });
  }
  return createEnvironment({
    libraries: [standardLibrary, optionalLibrary, functions],
    variables,
    types: [],
    homogeneousLiterals: false,
    container: typeof original.container === 'string' ? original.container : '',
  });
};

const primitives: Readonly<Record<string, Type>> = {
  BOOL: boolType,
  INT64: intType,
  UINT64: uintType,
  DOUBLE: doubleType,
  STRING: stringType,
  BYTES: bytesType,
};

const toType = (type: Json | undefined): Type | undefined => {
  if (!isJsonObject(type)) return undefined;
  if (typeof type.primitive === 'string') return primitives[type.primitive];
  if (type.dyn !== undefined) return dynType;
  if (type.null !== undefined) return nullType;
  if (isJsonObject(type.listType)) {
    const element = toType(type.listType.elemType);
    return element === undefined ? undefined : listOf(element);
  }
  if (isJsonObject(type.mapType)) {
    const key = toType(type.mapType.keyType);
    const value = toType(type.mapType.valueType);
    return key === undefined || value === undefined ? undefined : mapOf(key, value);
  }
  if (isJsonObject(type.abstractType) && type.abstractType.name === 'optional_type') {
    const [of] = isJsonArray(type.abstractType.parameterTypes) ? type.abstractType.parameterTypes.map(toType) : [];
    return of === undefined ? undefined : optionalOf(of);
  }
  return undefined;
};

/** Why ours differs, or `null`. */
const compare = (
  source: string,
  environment: Environment,
  type: string | undefined,
  error: string | undefined,
): string | null => {
  const parsed = parseExpression(source, environment.macros);
  const result = parsed.kind === 'defects' ? parsed : checkExpression(parsed.expression, environment, source);
  if (result.kind === 'checked') {
    const ours = describeType(result.checked.typeOf(result.checked.expression));
    return ours === type ? null : `ours is ${ours}, theirs ${type ?? error}`;
  }
  const [first] = result.defects;
  if (error === undefined) return `ours refuses it: ${first?.message}`;
  const ours = `:${first?.line}:${first?.column}: `;
  return error.includes(ours) ? null : `ours at ${ours}(${first?.message}), theirs ${error}`;
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

process.exitCode = main();
