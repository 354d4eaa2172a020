/** Judges one action of the roadmap: counts the items of its criteria, and says what they buy and what settles the rest. */

import type { Finding } from '../model/finding.ts';
import { toRefKey, type ResourceRef } from '../model/resource.ts';
import { compareSeverity, isAtLeast } from '../model/severity.ts';
import { compileWildcard } from '../lang/pattern/wildcard.ts';
import { acceptItems, type AcceptableItem } from './accept-items.ts';
import type { Action, Criterion, Phase } from './framework.ts';
import type { Item } from './item.ts';
import type { RoadmapFacts } from './judge-roadmap.ts';
import type { ActionAnswer, ActionState, AnsweredItem } from './roadmap-answer.ts';

export const judgeAction = (action: Action, phase: Phase, facts: RoadmapFacts): ActionAnswer => {
  const { id, title, why, responsible, commands, caveat } = action;
  const found = action.criteria.map((criterion) => countItems(criterion, facts));
  const { items: answered, told } = acceptItems(
    found.flatMap(({ items }) => items),
    id,
    facts.own,
    facts.asOf,
  );
  const items = answered.toSorted((a, b) => rankOf(a) - rankOf(b));
  const open = items.filter((item) => item.state === 'unmet' && item.accepted === null);
  const met = items.filter(({ state }) => state === 'met');
  const uncounted = found.reduce((sum, { more = 0 }) => sum + more, 0);
  const state = toState(items, uncounted);
  return {
    id,
    title,
    why,
    state,
    proof:
      met.length + uncounted === 0
        ? null
        : facts.of === 'cluster' && met.every(({ proof }) => proof === 'enforced')
          ? 'enforced'
          : 'declared',
    met: met.length + uncounted,
    of: items.filter((item) => item.state !== 'unknown').length + uncounted,
    items,
    sources: [...new Set(items.map(({ source }) => source).filter((source) => source !== ''))],
    doubts: [...found.flatMap(({ doubt }) => doubt ?? []), ...told],
    responsible,
    owner: facts.own?.owners[id] ?? facts.own?.owners[phase.id] ?? facts.own?.owners['*'] ?? null,
    settle: state === 'done' && found.every(({ doubt }) => doubt === null) ? null : fill(action.settle, facts),
    commands: commands.map((command) => ({ ...command, line: fill(command.line, facts) })),
    caveat,
    buys: toBuys(open, facts),
    files: facts.filesOf(action, open, state !== 'cannot-tell'),
  };
};

interface Counted {
  readonly items: readonly AcceptableItem[];
  readonly doubt: string | null;
  /** How many more are met that nobody needs to see by name. */
  readonly more?: number;
}

const countItems = (criterion: Criterion, facts: RoadmapFacts): Counted => {
  switch (criterion.kind) {
    case 'survey': {
      const found = facts.surveyed.filter((each) => each.criterion === criterion.name);
      if (found.length === 0) return { items: [toUnlooked(criterion.name)], doubt: null };
      return {
        items: found.flatMap(({ items }) => items),
        doubt: found.map(({ doubt }) => doubt).find((doubt) => doubt !== null) ?? null,
      };
    }
    case 'findings':
      return countFindings(criterion, facts);
  }
};

/** A survey that nobody made: without it the action must not look done. */
const toUnlooked = (name: string): Item => ({
  what: name,
  ref: null,
  state: 'unknown',
  proof: null,
  why: 'it was not looked at',
  source: '',
  controls: [],
});

const countFindings = (
  { rules, severity, kinds }: Extract<Criterion, { kind: 'findings' }>,
  { findings, objects, judged, where, of }: RoadmapFacts,
): Counted => {
  const fits = rules.map(compileWildcard);
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    if (rankOfFinding(finding) === 0 || finding.responsible === 'provider') continue;
    if (!isAtLeast(finding.severity, severity) || !fits.some((fit) => fit(finding.rule))) continue;
    const key = toRefKey(finding.subject);
    const known = worst.get(key);
    if (known === undefined || isWorse(finding, known)) worst.set(key, finding);
  }
  const refs = new Map<string, ResourceRef>();
  for (const ref of objects(kinds)) refs.set(toRefKey(ref), ref);
  if (kinds.includes('*')) for (const [key, { subject }] of worst) refs.set(key, toRef(subject));
  const proof = of === 'cluster' ? 'enforced' : 'declared';
  const items = [...refs].map(([key, ref]): AcceptableItem => {
    const finding = worst.get(key);
    const what = renderRef(ref);
    if (finding === undefined)
      return { what, ref, state: 'met', proof, why: 'nothing open is known of it', source: '', controls: [] };
    return {
      what,
      ref,
      state: finding.status === 'error' ? 'unknown' : 'unmet',
      proof: null,
      why: finding.message.replace(/\.$/, ''),
      source: where(finding),
      controls: [],
      ...(finding.status === 'skip' ? { accepted: toAccepted(finding) } : {}),
    };
  });
  return { items, doubt: null, more: kinds.includes('*') ? Math.max(0, judged - refs.size) : 0 };
};

/** What is open before what could not be judged, and that before what an exception accepts; nothing else stays open. */
const rankOfFinding = ({ status, reason }: Finding): number =>
  status === 'fail' ? 3 : status === 'error' ? 2 : reason === 'excepted' ? 1 : 0;

const isWorse = (one: Finding, other: Finding): boolean =>
  rankOfFinding(one) > rankOfFinding(other) ||
  (rankOfFinding(one) === rankOfFinding(other) && compareSeverity(one.severity, other.severity) < 0);

/** Exceptions say in the last note who accepts what, why and until when. */
const toAccepted = ({ evidence }: Finding): AnsweredItem['accepted'] => {
  const [, until = null, owner = null, reason] =
    /^Accepted (?:without an end|until (\d{4}-\d{2}-\d{2})) by (.*?): (.*)$/s.exec(evidence.at(-1)?.text ?? '') ?? [];
  return { reason: reason ?? 'an exception accepts it', owner: owner === 'nobody named' ? null : owner, until };
};

const renderRef = ({ kind, namespace, name }: ResourceRef): string =>
  `${kind} ${namespace === null || namespace === '' ? '' : `${namespace}/`}${name}`;

/** What stands open first, then what cannot be told, then what is accepted, then what is met. */
const rankOf = ({ state, accepted }: AnsweredItem): number =>
  state === 'met' ? 3 : accepted !== null ? 2 : state === 'unknown' ? 1 : 0;

const toState = (items: readonly AnsweredItem[], uncounted: number): ActionState => {
  const met = items.filter(({ state }) => state === 'met').length + uncounted;
  const open = items.filter(({ state, accepted }) => state === 'unmet' && accepted === null).length;
  const unknown = items.filter(({ state, accepted }) => state === 'unknown' && accepted === null).length;
  const lived = items.length + uncounted - met - open - unknown;
  if (open > 0) return met > 0 ? 'partly' : 'not-begun';
  if (unknown > 0) return met > 0 ? 'partly' : 'cannot-tell';
  if (met > 0) return 'done';
  return lived > 0 ? 'accepted' : 'cannot-tell';
};

/** Each control once: two items may be met by one wall. */
const toBuys = (open: readonly Item[], { weighed }: RoadmapFacts): ActionAnswer['buys'] => {
  const wanted = new Set(open.flatMap(({ controls }) => controls));
  const controls = weighed
    .filter(({ control }) => wanted.has(control.id))
    .map(({ control, gain }) => ({ id: control.id, title: control.title, gain }));
  return { gain: controls.reduce((sum, { gain }) => sum + gain, 0), controls };
};

/** Where nothing was named, the program looks at the folder it is in. */
const fill = (line: string, { estate, program }: RoadmapFacts): string =>
  line.replace(/^vauban(?= )/, () => program).replaceAll(/ ?\{estate\}/g, () => (estate === '' ? '' : ` ${estate}`));

/** Without where it was read: the item says that for a person. */
const toRef = ({ apiVersion, kind, namespace, name }: ResourceRef): ResourceRef => ({
  apiVersion,
  kind,
  namespace,
  name,
});
