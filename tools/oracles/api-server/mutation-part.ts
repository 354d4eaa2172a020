/** MutatingAdmissionPolicies: what the server makes of an object as a dry run, and what Vauban's effects make of it. */

import { mutateResource } from '../../../src/engine/mutate/mutate-resource.ts';
import { createRuleIndex } from '../../../src/engine/match/rule-index.ts';
import { createFacts } from '../../../src/hosts/assemble/facts.ts';
import { noPolicies } from '../../../src/hosts/assemble/read-policies.ts';
import { allRules, createRuleSet } from '../../../src/hosts/assemble/rules.ts';
import { presentObject } from '../../../src/kube/schema/present-object.ts';
import { printYaml } from '../../../src/lang/patch/print-yaml.ts';
import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { compareObjects } from '../../schema/compare-objects.ts';
import type { AskedRequest } from './asked-request.ts';
import { generateMutation, type MutationCase } from './generate-mutation.ts';
import type { UserAnswer } from './open-user.ts';
import { awaitMutations, policyPaths } from './sentinel.ts';
import { inParallel, type Session } from './session.ts';
import type { Tally } from './tally.ts';
import { toRead } from './vauban.ts';
import { writtenMutations } from './written-mutations.ts';

export const runMutations = async (
  session: Session,
  { seed, count }: { readonly seed: number; readonly count: number },
): Promise<Tally> => {
  const cases = [...writtenMutations, ...Array.from({ length: count }, (_, index) => generateMutation(seed, index))];
  const refusals = await inParallel(cases, (each) => install(session, each));
  await awaitMutations(session);
  const answers = await inParallel(cases, (each) => session.ask(toRequest(each)));
  await inParallel(cases, (each) => uninstall(session, each));
  const differences: string[] = [];
  let untold = 0;
  for (const [index, each] of cases.entries()) {
    const answer = answers[index];
    if (answer === undefined) throw new Error('a request was not sent');
    const compared = await compareMutation(session, each, refusals[index] ?? null, answer);
    if (compared === 'not comparable') untold += 1;
    else if (compared !== null)
      differences.push([printYaml(each.policy), printYaml(each.object), compared].join('\n---\n'));
  }
  const compared = cases.length - untold;
  const notes = [
    `${writtenMutations.length} written policies, ${count} generated from seed ${seed}; ${refusals.filter((refused) => refused !== null).length} refused at creation; ${untold} objects refused by another part of the server`,
  ];
  return { part: 'mutation', compared, agreed: compared - differences.length, differences, listed: [], notes };
};

const toRequest = ({ object, apiVersion, resource, kind, namespace, name }: MutationCase): AskedRequest => ({
  operation: 'CREATE',
  apiVersion,
  kind,
  resource,
  subresource: null,
  namespace,
  name,
  object,
  oldObject: null,
});

const install = async (session: Session, { policy, binding }: MutationCase): Promise<string | null> =>
  (await session.create(policyPaths.mutating, policy)) ?? (await session.create(policyPaths.mutatingBindings, binding));

const uninstall = async (session: Session, { name }: MutationCase): Promise<void> => {
  await session.remove(`${policyPaths.mutatingBindings}/${name}`);
  await session.remove(`${policyPaths.mutating}/${name}`);
};

/** What differs, `null` where nothing does. */
const compareMutation = async (
  session: Session,
  each: MutationCase,
  refusedBecause: string | null,
  answer: UserAnswer,
): Promise<string | null> => {
  const { problems, mutated, errors } = await mutate(session, each);
  if (refusedBecause !== null || problems.length > 0)
    return (refusedBecause !== null) === problems.length > 0
      ? null
      : `server: ${refusedBecause ?? 'takes the policy'}\nvauban: ${problems.join('; ') || 'takes the policy'}`;
  const mark = `policy '${each.name}' with binding '${each.name}' denied request: `;
  const at = answer.message.indexOf(mark);
  if (answer.status >= 400 && at < 0) return isMutationRefused(answer, errors) ? null : 'not comparable';
  if (at >= 0) {
    const message = answer.message.slice(at + mark.length);
    return errors.map(inOrder).includes(inOrder(message))
      ? null
      : `server: ${message}\nvauban: ${errors.join('; ') || 'changes it'}`;
  }
  if (errors.length > 0) return `server: changes it\nvauban: ${errors.join('; ')}`;
  const stored = withoutRuntime(answer.body);
  const presented = presentObject(mutated, {
    version: null,
    namespace: each.namespace,
    stage: 'validating',
    admissionPlugins: true,
    schema: null,
  });
  if (presented.kind === 'refused') return `server: changes it\nvauban: ${presented.message}`;
  const found = compareObjects(presented.object, stored);
  return found.length === 0 ? null : `vauban → server\n${found.join('\n')}`;
};

/** The server goes through what is atomic in the order of a Go map, which is none. */
const inOrder = (message: string): string => {
  const [head = '', ...paths] = message.split(/: \.|, \./);
  return message.includes('may not mutate atomic') ? [head, ...paths.toSorted()].join(' ') : message;
};

/** A mutation whose result is no object of its kind is refused in other words. */
const isMutationRefused = ({ message }: UserAnswer, errors: readonly string[]): boolean =>
  errors.some((error) => message.includes(error));

const withoutRuntime = (body: unknown): JsonObject => {
  if (!isJsonObject(body)) throw new Error('the server answered with no object');
  return body;
};

/** Mutations begin with what the server has defaulted; and the product reads no secrets, of which there are none here. */
const toDefaulted = (read: Resource, written: JsonObject): Resource => {
  const presented = presentObject(written, {
    version: null,
    namespace: 'oracle-a',
    stage: 'mutating',
    admissionPlugins: true,
    schema: null,
  });
  return { ...read, object: presented.kind === 'presented' ? presented.object : written };
};

interface Mutation {
  readonly problems: readonly string[];
  readonly mutated: JsonObject;
  readonly errors: readonly string[];
}

const mutate = async (session: Session, { policy, binding, object }: MutationCase): Promise<Mutation> => {
  const documents = [policy, binding].map(toRead);
  const set = await createRuleSet({
    ...allRules,
    whose: 'own',
    user: session.user,
    policies: { ...noPolicies, documents },
  });
  const facts = createFacts(set, [...session.known.map(toRead), ...documents]);
  facts.end();
  const index = createRuleIndex(set.rules);
  const { resource, conclusions } = mutateResource(
    toDefaulted(toRead(object), object),
    set.rules,
    (rule, current) => index.rulesFor({ kind: 'resource', resource: current }).includes(rule),
    facts,
  );
  return {
    problems: set.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    mutated: resource.object,
    errors: conclusions.flatMap(({ conclusion }) => (conclusion.status === 'error' ? [conclusion.message] : [])),
  };
};
