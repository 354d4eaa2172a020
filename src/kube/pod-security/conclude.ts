/** From what a check found in a pod to conclusions: at which levels it is judged, and what the namespace asks for. */

import type { Edit } from '../../model/change.ts';
import type { Action, Enforcement, Note } from '../../model/finding.ts';
import type { Conclusion, Judgement } from '../../model/rule.ts';
import type { Check, Revision } from './check.ts';
import { modes, type Mode, type NamespacePolicy } from './labels.ts';
import { compareLevels, renderLevelVersion, type LevelVersion } from './level.ts';
import { toMinor } from './version.ts';

/**
 * What is kept of a pod while its namespace has not been read yet: for each revision of the check what was found,
 * and nothing of the pod itself, since a whole estate may wait for namespaces that come last.
 */
export interface Held {
  /** As many as the check has revisions. */
  readonly found: readonly (readonly HeldViolation[])[];
  /** For each revision of the check that overrides this one at restricted: whether it fails. */
  readonly overridingFails: readonly boolean[];
  /** Set where the pod is broken so that part of it could not be judged. */
  readonly defect: { readonly path: string; readonly message: string } | null;
  readonly notes: readonly Note[];
  readonly subject: HeldSubject;
}

/** A violation with paths from the object. */
export interface HeldViolation {
  readonly path: string;
  readonly message: string;
  readonly edits: readonly Edit[];
}

export interface HeldSubject {
  readonly kind: string;
  readonly namespace: string;
}

/** A check with the one that replaces it at restricted. */
export interface CheckPair {
  readonly check: Check;
  readonly overriding: Check | undefined;
}

/**
 * The conclusions at one level that no label of the namespace asks for. What is enforced then is the default of the
 * cluster, which stands in a file of the API server and which nobody can read: `unknown`. `notes` go with each failure.
 */
export const concludeAt = (pair: CheckPair, level: LevelVersion, held: Held, notes: readonly Note[] = []): Judgement =>
  toJudgement(pair.check, [level], held, judgeAt(pair, level, held, { action: 'none', enforcement: 'unknown' }), notes);

/** The conclusions for each mode of a labelled namespace; where several flag one thing, the strongest counts. */
export const concludeForNamespace = (pair: CheckPair, policy: NamespacePolicy, held: Held): Judgement => {
  const flagged = new Map<string, Conclusion>();
  let applies = false;
  for (const mode of modes) {
    const conclusions = judgeAt(pair, policy[mode], held, toMode(mode, held.subject));
    if (conclusions === undefined) continue;
    applies = true;
    for (const conclusion of conclusions) {
      if (!flagged.has(conclusion.path)) flagged.set(conclusion.path, conclusion);
    }
  }
  const notes = policy.defects.map(({ message }): Note => ({
    text: message,
    source: `Namespace ${held.subject.namespace}`,
  }));
  const asked = modes.map((mode) => policy[mode]);
  return toJudgement(pair.check, asked, held, applies ? [...flagged.values()] : undefined, notes);
};

interface ModeEffect {
  readonly action: Action;
  readonly enforcement: Enforcement;
  readonly note?: Note;
}

/**
 * Warnings and audit entries refuse nothing. A label that asks for refusal is `declared` and no more, on a cluster
 * too: a Pod that fails and runs is older than the label, or exempt, or nothing looks at the label. Refusing is done
 * to Pods alone.
 */
const toMode = (mode: Mode, { kind }: HeldSubject): ModeEffect => {
  if (mode !== 'enforce') return { action: mode, enforcement: 'not-enforced' };
  if (kind === 'Pod') return { action: 'deny', enforcement: 'declared' };
  return {
    action: 'deny',
    enforcement: 'declared',
    note: {
      text: `The API server enforces Pods only: it takes this ${kind}, at most with a warning, and refuses its pods later.`,
      source:
        'https://kubernetes.io/docs/concepts/security/pod-security-admission/#workload-resources-and-pod-templates',
    },
  };
};

/** The failures at one level, or `undefined` where the level does not ask for this check. */
const judgeAt = (
  { check, overriding }: CheckPair,
  { level, version }: LevelVersion,
  held: Held,
  { action, enforcement, note }: ModeEffect,
): readonly Conclusion[] | undefined => {
  if (compareLevels(level, check.level) < 0) return undefined;
  const minor = toMinor(version);
  const revision = revisionAt(check.revisions, minor);
  if (revision < 0) return undefined;
  if (overriding !== undefined && level === 'restricted') {
    const other = revisionAt(overriding.revisions, minor);
    if (other >= 0 && held.overridingFails[other] === false) return [];
  }
  const evidence = note === undefined ? held.notes : [note, ...held.notes];
  return (held.found[revision] ?? []).map(({ path, message, edits }): Conclusion => ({
    status: 'fail',
    action,
    enforcement,
    message,
    path,
    edits,
    evidence,
  }));
};

/** The index of the revision that holds at a minor version; -1 before the first. */
export const revisionAt = (revisions: readonly Revision[], minor: number): number => {
  let index = revisions.length - 1;
  while (index >= 0 && (revisions[index]?.since ?? 0) > minor) index -= 1;
  return index;
};

const toJudgement = (
  check: Check,
  asked: readonly LevelVersion[],
  { defect, subject }: Held,
  failures: readonly Conclusion[] | undefined,
  notes: readonly Note[],
): Judgement => {
  if (failures === undefined) return toSkip(check, asked, subject);
  if (failures.length === 0 && defect === null) return passed;
  const conclusions = failures.map((failure): Conclusion =>
    notes.length === 0 ? failure : { ...failure, evidence: [...(failure.evidence ?? []), ...notes] },
  );
  if (defect !== null) {
    conclusions.push({ status: 'error', reason: 'no-evidence', action: 'none', enforcement: 'unknown', ...defect });
  }
  return { kind: 'done', conclusions, effects: [] };
};

const toSkip = (check: Check, asked: readonly LevelVersion[], { namespace }: HeldSubject): Judgement => {
  const strictest = asked.reduce((a, b) => (compareLevels(b.level, a.level) > 0 ? b : a));
  const since = check.revisions[0].since;
  const from = since === 0 ? check.level : `${check.level} from v1.${since} on`;
  const message = `This belongs to ${from}, and namespace ${namespace} is judged at ${renderLevelVersion(strictest)}.`;
  return {
    kind: 'done',
    conclusions: [
      { status: 'skip', reason: 'not-applicable', action: 'none', enforcement: 'unknown', message, path: '' },
    ],
    effects: [],
  };
};

/** One judgement for every pod that fulfils a check: most pods fulfil most checks, and need no memory for it. */
export const passed: Judgement = {
  kind: 'done',
  conclusions: [{ status: 'pass', action: 'none', enforcement: 'unknown', message: 'Fulfilled.', path: '' }],
  effects: [],
};
