/** Reads `validate.cel` of a rule as it is written: its shape is checked where the policy is parsed. */

import { everything, parseLabelSelector, type LabelSelector } from '../../../kube/selector/label-selector.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { RuleDefect } from '../rule-response.ts';

type Path = RuleDefect['path'];

/** An expression and where it stands in the rule. */
export interface CelExpression {
  readonly source: string;
  readonly path: Path;
}

export interface CelValidation extends CelExpression {
  readonly message: string;
  readonly messageExpression: CelExpression | null;
}

export interface CelBody {
  readonly variables: readonly (CelExpression & { readonly name: string })[];
  readonly validations: readonly CelValidation[];
  readonly auditAnnotations: readonly CelExpression[];
  readonly parameters: CelParameters | null;
}

/** Where `params` comes from. */
export interface CelParameters {
  readonly apiVersion: string;
  readonly kind: string;
  /** The empty text where a selector chooses. */
  readonly name: string;
  /** The empty text for that of what is judged. */
  readonly namespace: string;
  readonly selector: LabelSelector | null;
  readonly isRequired: boolean;
}

/** `message` is the rule's, said where an expression has none. */
export const readCel = (cel: JsonObject, message: string): CelBody => {
  const at: Path = ['validate', 'cel'];
  return {
    variables: itemsOf(cel, 'variables').map(({ item, index }) => ({
      name: textOf(item['name']),
      ...toExpression(item, 'expression', [...at, 'variables', index]),
    })),
    validations: itemsOf(cel, 'expressions').map(({ item, index }) => {
      const place = [...at, 'expressions', index];
      return {
        ...toExpression(item, 'expression', place),
        message: textOf(item['message']) || message,
        messageExpression:
          textOf(item['messageExpression']).trim() === '' ? null : toExpression(item, 'messageExpression', place),
      };
    }),
    auditAnnotations: itemsOf(cel, 'auditAnnotations').map(({ item, index }) =>
      toExpression(item, 'valueExpression', [...at, 'auditAnnotations', index]),
    ),
    parameters: readParameters(cel),
  };
};

const itemsOf = (
  object: JsonObject,
  field: string,
): readonly { readonly item: JsonObject; readonly index: number }[] => {
  const list = object[field] ?? null;
  return isJsonArray(list) ? list.map((item, index) => ({ item: isJsonObject(item) ? item : {}, index })) : [];
};

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const toExpression = (item: JsonObject, field: string, at: Path): CelExpression => ({
  source: textOf(item[field]),
  path: [...at, field],
});

const readParameters = ({ paramKind, paramRef }: JsonObject): CelParameters | null => {
  if (!isJsonObject(paramKind) || !isJsonObject(paramRef)) return null;
  const parsed = paramRef['selector'] === undefined ? null : parseLabelSelector(paramRef['selector']);
  return {
    apiVersion: textOf(paramKind['apiVersion']),
    kind: textOf(paramKind['kind']),
    name: textOf(paramRef['name']),
    namespace: textOf(paramRef['namespace']),
    selector: parsed === null ? null : parsed.kind === 'selector' ? parsed.selector : everything,
    isRequired: paramRef['parameterNotFoundAction'] === 'Deny',
  };
};
