/** What Vauban says the API server will answer: policies compiled as the product compiles them, a request judged by each. */

import { judgeSubject } from '../../../src/engine/evaluate/judge-subject.ts';
import type { Asking } from '../../../src/engine/evaluate/fact-source.ts';
import { createRuleIndex } from '../../../src/engine/match/rule-index.ts';
import { createFacts } from '../../../src/hosts/assemble/facts.ts';
import { noPolicies } from '../../../src/hosts/assemble/read-policies.ts';
import { allRules, createRuleSet } from '../../../src/hosts/assemble/rules.ts';
import { toResource } from '../../../src/kube/schema/to-resource.ts';
import type { Effect } from '../../../src/model/effect.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Resource, ResourceRef } from '../../../src/model/resource.ts';
import type { Conclusion, Rule } from '../../../src/model/rule.ts';
import type { Subject } from '../../../src/model/subject.ts';
import type { AskedRequest } from './asked-request.ts';

export interface Vauban {
  /** What is wrong with a policy or one of its bindings; empty where the server would take it. */
  refusalsOf(policy: string): readonly string[];
  /** By rule, of those that were asked: a rule for each binding of a policy. */
  judge(request: AskedRequest): readonly Judged[];
  judgeSubject(subject: Subject, ref: ResourceRef): readonly Judged[];
}

export interface Judged {
  /** `admission-policy/NAME`, with the binding's name behind it where there are several. */
  readonly rule: string;
  readonly conclusions: readonly Conclusion[];
  readonly effects: readonly Effect[];
}

/** `documents` are policies and bindings, `estate` is what else the cluster holds: namespaces, parameters, grants. */
export const openVauban = async (
  documents: readonly JsonObject[],
  estate: readonly JsonObject[],
  user: { readonly name: string; readonly groups: readonly string[] },
): Promise<Vauban> => {
  const resources = documents.map(toRead);
  const set = await createRuleSet({
    ...allRules,
    whose: 'own',
    user,
    policies: { ...noPolicies, documents: resources },
  });
  const index = createRuleIndex(set.rules);
  const facts = createFacts(set, [...estate.map(toRead), ...resources]);
  facts.end();
  const judgeBy = (rule: Rule, subject: Subject, asking: Asking): Judged => {
    const outcome = judgeSubject(rule, subject, asking, facts);
    const settled = outcome.kind === 'waiting' ? outcome.resume(facts) : outcome;
    if (settled.kind === 'waiting') throw new Error(`${rule.id} still waits after everything was read`);
    return { rule: rule.id, conclusions: settled.conclusions, effects: settled.effects };
  };
  const judgeAny = (subject: Subject, ref: ResourceRef): readonly Judged[] => {
    const asking: Asking = { asker: { ...ref, origin }, known: new Map() };
    return index.rulesFor(subject).map((rule) => judgeBy(rule, subject, asking));
  };
  return {
    refusalsOf: (policy) =>
      set.problems
        .filter((problem) => problem.policy === policy && problem.severity === 'error')
        .map(({ message }) => message),
    judge: (request) => {
      const subject = toSubject(request, user);
      return judgeAny(subject, subject.ref);
    },
    judgeSubject: judgeAny,
  };
};

const origin = { kind: 'cluster', cluster: 'oracle', uid: '' } as const;

/** As the product reads it from a cluster, without its secrets. */
export const toRead = (object: JsonObject): Resource => {
  const read = toResource(object, origin);
  if (read.kind !== 'resource') throw new Error(`the product does not read ${JSON.stringify(object).slice(0, 200)}`);
  return read.resource;
};

const toSubject = (
  request: AskedRequest,
  user: { readonly name: string; readonly groups: readonly string[] },
): Extract<Subject, { kind: 'admission' }> => {
  const { operation, apiVersion, kind, namespace, name, subresource, object, oldObject } = request;
  const ref = { apiVersion, kind, namespace, name };
  const dryRun = operation !== 'CONNECT';
  return { kind: 'admission', operation, ref, subresource, object, oldObject, user, dryRun };
};
