/** Holds what policies said against what a test expects: one row for each rule and object, in the words of the reference. */

import type { JsonObject } from '../../../model/json.ts';
import type { Operation } from '../../../model/subject.ts';
import type { Resource, ResourceRef } from '../../../model/resource.ts';
import { arrangeLike, isSameResource } from './compare-resources.ts';
import type { PolicyResponse, RuleOutcome } from './judge-fixture.ts';
import type { Expectation } from './kyverno-test.ts';

/** By object, in the order of objects. */
export type Responses = ReadonlyMap<string, readonly PolicyResponse[]>;

export interface TestResponses {
  readonly ordinary: Responses;
  readonly byOperation: ReadonlyMap<Operation, Responses>;
  readonly targets: ReadonlyMap<
    string,
    readonly { readonly response: PolicyResponse; readonly rule: RuleOutcome; readonly object: JsonObject }[]
  >;
  /** Names of policies with a defect, and what it is. */
  readonly invalid: ReadonlyMap<string, string>;
}

export interface Row {
  readonly policy: string;
  readonly rule: string;
  /** `apps/v1/Deployment/default/web`. */
  readonly resource: string;
  readonly outcome: 'pass' | 'fail' | 'skip';
  /** `Ok`, `Want pass, got fail`, `Not found`, `Excluded`, `Resource diff`, `Resource error` or `Invalid Policy`. */
  readonly reason: string;
  readonly message: string;
  readonly difference: { readonly expected: JsonObject; readonly actual: JsonObject } | null;
}

/** The objects of a file that a test names, for what it expects. */
export type ReadExpected = (file: string) => readonly Resource[] | { readonly message: string };

export const toKey = ({ apiVersion, kind, namespace, name }: ResourceRef): string =>
  [apiVersion, kind, namespace ?? '', name].join(',');

export const checkExpectations = (
  expectations: readonly Expectation[],
  responses: TestResponses,
  readExpected: ReadExpected,
): readonly Row[] =>
  expectations.flatMap((expected) => {
    const triggers =
      expected.operation === null
        ? responses.ordinary
        : (responses.byOperation.get(expected.operation) ?? new Map<string, readonly PolicyResponse[]>());
    return chooseKeys(expected, triggers, responses.targets).flatMap((key) =>
      checkObject(expected, key, triggers, responses, readExpected),
    );
  });

/** Those that are named; all where none is found, as in the reference. An object may be the subject and a target. */
const chooseKeys = (
  { resources, resourceSpecs }: Expectation,
  triggers: Responses,
  targets: TestResponses['targets'],
): readonly string[] => {
  const known = [...targets.keys(), ...triggers.keys()];
  if (resources === null) return known;
  const parts = known.map(toParts);
  const chosen = [
    ...resources.flatMap((resource) => {
      const [first = '', second, ...rest] = resource.split('/');
      return known.filter((_, index) => {
        const [, , namespace, name] = parts[index] ?? toParts('');
        return second === undefined ? name === first : rest.length === 0 && first === namespace && second === name;
      });
    }),
    ...resourceSpecs.flatMap((spec) => {
      const wanted = spec.group === '' ? spec.version : `${spec.group}/${spec.version}`;
      return known.filter((_, index) => {
        const [apiVersion, , namespace, name] = parts[index] ?? toParts('');
        return wanted === apiVersion && spec.namespace === namespace && spec.name === name;
      });
    }),
  ];
  return chosen.length === 0 ? known : chosen;
};

const toParts = (key: string): readonly [string, string, string, string] => {
  const [apiVersion = '', kind = '', namespace = '', name = key] = key.split(',');
  return [apiVersion, kind, namespace, name];
};

const checkObject = (
  expected: Expectation,
  key: string,
  triggers: Responses,
  { targets, invalid }: TestResponses,
  readExpected: ReadExpected,
): readonly Row[] => {
  const rows: Row[] = [];
  const policyName = expected.policy.split('/').at(-1) ?? '';
  let isLeftOut = false;
  const add = (rule: string, outcome: Row['outcome'], checked: Checked, resource = key): void =>
    void rows.push({ policy: expected.policy, rule, resource: resource.replaceAll(',', '/'), outcome, ...checked });
  const told = (rule: string, checked: Checked, resource = key): void =>
    add(rule, checked.reason !== 'Ok' ? 'fail' : expected.result === 'skip' ? 'skip' : 'pass', checked, resource);
  for (const response of triggers.get(key) ?? []) {
    if (response.policy.document.ref.name !== policyName) continue;
    for (const rule of rulesOf(expected, response)) {
      if (!isGeneration(response)) {
        const checked = checkRule(expected, rule, response.patched, readExpected);
        if (!expected.failOnMissingResources && checked.message.includes(notInFile)) isLeftOut = true;
        else told(rule.name, checked);
      } else if (rule.generated.length === 0) told(rule.name, checkStatus(expected, rule));
      else
        for (const object of rule.generated)
          told(rule.name, checkRule(expected, rule, object, readExpected), nameOf(object));
    }
    // The policy was asked, and had nothing to say: the object is none of its business.
    if (rows.length === 0 && !isLeftOut)
      add(expected.rule, 'pass', { reason: 'Excluded', message: 'Excluded', difference: null });
  }
  for (const { rule, object } of targets.get(key) ?? [])
    told(rule.name, checkRule(expected, rule, object, readExpected));
  if (rows.length > 0 || isLeftOut) return rows;
  const defect = invalid.get(policyName);
  if (defect !== undefined) add(expected.rule, 'skip', { reason: 'Invalid Policy', message: defect, difference: null });
  else add(expected.rule, 'fail', { reason: 'Not found', message: 'Not found', difference: null });
  return rows;
};

/** Policies of one rule answer whatever rule is named. */
const rulesOf = ({ rule }: Expectation, { policy, rules }: PolicyResponse): readonly RuleOutcome[] => {
  const { kind } = policy.document.ref;
  if (rule === '' || (kind !== 'ClusterPolicy' && kind !== 'Policy')) return rules;
  return rules.filter(({ name }) => name === rule || name === `autogen-${rule}` || name === `autogen-cronjob-${rule}`);
};

const isGeneration = ({ policy: { phase } }: PolicyResponse): boolean =>
  phase === 'generate' || phase === 'GeneratingPolicy';

interface Checked {
  readonly reason: string;
  readonly message: string;
  readonly difference: Row['difference'];
}

const notInFile = 'not found in manifest';

const checkRule = (
  expected: Expectation,
  rule: RuleOutcome,
  actual: JsonObject,
  readExpected: ReadExpected,
): Checked => {
  if (expected.patchedResources !== '') {
    const compared = compareWith(actual, expected.patchedResources, readExpected);
    if (compared !== null) return compared;
  }
  if (expected.generatedResources.length > 0) {
    const compared = expected.generatedResources.map((file) => compareWith(actual, file, readExpected));
    const differing = compared.findLast((one) => one?.reason === 'Resource diff');
    const wrong = differing ?? compared.findLast((one) => one !== null) ?? null;
    if (!compared.includes(null)) return wrong ?? checkStatus(expected, rule);
  }
  return checkStatus(expected, rule);
};

/** `null` where the object is as expected. */
const compareWith = (actual: JsonObject, file: string, readExpected: ReadExpected): Checked | null => {
  const read = readExpected(file);
  if ('message' in read) return { reason: 'Resource error', message: read.message, difference: null };
  const own = toKey(refOf(actual));
  const expected = read.find(({ ref }) => toKey(ref) === own)?.object;
  if (expected === undefined) {
    const message = `${file}: resource with name ${refOf(actual).name} ${notInFile}`;
    return { reason: 'Resource error', message, difference: null };
  }
  return isSameResource(actual, expected)
    ? null
    : {
        reason: 'Resource diff',
        message: `the object is not as in ${file}`,
        difference: { expected, actual: arrangeLike(actual, expected) },
      };
};

const checkStatus = ({ result }: Expectation, { status, message }: RuleOutcome): Checked => ({
  reason: status === result ? 'Ok' : `Want ${result}, got ${status}`,
  message,
  difference: null,
});

const refOf = (object: JsonObject): ResourceRef => {
  const metadata = object['metadata'];
  const fields: JsonObject =
    typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? (metadata as JsonObject) : {};
  return {
    apiVersion: toText(object['apiVersion']),
    kind: toText(object['kind']),
    namespace: toText(fields['namespace']),
    name: toText(fields['name']),
  };
};

const nameOf = (object: JsonObject): string => toKey(refOf(object));

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');
