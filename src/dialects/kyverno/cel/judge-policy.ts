/** Judges a subject by the variant of a policy that matches it: the one written, or one that autogen made. */

import { toNamespaceView } from '../../../kube/policy/namespace-value.ts';
import { AnswerNeeded, EvidenceMissing } from '../../../kube/policy/signals.ts';
import type { Action, Enforcement } from '../../../model/finding.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Answer, Facts, Request } from '../../../model/request.ts';
import type { Conclusion, Judgement } from '../../../model/rule.ts';
import type { Subject } from '../../../model/subject.ts';
import { missingEvidence, respond, withReason, type CelResponse } from './cel-response.ts';
import type { SubjectMatch } from './match-subject.ts';
import type { RuleWorld } from './rule-world.ts';
import type { LookAtSubject, SubjectView } from './subject-view.ts';

export interface PolicyVariant {
  /** `autogen-defaults`; `null` for the policy as written. */
  readonly key: string | null;
  readonly match: SubjectMatch;
  /** It judges any document, matched by nothing. */
  readonly isJson: boolean;
  /** It judges documents that are no Kubernetes objects, too, matched by nothing. */
  readonly judgesPayloads?: true;
  readonly readsNamespace: boolean;
  /** Throws the host's signals; nothing where there is nothing to say. */
  evaluate(view: SubjectView, namespaceObject: JsonObject | null): readonly CelResponse[];
}

export interface JudgedPolicy {
  readonly variants: readonly PolicyVariant[];
  /** Of a namespaced policy; `null` for one of the cluster. */
  readonly namespace: string | null;
  /** Asked when somebody asks for a change; else it judges only what exists. */
  readonly isForAdmission: boolean;
  readonly action: Action;
  readonly enforcement: Enforcement;
  readonly failurePolicy: 'Fail' | 'Ignore';
  readonly world: RuleWorld;
  /** What constant responses come to, by response and variant. */
  readonly kept: Map<CelResponse, Map<string | null, Judgement>>;
}

export const createJudge =
  (policy: JudgedPolicy, look: LookAtSubject): ((subject: Subject, facts: Facts) => Judgement) =>
  (subject, facts) => {
    const view = look(subject);
    if (!policy.isForAdmission && view.isAdmission) return notAsked;
    for (const variant of policy.variants) {
      if (variant.isJson || (view.isPayload && variant.judgesPayloads === true))
        return judgeVariant(policy, variant, view, facts);
      if (view.isPayload || !variant.match.matches(view)) continue;
      // What a namespaced policy says of another namespace, or of the cluster, is nobody's business.
      if (policy.namespace !== null && policy.namespace !== view.attributes.namespace) return notAsked;
      return judgeVariant(policy, variant, view, facts);
    }
    return notAsked;
  };

const notAsked: Judgement = { kind: 'done', conclusions: [], effects: [] };

const judgeVariant = (policy: JudgedPolicy, variant: PolicyVariant, view: SubjectView, facts: Facts): Judgement => {
  const { namespace } = view.attributes;
  const looks = variant.match.looksAtNamespaces && !variant.isJson && !view.isPayload;
  let namespaceObject: JsonObject | null = null;
  if (namespace !== '' && (looks || variant.readsNamespace)) {
    const request: Request = { kind: 'namespace', name: namespace };
    const answer = facts.answer(request);
    if (answer === undefined) return toNeed(policy, variant, view, request);
    if (answer.kind === 'refused')
      return conclude(policy, variant, [
        withReason(respond('error', `The namespace ${namespace} could not be read: ${answer.why}.`), 'no-evidence'),
      ]);
    if (looks && !variant.match.isInNamespace(view, toNamespaceView(namespace, answer).labels)) return notAsked;
    namespaceObject = toNamespaceObject(namespace, answer);
  } else if (looks && !variant.match.isInNamespace(view, none)) return notAsked;
  try {
    policy.world.begin(facts);
    return conclude(policy, variant, variant.evaluate(view, namespaceObject));
  } catch (signal) {
    if (signal instanceof AnswerNeeded) return toNeed(policy, variant, view, signal.request);
    if (signal instanceof EvidenceMissing) return conclude(policy, variant, [missingEvidence(signal)]);
    throw signal;
  } finally {
    policy.world.end();
  }
};

const none: JsonObject = {};

const toNeed = (policy: JudgedPolicy, variant: PolicyVariant, view: SubjectView, request: Request): Judgement => ({
  kind: 'need',
  requests: [request],
  resume: (known) => judgeVariant(policy, variant, view, known),
});

/** One that was not read is nothing to expressions, as in Kyverno's command line. */
const toNamespaceObject = (name: string, answer: Answer): JsonObject | null => {
  if (answer.kind !== 'value') return null;
  const { labels, annotations } = toNamespaceView(name, answer);
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: {},
    status: {},
  };
};

const conclude = (policy: JudgedPolicy, variant: PolicyVariant, responses: readonly CelResponse[]): Judgement => {
  const [first] = responses;
  if (first === undefined) return notAsked;
  if (responses.length === 1 && first.isConstant === true) {
    const kept = policy.kept.get(first)?.get(variant.key) ?? null;
    if (kept !== null) return kept;
    const made: Judgement = { kind: 'done', conclusions: [toConclusion(policy, variant, first)], effects: [] };
    policy.kept.set(first, (policy.kept.get(first) ?? new Map<string | null, Judgement>()).set(variant.key, made));
    return made;
  }
  return {
    kind: 'done',
    conclusions: responses.map((response) => toConclusion(policy, variant, response)),
    effects: responses.length === 1 ? first.effects : responses.flatMap(({ effects }) => effects),
  };
};

const toConclusion = (policy: JudgedPolicy, variant: PolicyVariant, response: CelResponse): Conclusion => {
  const { status, reason, message, notes } = response;
  const key = [variant.key, response.key].filter((part) => part !== null && part !== undefined).join(' ');
  return {
    status,
    action: toAction(policy, response),
    enforcement: policy.enforcement,
    message,
    path: '',
    ...(reason === undefined ? {} : { reason }),
    ...(key === '' ? {} : { key }),
    ...(notes.length === 0 ? {} : { evidence: notes }),
  };
};

const toAction = ({ action, failurePolicy }: JudgedPolicy, { status, reason }: CelResponse): Action => {
  switch (status) {
    case 'pass':
    case 'fail':
      return action;
    case 'skip':
      return 'none';
    case 'error':
      return failurePolicy === 'Ignore' || reason === 'no-evidence' ? 'none' : action;
  }
};
