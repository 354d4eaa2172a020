/** What policies would change and make: the objects given with them as they would leave them, and what they would generate. */

import { createRuleIndex } from '../../engine/match/rule-index.ts';
import { mutateResource, type Mutated } from '../../engine/mutate/mutate-resource.ts';
import { applyEdits } from '../../lang/patch/apply-edits.ts';
import type { Effect } from '../../model/effect.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import { isPolicyDocument } from './compile-policies.ts';
import { createFacts, type FactOptions } from './facts.ts';
import { isSame, toPhases, type Phase } from './kyverno-tests/policy-phases.ts';
import type { RuleSet } from './rules.ts';

export interface Difference {
  readonly before: Resource;
  readonly after: Resource;
  /** Ids of the rules that changed it. */
  readonly by: readonly string[];
}

export interface Generated {
  readonly object: JsonObject;
  readonly by: string;
  readonly trigger: Resource;
}

export interface Preview {
  /** How many objects were given. */
  readonly objects: number;
  /** Those that would be changed, in their order; each once, however many policies change it. */
  readonly changed: readonly Difference[];
  readonly generated: readonly Generated[];
  /** What could not be run, and about which object. */
  readonly errors: readonly { readonly subject: Resource; readonly message: string }[];
}

const changing: ReadonlySet<Phase> = new Set(['mutate', 'MutatingAdmissionPolicy', 'MutatingPolicy']);
const making: ReadonlySet<Phase> = new Set(['generate', 'GeneratingPolicy']);

/** The rules of a kind in the order they are asked; those that make objects see what the others changed. */
export const chooseRules = (
  documents: readonly Resource[],
  rules: readonly Rule[],
  what: 'changing' | 'making',
): readonly Rule[] => {
  const wanted = what === 'changing' ? changing : making;
  return toPhases(
    documents.filter(({ ref }) => isPolicyDocument(ref)),
    rules,
  )
    .filter(({ phase }) => wanted.has(phase))
    .flatMap((policy) => policy.rules);
};

export interface PreviewOptions extends FactOptions {
  readonly known: readonly Resource[];
  /** False where nobody asks what would be made: then it is not tried. */
  readonly generate: boolean;
}

export const previewChanges = (
  documents: readonly Resource[],
  ruleSet: RuleSet,
  { known, generate, ...options }: PreviewOptions,
): Preview => {
  const subjects = documents.filter(({ ref }) => !isPolicyDocument(ref));
  const rules = [
    ...chooseRules(documents, ruleSet.rules, 'changing'),
    ...(generate ? chooseRules(documents, ruleSet.rules, 'making') : []),
  ];
  const index = createRuleIndex(rules);
  const facts = createFacts(ruleSet, [...documents, ...known], options);
  facts.end();
  const current = new Map(subjects.map((subject) => [subject, { after: subject, by: new Set<string>() }]));
  const generated: Generated[] = [];
  const errors: { subject: Resource; message: string }[] = [];
  for (const subject of subjects) {
    const mutated = mutateResource(
      subject,
      rules,
      (rule, resource) => index.rulesFor({ kind: 'resource', resource }).includes(rule),
      facts,
    );
    errors.push(...toErrors(mutated).map((message) => ({ subject, message })));
    const state = current.get(subject);
    if (state !== undefined && mutated.resource !== subject) {
      state.after = mutated.resource;
      for (const id of mutated.by) state.by.add(id);
    }
    for (const effect of mutated.others) applyOther(effect, subject, current, generated);
  }
  const changed = [...current].map(([before, { after, by }]) => ({ before, after, by: [...by] }));
  return {
    objects: subjects.length,
    changed: changed.filter(({ before, after }) => before !== after),
    generated,
    errors,
  };
};

/** Skipped for want of evidence, a mutation says nothing of what it would change. */
const toErrors = ({ conclusions }: Mutated): readonly string[] =>
  conclusions
    .filter(({ conclusion: { status, reason } }) => status === 'error' || reason === 'no-evidence')
    .map(({ rule, conclusion }) => `${rule.id}: ${conclusion.message}`);

type Current = Map<Resource, { after: Resource; readonly by: Set<string> }>;

const applyOther = (effect: Effect, trigger: Resource, current: Current, generated: Generated[]): void => {
  if (effect.kind === 'create') generated.push({ object: headFirst(effect.object), by: effect.rule, trigger });
  if (effect.kind !== 'patch' || effect.edits.length === 0) return;
  for (const [target, state] of current) {
    if (!isSame(target.ref, effect.target)) continue;
    state.after = { ...state.after, object: applyEdits(state.after.object, effect.edits) };
    state.by.add(effect.rule);
  }
};

/** As people write an object, whatever order a policy made it in. */
const headFirst = (object: JsonObject): JsonObject => {
  const head = ['apiVersion', 'kind', 'metadata'].filter((key) => Object.hasOwn(object, key));
  return { ...Object.fromEntries(head.map((key) => [key, object[key] ?? null])), ...object };
};
