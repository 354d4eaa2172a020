/**
 * The second check of a policy: its expressions against the schemas of the kinds it matches. What it finds only warns, as
 * the API server only writes it to `status.typeChecking`.
 */

import { createAdmissionEnvironment, type CheckedTypes } from '../../kube/cel/admission-environment.ts';
import { builtInKinds } from '../../kube/schema/kinds.ts';
import { objectTypesFor, type ObjectTypes } from '../../kube/schema/object-types.ts';
import { checkExpression } from '../../lang/cel/check-expression.ts';
import type { Environment } from '../../lang/cel/environment.ts';
import { parseExpression } from '../../lang/cel/parse-expression.ts';
import { dynType, renderType, type Type } from '../../lang/cel/type.ts';
import { renderFieldPath } from '../../model/field-path.ts';
import { toGroup } from '../../model/resource.ts';
import { findVariables } from '../../kube/policy/find-variables.ts';
import type { DocumentDefect, ParamKind, PolicyDocument, WrittenExpression } from './policy-document.ts';
import { createVariableTypes, type VariableTypes } from '../../kube/policy/variable-types.ts';

/** For policies that compile; what it knows of a kind it keeps for the next one. */
export type TypeChecker = (document: PolicyDocument) => readonly DocumentDefect[];

export const createTypeChecker = (): TypeChecker => {
  const known = new Map<string, TypedEnvironment>();
  return (document) => checkTypes(document, known);
};

interface TypedEnvironment {
  readonly environment: Environment;
  readonly variables: VariableTypes;
  /** What was found before, by the text and the types of the variables it names: policies have much in common. */
  readonly results: Map<string, Checked>;
}

const checkTypes = (document: PolicyDocument, known: Map<string, TypedEnvironment>): readonly DocumentDefect[] => {
  const checked = document.validations.flatMap((validation) =>
    validation.messageExpression === null ? [validation] : [validation, validation.messageExpression],
  );
  // By what is wrong, the kinds it is wrong for: a policy for nine kinds gets one warning, not nine.
  const kindsByMessage = new Map<string, { readonly written: WrittenExpression; readonly kinds: string[] }>();
  for (const kind of toKinds(document)) {
    const check = createCheck(document, typedEnvironment(document, kind, known));
    for (const written of checked) {
      for (const message of check(written)) {
        const key = `${renderFieldPath(written.path)}, ${message}`;
        const noted = kindsByMessage.get(key);
        if (noted === undefined) kindsByMessage.set(key, { written, kinds: [kind.kind] });
        else noted.kinds.push(kind.kind);
      }
    }
  }
  return [...kindsByMessage].map(([key, { written, kinds }]) => ({
    severity: 'warning',
    message: `${key} (checked for ${kinds.join(', ')})`,
    path: written.path,
  }));
};

/** The server's bound, for each rule. */
const mostKinds = 10;

interface CheckedKind {
  readonly key: string;
  readonly kind: string;
  readonly types: ObjectTypes;
}

/** A rule with a wildcard names no kinds; subresources have no schema here. */
const toKinds = ({ match }: PolicyDocument): readonly CheckedKind[] => {
  const kinds = new Map<string, CheckedKind>();
  for (const { groups, versions, resources } of match.resourceRules) {
    if (groups.includes('*') || versions.includes('*')) continue;
    const found = builtInKinds.filter(({ group, plural }) => groups.includes(group) && resources.includes(plural));
    for (const { group, kind } of found.slice(0, mostKinds)) {
      for (const version of versions) {
        const types = objectTypesFor(group, version, kind);
        if (types !== undefined) {
          const key = `${group}/${version}/${kind}`;
          kinds.set(key, { key, kind, types });
        }
      }
    }
  }
  return [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
};

const typedEnvironment = (
  { paramKind }: PolicyDocument,
  { key, types }: CheckedKind,
  known: Map<string, TypedEnvironment>,
): TypedEnvironment => {
  const name = `${key} ${paramKind === null ? '' : `${paramKind.apiVersion} ${paramKind.kind}`}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const variables = createVariableTypes();
  const checked = withParams(types, paramKind);
  const environment = variables.extend(
    createAdmissionEnvironment({ hasParams: paramKind !== null, hasAuthorizer: true, isMutation: false, checked }),
  );
  const made = { environment, variables, results: new Map<string, Checked>() };
  known.set(name, made);
  return made;
};

/** Variables are checked first, for their types; what is wrong within them shows where they are used. */
const createCheck = (
  { variables: written }: PolicyDocument,
  { environment, variables, results }: TypedEnvironment,
): ((written: WrittenExpression) => readonly string[]) => {
  variables.begin();
  const types = new Map<string, string>();
  const checkOnce = (source: string): Checked => {
    const names = findVariables(source);
    if (names === undefined) return check(source, environment);
    const key = `${names.map((name) => `${name}: ${types.get(name)}`).join(', ')}\n${source}`;
    const result = results.get(key) ?? check(source, environment);
    results.set(key, result);
    return result;
  };
  for (const { name, source } of written) {
    const result = checkOnce(source);
    types.set(name, result.kind === 'type' ? renderType(result.type) : 'unknown');
    variables.declare(name, result.kind === 'type' ? result.type : null);
  }
  return ({ source }) => {
    const result = checkOnce(source);
    return result.kind === 'type' ? [] : result.messages;
  };
};

const withParams = (types: ObjectTypes, paramKind: ParamKind | null): CheckedTypes => {
  const known = paramKind === null ? undefined : toParamTypes(paramKind);
  return {
    object: types.type,
    params: known?.type ?? dynType,
    types: known === undefined ? [types.provider] : [types.provider, known.provider],
  };
};

const toParamTypes = ({ apiVersion, kind }: ParamKind): ObjectTypes | undefined => {
  const group = toGroup(apiVersion);
  return objectTypesFor(group, group === '' ? apiVersion : apiVersion.slice(group.length + 1), kind);
};

type Checked =
  | { readonly kind: 'type'; readonly type: Type }
  | { readonly kind: 'defects'; readonly messages: readonly string[] };

const check = (source: string, environment: Environment): Checked => {
  const parsed = parseExpression(source, environment.macros);
  if (parsed.kind === 'defects') return { kind: 'defects', messages: [] };
  const result = checkExpression(parsed.expression, environment, source);
  if (result.kind === 'checked') return { kind: 'type', type: result.checked.typeOf(parsed.expression) };
  const messages = result.defects.map(({ line, column, message }) => {
    const place = source.includes('\n') ? `line ${line}, column ${column}` : `column ${column}`;
    return `${place} of the expression: ${message}`;
  });
  return { kind: 'defects', messages };
};
