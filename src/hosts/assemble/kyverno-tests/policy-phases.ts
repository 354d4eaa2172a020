/** The order in which Kyverno's command line asks policies about an object, whatever the order they were written in. */

import { isJsonArray, isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Rule } from '../../../model/rule.ts';

/** The first three and `generate` are of kyverno.io, by what their rules do; the others are kinds of their own. */
export const phases = [
  'mutate',
  'verifyImages',
  'validate',
  'MutatingAdmissionPolicy',
  'MutatingPolicy',
  'ValidatingAdmissionPolicy',
  'ValidatingPolicy',
  'GeneratingPolicy',
  'generate',
  'ImageValidatingPolicy',
  'DeletingPolicy',
] as const;

export type Phase = (typeof phases)[number];

export const isClassic = (phase: Phase): boolean =>
  phase === 'mutate' || phase === 'verifyImages' || phase === 'validate' || phase === 'generate';

/** One policy in one phase: a policy of kyverno.io whose rules do several things stands in several. */
export interface PhasedPolicy {
  readonly phase: Phase;
  readonly document: Resource;
  readonly rules: readonly Rule[];
  /** It answers also about an object it does not match: that object counts as excluded, not as unknown to it. */
  readonly answersAlways: boolean;
  /** By its annotation: a failure that is not scored is a warning. */
  readonly isScored: boolean;
}

/** In the order of phases, and within one in the order of documents. */
export const toPhases = (documents: readonly Resource[], rules: readonly Rule[]): readonly PhasedPolicy[] =>
  phases.flatMap((phase) =>
    documents.flatMap((document) => {
      const own = rules.filter(({ from }) => from !== undefined && isSame(from.policy, document.ref));
      const kind = kindOf(document);
      const written = kind === 'classic' ? toWrittenRules(document) : [];
      const inPhase =
        kind === 'classic'
          ? own.filter(({ from }) => written.some((rule) => rule['name'] === from?.rule && phaseOf(rule) === phase))
          : kind === phase
            ? own
            : [];
      const isAsked = kind === 'classic' ? written.some((rule) => asks(rule, phase)) : inPhase.length > 0;
      if (!isAsked) return [];
      const answersAlways = answers(phase, document.object);
      return [{ phase, document, rules: inPhase, answersAlways, isScored: isScored(document.object) }];
    }),
  );

export const isSame = (a: Resource['ref'], b: Resource['ref']): boolean =>
  a.kind === b.kind &&
  a.name === b.name &&
  (a.namespace ?? '') === (b.namespace ?? '') &&
  a.apiVersion === b.apiVersion;

type PolicyKind = Exclude<Phase, 'mutate' | 'verifyImages' | 'validate' | 'generate'> | 'classic' | null;

const kindOf = ({ ref }: Resource): PolicyKind => {
  const kind = ref.kind.replace(/^Namespaced/, '');
  if (kind === 'ClusterPolicy' || kind === 'Policy') return 'classic';
  switch (kind) {
    case 'MutatingAdmissionPolicy':
    case 'MutatingPolicy':
    case 'ValidatingAdmissionPolicy':
    case 'ValidatingPolicy':
    case 'GeneratingPolicy':
    case 'ImageValidatingPolicy':
    case 'DeletingPolicy':
      return kind;
    default:
      return null;
  }
};

const toWrittenRules = ({ object }: Resource): readonly JsonObject[] => {
  const rules = isJsonObject(object['spec']) ? object['spec']['rules'] : undefined;
  return isJsonArray(rules) ? rules.filter(isJsonObject) : [];
};

const bodies = ['mutate', 'verifyImages', 'validate', 'generate'] as const;

const bodyOf = (rule: JsonObject): Phase | null => bodies.find((body) => (rule[body] ?? null) !== null) ?? null;

/** Who asks for no signature has nothing to verify, and is heard where the others validate. */
const phaseOf = (rule: JsonObject): Phase | null => {
  const body = bodyOf(rule);
  return body === 'verifyImages' && !asksForSignatures(rule['verifyImages']) ? 'validate' : body;
};

const asksForSignatures = (entries: unknown): boolean =>
  isJsonArray(entries) &&
  entries.some(
    (entry) =>
      isJsonObject(entry) &&
      (!isEmpty(entry['attestors']) ||
        !isEmpty(entry['attestations']) ||
        (entry['key'] ?? '') !== '' ||
        (entry['issuer'] ?? '') !== ''),
  );

/** Verified images are checked once more where the others validate. */
const asks = (rule: JsonObject, phase: Phase): boolean => {
  const body = bodyOf(rule);
  return body === phase || (body === 'verifyImages' && phase === 'validate');
};

const answers = (phase: Phase, { spec }: JsonObject): boolean => {
  switch (phase) {
    case 'mutate':
    case 'verifyImages':
    case 'validate':
    case 'ValidatingAdmissionPolicy':
      return true;
    case 'MutatingPolicy':
    case 'ValidatingPolicy':
      return isJsonObject(spec) && (!isPlainMatch(spec['matchConstraints']) || hasWideVariant(spec));
    case 'MutatingAdmissionPolicy':
    case 'GeneratingPolicy':
    case 'generate':
    case 'ImageValidatingPolicy':
    case 'DeletingPolicy':
      return false;
  }
};

/** One rule about kinds and nothing more: the reference then keeps quiet about what does not match. */
const isPlainMatch = (match: unknown): boolean => {
  if (!isJsonObject(match)) return false;
  const rules = match['resourceRules'];
  const [rule] = isJsonArray(rules) && rules.length === 1 ? rules : [];
  return (
    isJsonObject(rule) &&
    isEmpty(rule['resourceNames']) &&
    isEmpty(match['excludeResourceRules']) &&
    !hasTerms(match['namespaceSelector']) &&
    !hasTerms(match['objectSelector'])
  );
};

/** What autogen makes of a policy about Pods is about several kinds, unless somebody named at most one. */
const hasWideVariant = ({ matchConstraints, autogen }: JsonObject): boolean => {
  const rules = isJsonObject(matchConstraints) ? matchConstraints['resourceRules'] : undefined;
  const [rule] = isJsonArray(rules) ? rules : [];
  if (!isJsonObject(rule) || !isOnly(rule['apiGroups'], '') || !isOnly(rule['apiVersions'], 'v1')) return false;
  if (!isOnly(rule['resources'], 'pods') || isEmpty(rule['operations'])) return false;
  const podControllers = isJsonObject(autogen) ? autogen['podControllers'] : undefined;
  const controllers = isJsonObject(podControllers) ? podControllers['controllers'] : undefined;
  if (!isJsonArray(controllers)) return true;
  return alike.filter((name) => controllers.includes(name)).length > 1;
};

/** They hold a Pod's template in the same place, so that one variant is for all of them. */
const alike = ['daemonsets', 'deployments', 'replicasets', 'statefulsets', 'jobs'];

const isOnly = (words: unknown, word: string): boolean => isJsonArray(words) && words.length === 1 && words[0] === word;

const isEmpty = (value: unknown): boolean => !isJsonArray(value) || value.length === 0;

const hasTerms = (selector: unknown): boolean =>
  isJsonObject(selector) &&
  ((isJsonObject(selector['matchLabels']) && Object.keys(selector['matchLabels']).length > 0) ||
    !isEmpty(selector['matchExpressions']));

const isScored = ({ metadata }: JsonObject): boolean => {
  const annotations = isJsonObject(metadata) ? metadata['annotations'] : undefined;
  return !isJsonObject(annotations) || annotations['policies.kyverno.io/scored'] !== 'false';
};
