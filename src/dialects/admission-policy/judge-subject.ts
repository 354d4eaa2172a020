/** Judges one subject by one policy through one binding: does it match, with which parameters, what is concluded. */

import type { VersionedResource } from '../../kube/admission/equivalent-resources.ts';
import type { Facts, Request } from '../../model/request.ts';
import type { Conclusion, Judgement } from '../../model/rule.ts';
import type { Effect } from '../../model/effect.ts';
import type { Subject } from '../../model/subject.ts';
import type { Asked, Look, Shown } from './asked.ts';
import { toAuthorizerValues } from '../../kube/policy/authorizer-values.ts';
import type { PolicyToCompile } from './compiled-policy.ts';
import { misconfigured, noEvidence, passOf, type Stance } from './conclude.ts';
import type { PolicyInput } from '../../kube/policy/slots.ts';
import type { SubjectMatch } from './match-subject.ts';
import { toNamespaceObject, toNamespaceView, type NamespaceView } from '../../kube/policy/namespace-value.ts';
import { nameOfParameter, type CollectParameters } from './parameters.ts';

export interface BoundPolicy {
  readonly policy: PolicyToCompile;
  readonly match: SubjectMatch;
  readonly collect: CollectParameters;
  readonly stance: Stance;
  readonly evaluate: Evaluate;
}

/** What an evaluation with one parameter gives; with several parameters the next one is given what the last one made. */
export type Evaluated =
  | { readonly kind: 'passed' }
  | { readonly kind: 'concluded'; readonly conclusions: readonly Conclusion[]; readonly effects: readonly Effect[] }
  | { readonly kind: 'need'; readonly requests: readonly Request[] };

export type Evaluate = (input: PolicyInput, asked: Asked, parameter: string | null, shown: Shown) => Evaluated;

export const createJudge = (bound: BoundPolicy, look: Look): ((subject: Subject, facts: Facts) => Judgement) => {
  const passed: Judgement = { kind: 'done', conclusions: [passOf(bound.stance)], effects: [] };
  return (subject, facts) => {
    const asked = look(subject);
    const matched = bound.match.resourceOf(asked);
    return matched === null ? notAsked : judgeMatched(bound, asked, matched, facts, passed);
  };
};

const notAsked: Judgement = { kind: 'done', conclusions: [], effects: [] };

const done = (...conclusions: readonly Conclusion[]): Judgement => ({ kind: 'done', conclusions, effects: [] });

const judgeMatched = (
  bound: BoundPolicy,
  asked: Asked,
  matched: VersionedResource,
  facts: Facts,
  passed: Judgement,
): Judgement => {
  const { match, stance } = bound;
  const policy = bound.policy.compiled();
  const name = asked.attributes.namespace;
  const isNamespace = asked.attributes.kind === 'Namespace' && asked.attributes.group === '';
  const looks = name !== '' && !isNamespace && (match.looksAtNamespaces || policy.readsNamespace);
  const request: Request | null = looks ? { kind: 'namespace', name } : null;
  const answer = request === null ? undefined : facts.answer(request);
  if (answer?.kind === 'refused') {
    return done(noEvidence(stance, 'error', `The labels of namespace ${name} could not be read: ${answer.why}.`));
  }
  const namespace = answer === undefined ? null : toNamespaceView(name, answer);
  const isKnown = request === null || namespace !== null;
  if (isKnown && match.looksAtNamespaces && !match.isInNamespace(asked.attributes, namespace?.labels ?? null))
    return notAsked;
  if (!isKnown && policy.readsNamespace) return needThen([request], bound, asked, matched, passed);
  const judgement = judgeReached(bound, asked, matched, facts, namespace, passed);
  if (isKnown) return judgement;
  return judgement.kind === 'need'
    ? needThen([request, ...judgement.requests], bound, asked, matched, passed)
    : holdUntilKnown(request, match, asked, judgement, stance);
};

const needThen = (
  requests: readonly Request[],
  bound: BoundPolicy,
  asked: Asked,
  matched: VersionedResource,
  passed: Judgement,
): Judgement => ({
  kind: 'need',
  requests,
  resume: (facts) => judgeMatched(bound, asked, matched, facts, passed),
});

/** The work is done but for what the namespace's labels say: what waits is the result, not the subject. */
const holdUntilKnown = (
  request: Request & { readonly kind: 'namespace' },
  match: SubjectMatch,
  { attributes }: Asked,
  judgement: Judgement,
  stance: Stance,
): Judgement => {
  // Only Namespaces are matched by what they hold.
  const light = { ...attributes, object: null, oldObject: null };
  const resume = (facts: Facts): Judgement => {
    const answer = facts.answer(request);
    if (answer === undefined) return { kind: 'need', requests: [request], resume };
    if (answer.kind === 'refused') {
      return done(
        noEvidence(stance, 'error', `The labels of namespace ${request.name} could not be read: ${answer.why}.`),
      );
    }
    return match.isInNamespace(light, toNamespaceView(request.name, answer).labels) ? judgement : notAsked;
  };
  return { kind: 'need', requests: [request], resume };
};

const judgeReached = (
  bound: BoundPolicy,
  asked: Asked,
  matched: VersionedResource,
  facts: Facts,
  namespace: NamespaceView | null,
  passed: Judgement,
): Judgement => {
  const { stance, collect, evaluate } = bound;
  const policy = bound.policy.compiled();
  if (policy.refusal !== null) return done(notCompiled(stance, policy.refusal));
  const collected = collect(asked.attributes, facts);
  switch (collected.kind) {
    case 'need':
      return needThen(collected.requests, bound, asked, matched, passed);
    case 'defect':
      return done(misconfigured(stance, `failed to configure binding: ${collected.message}`));
    case 'no-evidence':
      return done(noEvidence(stance, collected.isRefused ? 'error' : 'skip', collected.message));
    case 'parameters':
  }
  const shown = asked.shownAs(matched);
  const { pair } = shown;
  const { parameters } = collected;
  const authorizer = policy.readsAuthorizer ? toAuthorizerValues(asked.attributes, facts) : null;
  const namespaceObject =
    namespace === null || !policy.readsNamespace ? null : toNamespaceObject(asked.attributes.namespace, namespace);
  const conclusions: Conclusion[] = [];
  const effects: Effect[] = [];
  const requests: Request[] = [];
  for (const params of parameters) {
    const { object, oldObject } = pair;
    const input: PolicyInput = {
      object,
      oldObject,
      params,
      request: shown.request,
      namespaceObject,
      authorizer,
    };
    const evaluated = evaluate(input, asked, params === null ? null : nameOfParameter(params), shown);
    if (evaluated.kind === 'passed') {
      if (parameters.length === 1) return passed;
      conclusions.push(passOf(stance));
    } else if (evaluated.kind === 'need') requests.push(...evaluated.requests);
    else {
      for (const conclusion of evaluated.conclusions) conclusions.push(withRefusal(conclusion, pair.refusal));
      effects.push(...evaluated.effects);
    }
  }
  if (requests.length > 0) return needThen(requests, bound, asked, matched, passed);
  return { kind: 'done', conclusions, effects };
};

const notCompiled = ({ enforcement, failurePolicy, action }: Stance, message: string): Conclusion => ({
  status: 'error',
  reason: 'not-compiled',
  action: failurePolicy === 'Ignore' ? 'none' : action,
  enforcement,
  message: `The API server would refuse this policy: ${message}`,
  path: '',
});

/** What the server would refuse is judged as it was written: nothing passes for being malformed. */
const withRefusal = (conclusion: Conclusion, refusal: string | null): Conclusion =>
  refusal === null || conclusion.status === 'pass'
    ? conclusion
    : {
        ...conclusion,
        evidence: [
          ...(conclusion.evidence ?? []),
          {
            text: `The API server would refuse this object, so it was judged as written: ${refusal}.`,
            source: 'the object',
          },
        ],
      };
