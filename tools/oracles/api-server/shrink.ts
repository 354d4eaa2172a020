/** Makes a case that differs small: leaves out part after part, as long as the answers still differ. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import { parseExactJson, toExactJson } from './exact-json.ts';
import type { Case } from './generate-case.ts';
import { runCases, type CaseOutcome } from './run-cases.ts';
import type { Session } from './session.ts';

/** Each with the answers to what is left of it. All are made smaller at once, since the waiting is for the server. */
export const shrinkCases = async (
  session: Session,
  outcomes: readonly CaseOutcome[],
): Promise<readonly CaseOutcome[]> => {
  let current = [...outcomes];
  for (let round = 0; round < mostRounds; round += 1) {
    const candidates = current.flatMap(({ tested }, index) =>
      smallerCases(tested).map((smaller, at) => ({ index, tested: rename(smaller, `${tested.name}-r${round}x${at}`) })),
    );
    if (candidates.length === 0) return current;
    const results = await runCases(
      session,
      candidates.map(({ tested }) => tested),
    );
    const next = current.map(
      (outcome, index) =>
        results.find((result, at) => candidates[at]?.index === index && isDifferent(result)) ?? outcome,
    );
    if (next.every((outcome, index) => outcome === current[index])) return current;
    current = next;
  }
  return current;
};

const mostRounds = 12;

export const isDifferent = ({ refusedBecause, vaubanRefuses, requests }: CaseOutcome): boolean =>
  (refusedBecause !== null) !== vaubanRefuses.length > 0 || requests.some(({ differing }) => differing.length > 0);

const smallerCases = (tested: Case): readonly Case[] => {
  const spec = tested.policy['spec'] as JsonObject;
  const withSpec = (smaller: JsonObject): Case => ({ ...tested, policy: { ...tested.policy, spec: smaller } });
  const first = tested.bindings[0];
  return [
    ...(tested.requests.length > 1 ? tested.requests.map((request) => ({ ...tested, requests: [request] })) : []),
    ...(tested.bindings.length > 1 && first !== undefined
      ? tested.bindings.map((binding) => ({ ...tested, bindings: [binding] }))
      : []),
    ...['validations', 'variables', 'matchConditions', 'auditAnnotations'].flatMap((field) =>
      shorterLists(spec, field).map(withSpec),
    ),
    ...smallerObjects(spec, 'matchConstraints', [
      'excludeResourceRules',
      'namespaceSelector',
      'objectSelector',
      'matchPolicy',
    ]).map(withSpec),
  ];
};

const shorterLists = (spec: JsonObject, field: string): readonly JsonObject[] => {
  const list = spec[field];
  if (!isJsonArray(list)) return [];
  const { [field]: _, ...without } = spec;
  if (list.length === 1) return field === 'validations' ? [] : [without];
  return list.map((_, index) => ({ ...without, [field]: list.filter((__, at) => at !== index) }));
};

const smallerObjects = (spec: JsonObject, field: string, optional: readonly string[]): readonly JsonObject[] => {
  const object = spec[field];
  if (!isJsonObject(object)) return [];
  return optional
    .filter((name) => object[name] !== undefined)
    .map((name) => ({ ...spec, [field]: Object.fromEntries(Object.entries(object).filter(([key]) => key !== name)) }));
};

/** A name of its own, so that all can be asked at once. */
const rename = (tested: Case, name: string): Case => {
  const change = <Value extends Json>(value: Value, from: string, to: string): Value =>
    parseExactJson(toExactJson(value).replaceAll(from, to)) as Value;
  const forth = <Value extends Json>(value: Value): Value => change(value, tested.name, name);
  return {
    ...tested,
    name,
    policy: forth(tested.policy),
    bindings: tested.bindings.map(forth),
    targets: tested.targets.map((target) => ({ ...target, object: forth(target.object) })),
    requests: tested.requests.map((request) => {
      const { toObject } = request;
      return {
        ...request,
        name: request.name.replaceAll(tested.name, name),
        toObject:
          toObject === null ? null : (old) => forth(toObject(old === null ? null : change(old, name, tested.name))),
      };
    }),
  };
};
