/**
 * Tries, in each namespace, the pods an attacker would make to come out onto a node, against the admission policies that
 * were read. What it finds is Evidence of the kind `admission/new-pods`.
 */

import { admissionKinds } from '../../../analysers/admission-kinds.ts';
import { judgeSubject } from '../../../engine/evaluate/judge-subject.ts';
import { createRuleIndex, type RuleIndex } from '../../../engine/match/rule-index.ts';
import { toNamespaceName } from '../../../kube/network/namespace-name.ts';
import { podKinds } from '../../../kube/workload/pod-template.ts';
import type { Evidence } from '../../../model/evidence.ts';
import { bigAsText } from '../../../model/json.ts';
import { toRefKey, type Resource } from '../../../model/resource.ts';
import type { Conclusion, Rule } from '../../../model/rule.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { StepType } from '../../../model/step-type.ts';
import { compilePolicies, isPolicyDocument } from '../compile-policies.ts';
import { createFacts, type Facts } from '../facts.ts';
import { readGlobalContext } from '../global-context.ts';
import { tellGatekeeper } from './tell-gatekeeper.ts';
import { blamelessPod, escapeTrials, type EscapePod } from './escape-pods.ts';
import { createNamespaceClasses } from './namespace-classes.ts';
import { findPoliciesInForce, isKyverno, type PoliciesInForce } from './policies-in-force.ts';
import { isEvadable } from './is-evadable.ts';

/** The snapshot holds what `keepForAttacks` keeps. Empty where there is no policy that could refuse a pod. */
export const tryPods = async (snapshot: Snapshot): Promise<readonly Evidence[]> => {
  const documents = admissionKinds.flatMap(({ group, kind }) => snapshot.list(group, kind));
  const gatekeeper = tellGatekeeper(snapshot);
  const policies = documents.filter(({ ref }) => isPolicyDocument(ref));
  if (policies.length === 0 && gatekeeper.length === 0) return [];
  const paths: readonly string[] = [];
  const own = { paths, documents, problems: [], unread: [], locate: () => null };
  const { rules, asked } = await compilePolicies(own, { user: null, asWritten: false, asRequests: true });
  const refusing = rules.filter(({ changesSubject, from }) => changesSubject !== true && from !== undefined);
  const facts = createFacts({ rules: refusing, asked, globalContext: await readGlobalContext(documents) }, documents);
  for (const namespace of snapshot.list('', 'Namespace')) facts.note(namespace);
  for (const missing of snapshot.unread) facts.miss(missing);
  facts.end();
  const court: Court = {
    index: createRuleIndex(refusing),
    facts,
    force: findPoliciesInForce(snapshot, admissionKinds),
    known: toKnown(policies, snapshot),
    live: snapshot.kind === 'cluster',
  };
  const inForce = gatekeeper.filter(({ constraint }) => !court.live || court.force.of(constraint).kind !== 'idle');
  const classOf = createNamespaceClasses(snapshot, documents);
  const tried = new Map<string, readonly Trial[]>();
  const value = listInhabited(snapshot).flatMap((namespace) => {
    const doubts = inForce
      .filter((doubt) => doubt.covers(namespace))
      .map(({ why, by }): Word => ({ kind: 'unknown', by, why }));
    const key = JSON.stringify([classOf(namespace), court.force.seesKyverno(namespace), doubts]);
    const trials = tried.get(key) ?? tryNamespace(namespace, court, doubts);
    tried.set(key, trials);
    return trials.map((trial) => ({ ...trial, namespace }));
  });
  return [
    {
      kind: 'admission/new-pods',
      about: null,
      value,
      source: 'the admission policies that were read',
      confidence: 'likely',
      at: null,
    },
  ];
};

interface Trial {
  readonly namespace: string;
  readonly type: StepType;
  readonly verdict: 'denied' | 'allowed' | 'unknown';
  readonly by: string;
  readonly proof: 'enforced' | 'declared';
  readonly why: string;
}

interface Court {
  readonly index: RuleIndex;
  readonly facts: Facts;
  readonly force: PoliciesInForce;
  readonly known: ReadonlyMap<string, KnownPolicy>;
  readonly live: boolean;
}

interface KnownPolicy {
  readonly isEvadable: boolean;
  /** Whether it speaks of anything by which a pod comes out: that it cannot be judged is a doubt only then. */
  readonly isAboutEscapes: boolean;
}

const toKnown = (policies: readonly Resource[], snapshot: Snapshot): ReadonlyMap<string, KnownPolicy> =>
  new Map(
    policies.map((policy) => [
      toRefKey(policy.ref),
      {
        isEvadable: isEvadable(policy, snapshot),
        isAboutEscapes: escapeWords.test(JSON.stringify(policy.object['spec'] ?? null, bigAsText)),
      },
    ]),
  );

const escapeWords = /privileged|hostPath|hostPID|hostProcess|capabilities|securityContext|volumes|podSecurity/;

const listInhabited = (snapshot: Snapshot): readonly string[] => [
  ...new Set([
    ...snapshot.list('', 'Namespace').map(({ ref }) => ref.name),
    ...podKinds.flatMap(({ groups, kind }) =>
      groups.flatMap((group) => snapshot.list(group, kind).map(({ ref }) => toNamespaceName(ref.namespace))),
    ),
  ]),
];

/** What one policy says of one pod. */
type Word =
  | { readonly kind: 'denied'; readonly by: string; readonly proof: 'enforced' | 'declared' }
  | { readonly kind: 'unknown'; readonly by: string; readonly why: string };

const tryNamespace = (namespace: string, court: Court, doubts: readonly Word[]): readonly Trial[] => {
  const usual = new Set(judgePod(blamelessPod, namespace, court).map(({ key }) => key));
  const heard = new Map<string, readonly Word[]>();
  const hear = (pod: EscapePod): readonly Word[] => {
    const known = heard.get(pod.id);
    if (known !== undefined) return known;
    const words = judgePod(pod, namespace, court).flatMap(({ key, word }) =>
      key !== null && usual.has(key) ? [] : [word],
    );
    heard.set(pod.id, words);
    return words;
  };
  return escapeTrials.map(({ type, pods }) =>
    toTrial(
      namespace,
      type,
      pods.map((pod) => [...hear(pod), ...doubts]),
    ),
  );
};

/** A wall refuses every pod that would do it; one that nobody speaks against is enough for none. */
const toTrial = (namespace: string, type: StepType, pods: readonly (readonly Word[])[]): Trial => {
  const allowed: Trial = { namespace, type, verdict: 'allowed', by: '', proof: 'declared', why: '' };
  if (pods.some((words) => words.length === 0)) return allowed;
  const by = [...new Set(pods.flatMap((words) => words.map((word) => word.by)))].join(', ');
  const unsure = pods.find((words) => !words.some(({ kind }) => kind === 'denied'));
  if (unsure !== undefined) {
    const [first] = unsure;
    return { ...allowed, verdict: 'unknown', by, why: first?.kind === 'unknown' ? first.why : '' };
  }
  const isProved = pods.every((words) => words.some((word) => word.kind === 'denied' && word.proof === 'enforced'));
  const names = new Set(pods.flatMap((words) => words.flatMap((word) => (word.kind === 'denied' ? [word.by] : []))));
  return {
    ...allowed,
    verdict: 'denied',
    by: [...names].join(', '),
    proof: isProved ? 'enforced' : 'declared',
    why: '',
  };
};

interface Heard {
  /** Equal for a pod and for the blameless one where the policy refuses both alike. */
  readonly key: string | null;
  readonly word: Word;
}

const judgePod = (pod: EscapePod, namespace: string, court: Court): readonly Heard[] => {
  const resource = pod.toPod(namespace);
  const subject = { kind: 'resource', resource } as const;
  const asking = { asker: { ...resource.ref, origin: resource.origin }, known: new Map() };
  return court.index.rulesFor(subject).flatMap((rule) => {
    const outcome = judgeSubject(rule, subject, asking, court.facts);
    // The facts have ended, so nothing waits.
    const { conclusions } = outcome.kind === 'waiting' ? noConclusions : outcome;
    return conclusions.flatMap((conclusion) => {
      const word = toWord(rule, conclusion, namespace, court);
      return word === null ? [] : [{ key: toKey(rule, conclusion), word }];
    });
  });
};

const noConclusions: { readonly conclusions: readonly Conclusion[] } = { conclusions: [] };

/** What could not be judged of the blameless pod could not be judged of the others: that doubt stays. */
const toKey = (rule: Rule, { status, key = '', path }: Conclusion): string | null =>
  status === 'fail' ? JSON.stringify([rule.id, key, path]) : null;

/** `null` where the policy keeps nothing out: it passes, warns, audits, or is not carried out. */
const toWord = (rule: Rule, conclusion: Conclusion, namespace: string, court: Court): Word | null => {
  const policy = rule.from?.policy;
  if (policy === undefined) return null;
  const { status, reason, action, enforcement } = conclusion;
  if (status === 'pass' || action === 'warn' || action === 'audit') return null;
  if (status === 'skip' && reason !== 'no-evidence') return null;
  const force = court.force.of(policy);
  if (force.kind === 'idle' && court.live) return null;
  if (isKyverno(policy) && !court.force.seesKyverno(namespace)) return null;
  const known = court.known.get(toRefKey(policy));
  const by = `${policy.kind} ${policy.name}`;
  const doubt = (why: string): Word | null => (known?.isAboutEscapes === true ? { kind: 'unknown', by, why } : null);
  if (status !== 'fail') return reason === 'not-compiled' ? null : doubt(`${by}: ${conclusion.message}`);
  if (action !== 'deny') return null;
  if (force.kind === 'unknown') return doubt(force.why);
  if (enforcement === 'not-enforced' || force.kind === 'idle')
    return court.live ? null : doubt(`${by} refuses it, and nothing that was read puts it in force`);
  if (known?.isEvadable !== false)
    return doubt(
      `${by} refuses it unless it has a name or a label that the policy leaves out, and who makes a pod chooses those`,
    );
  const isProved = court.live && (enforcement === 'enforced' || force.kind === 'enforced');
  return { kind: 'denied', by, proof: isProved ? 'enforced' : 'declared' };
};
