/** Runs generated cases in batches: targets, then policies, then the same requests to the server and to Vauban. */

import { readText } from '../../policies/policy-folders.ts';
import { compareAnswers, inVaubanWords, toExpectedAnswers, toServerAnswers, type Answers } from './answers.ts';
import type { AskedRequest } from './asked-request.ts';
import type { Case, PlannedRequest, Target } from './generate-case.ts';
import { awaitPolicies, policyPaths } from './sentinel.ts';
import { inParallel, type Session } from './session.ts';
import { openVauban, type Vauban } from './vauban.ts';

export interface CaseOutcome {
  readonly tested: Case;
  /** Why the server did not take the policy; `null` where it did. */
  readonly refusedBecause: string | null;
  readonly vaubanRefuses: readonly string[];
  readonly requests: readonly RequestOutcome[];
}

export interface RequestOutcome {
  readonly request: AskedRequest;
  readonly server: Answers | null;
  readonly vauban: Answers;
  /** Empty where they agree, and where there is nothing to compare. */
  readonly differing: readonly string[];
  /** By which names of listed differences they agree. */
  readonly listed: readonly string[];
  /** What the server said, where no policy was asked. */
  readonly otherwise: string;
}

export const runCases = async (session: Session, cases: readonly Case[]): Promise<readonly CaseOutcome[]> => {
  const targets = cases.flatMap((each) => each.targets);
  await inParallel(targets, async (target) => {
    const refused = await session.create(collectionOf(target), target.object);
    if (refused !== null)
      throw new Error(`a generated object is refused: ${refused}: ${JSON.stringify(target.object)}`);
  });
  const planned = await inParallel(cases, async (each) =>
    Promise.all(each.requests.map((request) => toAsked(session, request))),
  );
  const refusals = await inParallel(cases, (each) => install(session, each));
  await awaitPolicies(session);
  const vauban = await openVauban(
    cases.flatMap(({ policy, bindings }) => [policy, ...bindings]),
    session.known,
    session.user,
  );
  const answers = await inParallel(planned, (requests) => Promise.all(requests.map((request) => session.ask(request))));
  const audit = await session.readAudit(answers.flat().flatMap(({ auditId }) => (auditId === '' ? [] : [auditId])));
  await inParallel(cases, (each) => uninstall(session, each));
  await inParallel(targets, (target) =>
    session.remove(`${collectionOf(target)}/${readText(target.object, 'metadata', 'name')}`),
  );
  return cases.map((tested, index): CaseOutcome => {
    const refusedBecause = refusals[index] ?? null;
    const vaubanRefuses = refusalsOf(vauban, tested);
    if (refusedBecause !== null || vaubanRefuses.length > 0)
      return { tested, refusedBecause, vaubanRefuses, requests: [] };
    const requests = (planned[index] ?? []).map((request, at): RequestOutcome => {
      const answer = answers[index]?.[at];
      if (answer === undefined) throw new Error('a request was not sent');
      const server = toServerAnswers(tested, answer, audit.get(answer.auditId) ?? {}, request.operation === 'CONNECT');
      const expected = toExpectedAnswers(tested, vauban.judge(request));
      const reworded = server === null ? null : inVaubanWords(server, expected);
      const differing = reworded === null ? [] : compareAnswers(reworded.server, expected);
      const listed = reworded?.listed ?? [];
      return { request, server, vauban: expected, differing, listed, otherwise: server === null ? answer.message : '' };
    });
    return { tested, refusedBecause, vaubanRefuses, requests };
  });
};

const refusalsOf = (vauban: Vauban, { name }: Case): readonly string[] => vauban.refusalsOf(name);

const collectionOf = ({
  apiVersion,
  namespace,
  resource,
}: Pick<Target, 'apiVersion' | 'namespace' | 'resource'>): string => {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespace === null ? `${root}/${resource}` : `${root}/namespaces/${namespace}/${resource}`;
};

const toAsked = async (session: Session, { toObject, ...request }: PlannedRequest): Promise<AskedRequest> => {
  const hasOld = request.operation === 'UPDATE' || request.operation === 'DELETE';
  const own = request.subresource === null || request.subresource === 'status' ? '' : `/${request.subresource}`;
  const oldObject = hasOld ? await session.read(`${collectionOf(request)}/${request.name}${own}`) : null;
  return { ...request, oldObject, object: toObject === null ? null : toObject(oldObject) };
};

const install = async (session: Session, { policy, bindings }: Case): Promise<string | null> => {
  const refused = await session.create(policyPaths.policies, policy);
  if (refused !== null) return refused;
  for (const binding of bindings) {
    const wrong = await session.create(policyPaths.bindings, binding);
    if (wrong !== null) return wrong;
  }
  return null;
};

const uninstall = async (session: Session, { name, bindings }: Case): Promise<void> => {
  for (const binding of bindings)
    await session.remove(`${policyPaths.bindings}/${readText(binding, 'metadata', 'name')}`);
  await session.remove(`${policyPaths.policies}/${name}`);
};
