/** The Pod Security Standards as rules: for Pods and for every kind of object that holds a pod template. */

import type { Edit } from '../../model/change.ts';
import type { Note } from '../../model/finding.ts';
import { renderFieldPath, type FieldPath } from '../../model/field-path.ts';
import type { JsonObject } from '../../model/json.ts';
import { answeredObject, type Facts, type Request } from '../../model/request.ts';
import type { Resource, ResourceRef } from '../../model/resource.ts';
import type { Conclusion, Judgement, Rule } from '../../model/rule.ts';
import type { Subject } from '../../model/subject.ts';
import { containerLists } from '../workload/containers.ts';
import { nodeAgentOf } from '../workload/node-agent.ts';
import { podKinds, podMatches, podTemplateOf, type PodTemplate } from '../workload/pod-template.ts';
import type { Check, PodEdit, Violation } from './check.ts';
import {
  concludeAt,
  concludeForNamespace,
  passed,
  revisionAt,
  type CheckPair,
  type Held,
  type HeldViolation,
} from './conclude.ts';
import { labelsOf, toNamespacePolicy } from './labels.ts';
import { compareLevels, renderLevelVersion, type LevelVersion } from './level.ts';
import { describeType, toPodView, type PodView } from './pod-view.ts';
import { checks } from './registry.ts';
import { toMinor } from './version.ts';

export interface PodSecurityOptions {
  /** The level to judge everything at; `null` for what each namespace asks for. */
  readonly override: LevelVersion | null;
}

/** What a namespace without labels is judged at: the strictest, so that nothing is called safe for want of a label. */
const standard: LevelVersion = { level: 'restricted', version: 'latest' };

/**
 * One rule for each check, baseline first, in the order of the standard. The rules of one call share the view of the
 * object they looked at last, so they are cheapest when all of them are asked about one object after another.
 */
export const createPodSecurityRules = ({ override }: PodSecurityOptions): readonly Rule[] => {
  const look = createLook();
  return checks.map((check) => {
    const overriding = check.level === 'baseline' ? checks.find(({ overrides }) => overrides === check.id) : undefined;
    return toRule({ check, overriding }, override, look);
  });
};

/** Every rule id there is, for `explain` and for completion. */
export const toRuleId = ({ level, id }: Pick<Check, 'level' | 'id'>): string => `pod-security/${level}/${id}`;

const toRule = (pair: CheckPair, override: LevelVersion | null, look: Look): Rule => {
  const { check } = pair;
  const { title, layer, control, what, why, fine, remediation, references } = check;
  return {
    id: toRuleId(check),
    title,
    layer,
    control,
    what,
    why,
    fine,
    remediation,
    references,
    severity: check.level === 'baseline' ? 'high' : 'medium',
    match: podMatches,
    reads: toReads(check),
    capabilities: override === null ? ['namespace'] : [],
    failurePolicy: 'closed',
    judge: override === null ? (subject) => judge(pair, subject, look) : judgeOverridden(pair, override, look),
  };
};

const judge = (pair: CheckPair, subject: Subject, look: Look): Judgement => {
  const seen = look(subject);
  if (seen.kind === 'nothing') return seen.judgement;
  const found = findAll(pair.check, seen.pod);
  if (found === undefined && seen.pod.defects.length === 0) return passed;
  const held = hold(pair, found, seen);
  const request: Request = { kind: 'namespace', name: held.subject.namespace };
  return { kind: 'need', requests: [request], resume: (facts) => resume(pair, request, held, facts) };
};

const resume = (pair: CheckPair, request: Request, held: Held, facts: Facts): Judgement => {
  const answer = facts.answer(request);
  if (answer === undefined) {
    return { kind: 'need', requests: [request], resume: (later) => resume(pair, request, held, later) };
  }
  // What was found holds whoever may read the namespace. That it could not be read is the engine's to report, once
  // for all its pods, by the capability that the rule declares.
  if (answer.kind === 'refused') return concludeAt(pair, standard, held, [toRefusalNote(held, answer.why)]);
  if (answer.kind === 'absent') return concludeAt(pair, standard, held);
  const policy = toNamespacePolicy(labelsOf(answeredObject(answer)));
  return policy.labelled ? concludeForNamespace(pair, policy, held) : concludeAt(pair, standard, held);
};

const toRefusalNote = ({ subject: { namespace } }: Held, why: string): Note => ({
  text: `The labels of namespace ${namespace} could not be read (${why}), so this is judged at ${renderLevelVersion(standard)}: allow reading namespaces, or give --pod-security LEVEL.`,
  source: `Namespace ${namespace}`,
});

/** With the level known, only the wording that holds there is looked at. */
const judgeOverridden = (pair: CheckPair, level: LevelVersion, look: Look): Rule['judge'] => {
  const at = revisionAt(pair.check.revisions, toMinor(level.version));
  const applies = at >= 0 && compareLevels(level.level, pair.check.level) >= 0;
  return (subject) => {
    const seen = look(subject);
    if (seen.kind === 'nothing') return seen.judgement;
    const revision = pair.check.revisions[at];
    const violations = revision === undefined || revision.spares?.(seen.pod) === true ? none : revision.find(seen.pod);
    if (applies && violations.length === 0 && seen.pod.defects.length === 0) return passed;
    const found = pair.check.revisions.map((_, index) => (index === at ? violations : none));
    return concludeAt(pair, level, hold(pair, found, seen));
  };
};

const none: readonly Violation[] = [];

/** What each revision finds; `undefined` where none finds anything. Revisions of one wording share one answer. */
const findAll = ({ revisions }: Check, pod: PodView): readonly (readonly Violation[])[] | undefined => {
  let results: (readonly Violation[])[] | undefined;
  let last = none;
  for (let index = 0; index < revisions.length; index += 1) {
    const revision = revisions[index];
    if (revision === undefined) continue;
    if (index === 0 || revisions[index - 1]?.find !== revision.find) last = revision.find(pod);
    const violations = last.length > 0 && revision.spares?.(pod) === true ? none : last;
    if (violations.length > 0) results ??= Array.from({ length: revisions.length }, () => none);
    if (results !== undefined) results[index] = violations;
  }
  return results;
};

const hold = (pair: CheckPair, found: readonly (readonly Violation[])[] | undefined, seen: SeenPod): Held => {
  const { pod, template, ref, object } = seen;
  const rendered = new Map<readonly Violation[], readonly HeldViolation[]>();
  const holdList = (violations: readonly Violation[]): readonly HeldViolation[] => {
    const known = rendered.get(violations);
    if (known !== undefined) return known;
    const list = violations.map((violation) => holdViolation(violation, seen.prefix));
    rendered.set(violations, list);
    return list;
  };
  const defect = pod.defects[0];
  return {
    found: (found ?? pair.check.revisions.map(() => none)).map(holdList),
    overridingFails:
      pair.overriding?.revisions.map(({ find, spares }) => spares?.(pod) !== true && find(pod).length > 0) ?? [],
    defect:
      defect === undefined
        ? null
        : { path: renderFieldPath([...seen.prefix, ...defect.path]), message: defect.message },
    notes: toNotes(pair.check, ref, object, template),
    subject: { kind: ref.kind, namespace: toNamespace(ref) },
  };
};

/** Manifests without a namespace go to the one called default. */
const toNamespace = ({ namespace }: ResourceRef): string =>
  namespace === null || namespace === '' ? 'default' : namespace;

const holdViolation = ({ path, message, edits }: Violation, prefix: FieldPath): HeldViolation => {
  const rendered = renderFieldPath([...prefix, ...path]);
  const holdEdit = (edit: PodEdit): Edit => ({
    path: edit.path === path ? rendered : renderFieldPath([...prefix, ...edit.path]),
    before: edit.before,
    after: edit.after,
  });
  return { path: rendered, message, edits: edits.map(holdEdit) };
};

const toNotes = (check: Check, ref: ResourceRef, object: JsonObject, template: PodTemplate): readonly Note[] => {
  const agent = nodeAgentOf(ref, object, template);
  if (agent === undefined || !agent.checks.includes(check.id)) return [];
  const source = 'the images of the DaemonSet';
  const looks = {
    text: `This looks like ${agent.name}, which ${agent.does}: it may have a reason to fail this.`,
    source,
  };
  // The command is copied into a shell: a name that no API server takes is not put into it.
  const isPlain = [ref.kind, ref.name, toNamespace(ref)].every((word) => /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(word));
  if (!isPlain) return [looks];
  const subject = `--kind ${ref.kind} -n ${toNamespace(ref)} --name ${ref.name}`;
  const reason = JSON.stringify(`${agent.name} ${agent.does}`);
  const accept = `To accept it: vauban exceptions add ${toRuleId(check)} ${subject} --reason ${reason} --owner OWNER --expires DATE`;
  return [looks, { text: accept, source }];
};

/** The fields of the pod below every prefix, with the names and images that messages and notes are made of. */
const toReads = ({ reads }: Check): readonly string[] => {
  const prefixes = [...new Set(podKinds.map(({ prefix }) => prefix.map((field) => `${field}.`).join('')))];
  const named = containerLists.flatMap((list) => [`spec.${list}[*].name`, `spec.${list}[*].image`]);
  return [
    'metadata.ownerReferences',
    ...prefixes.flatMap((prefix) => [...new Set([...reads, ...named])].map((path) => prefix + path)),
  ];
};

/** What a subject shows to the rules. */
type Seen = SeenPod | { readonly kind: 'nothing'; readonly judgement: Judgement };

interface SeenPod {
  readonly kind: 'pod';
  readonly ref: ResourceRef;
  readonly object: JsonObject;
  readonly template: PodTemplate;
  readonly prefix: FieldPath;
  readonly pod: PodView;
}

type Look = (subject: Subject) => Seen;

/** Looks at a subject once for all rules: it remembers the last one, and no other, so that it holds on to no memory. */
const createLook = (): Look => {
  let last: Subject | Resource | undefined;
  let seen: Seen | undefined;
  return (subject) => {
    // A host may wrap one resource in a new subject for every rule.
    const identity = subject.kind === 'resource' ? subject.resource : subject;
    if (identity !== last || seen === undefined) {
      last = identity;
      seen = toSeen(subject);
    }
    return seen;
  };
};

const toSeen = (subject: Subject): Seen => {
  if (subject.kind === 'resource') {
    const { ref, object } = subject.resource;
    return toSeenPod(ref, object);
  }
  const { ref, object, subresource } = subject;
  // The API server looks at whole pods and at added ephemeral containers; a status or an eviction starts nothing.
  if (object === null || (subresource !== null && subresource !== 'ephemeralcontainers')) {
    return { kind: 'nothing', judgement: toNotApplicable('Nothing is started by this request.') };
  }
  return toSeenPod(ref, object);
};

const toSeenPod = (ref: ResourceRef, object: JsonObject): Seen => {
  const template = podTemplateOf(ref, object);
  if (template === undefined) {
    return { kind: 'nothing', judgement: toNotApplicable(`This ${ref.kind} holds no pod template.`) };
  }
  if (template.kind === 'template') {
    return { kind: 'pod', ref, object, template, prefix: template.prefix, pod: toPodView(template) };
  }
  const message = `${describeType(template.found)} stands where an object is expected, so the API server refuses the object and nothing in it can be judged.`;
  const pod = toPodView({ kind: 'template', prefix: [], metadata: {}, spec: {} });
  const broken: PodView = { ...pod, defects: [{ path: template.path, message }] };
  return { kind: 'pod', ref, object, template, prefix: [], pod: broken };
};

const toNotApplicable = (message: string): Judgement =>
  done({ status: 'skip', reason: 'not-applicable', action: 'none', enforcement: 'unknown', message, path: '' });

const done = (conclusion: Conclusion): Judgement => ({ kind: 'done', conclusions: [conclusion], effects: [] });
