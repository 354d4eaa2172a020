/** Tells a person what to do about a rule that could not be run since something it asks for has no value. */

import { renderFieldPath } from '../../model/field-path.ts';
import type { ClassicRule, ContextEntry } from './classic-policy.ts';
import type { Missing } from './rule-context.ts';
import type { RuleResponse } from './rule-response.ts';

/** Beside the response, whose message is Kyverno's own; only where that message is about what is missing. */
export const advise = (
  responses: readonly RuleResponse[],
  missing: Missing | null,
  rule: ClassicRule,
): readonly RuleResponse[] => {
  if (missing === null || !responses.some(isOfPolicy)) return responses;
  const named = missing.kind === 'entry' ? missing.entry.name : missing.source;
  return responses.map((response) =>
    isOfPolicy(response) && response.message.includes(named)
      ? { ...response, advice: { text: toAdvice(missing), source: toPlace(missing, rule) } }
      : response,
  );
};

const isOfPolicy = ({ status, reason }: RuleResponse): boolean =>
  status === 'error' && (reason === undefined || reason === 'no-evidence');

const toAdvice = (missing: Missing): string => {
  if (missing.kind === 'query')
    return `write {{ ${missing.source} || '' }} for objects without it, or give it in --values FILE`;
  const { entry } = missing;
  const given = `give ${entry.name} in --values FILE`;
  switch (entry.kind) {
    case 'configMap':
      return `${given}, or put the ConfigMap ${entry.configMap.namespace || 'default'}/${entry.configMap.name} beside the objects`;
    case 'variable':
      return `${given}, or a default to the context entry`;
    case 'apiCall':
    case 'imageRegistry':
    case 'globalReference':
      return given;
  }
};

/** The entry of the rule where it is one of those, else the rule. */
const toPlace = (missing: Missing, { path, context }: ClassicRule): string => {
  const index = missing.kind === 'entry' ? context.findIndex(isAlike(missing.entry)) : -1;
  const plain = path.filter((segment) => typeof segment !== 'object');
  return renderFieldPath(index < 0 ? plain : [...plain, 'context', index]);
};

const isAlike =
  (entry: ContextEntry) =>
  ({ name, kind }: ContextEntry): boolean =>
    name === entry.name && kind === entry.kind;
