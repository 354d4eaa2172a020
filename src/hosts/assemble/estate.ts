/** One estate under judgement: a cluster, or everything read from paths. Namespaces belong to it alone. */

import { keepForAttacks } from '../../analysers/keep-for-attacks.ts';
import { toAnalysisFindings } from '../../engine/evaluate/analysis-findings.ts';
import { createEvaluation, type Evaluated } from '../../engine/evaluate/evaluation.ts';
import type { Salts } from '../../engine/evaluate/salts.ts';
import { createSnapshotBuilder } from '../../kube/snapshot/build-snapshot.ts';
import { podTemplatePath } from '../../kube/workload/pod-template.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Problem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unread } from '../../model/unread.ts';
import { createMutations } from './apply-mutations.ts';
import { createFacts } from './facts.ts';
import type { RuleSet } from './rules.ts';

export interface EstateOptions {
  readonly kind: Snapshot['kind'];
  readonly ruleSet: RuleSet;
  /** What came with the policies beside them: parameters. */
  readonly handed: readonly Resource[];
  /** Only objects of these namespaces; empty for all. */
  readonly namespaces: readonly string[];
  /** RFC 3339. */
  readonly asOf: string;
  /** Hexadecimal digits, two a byte; absent where nobody may ask for any. */
  readonly random?: (bytes: number) => string;
  readonly salts: Salts;
  readonly includePasses: boolean;
  readonly includeSkips: boolean;
  /** Whether what the attack graph is drawn from is kept. Default false. */
  readonly keepAttacks?: boolean;
  /** What is kept for it of each resource, at least what `keepForAttacks` keeps, which is the default. */
  readonly keep?: (resource: Resource) => Resource | null;
  /** Some exception asks for labels. */
  readonly keepLabels: boolean;
}

export interface Estate {
  add(resource: Resource): void;
  miss(unread: Unread): void;
  /** A fact no object says. */
  learn(evidence: Evidence): void;
  finish(): Evaluated & { readonly problems: readonly Problem[] };
  /** What the attack graph is drawn from; `null` where it was not kept or nothing stands that could be attacked. */
  toAttacked(): Snapshot | null;
}

export const createEstate = (options: EstateOptions): Estate => {
  const { ruleSet, kind } = options;
  const unread: Unread[] = [];
  const evidence: Evidence[] = [...toScanFacts(options)];
  // Of a cluster nothing else is asked for; of files all are read, and what is elsewhere is left out.
  const facts = createFacts(ruleSet, options.handed, {
    ...options,
    onlyIn: kind === 'cluster' ? options.namespaces : [],
    now: options.asOf,
  });
  const evaluation = createEvaluation({ ...options, rules: ruleSet.rules, facts });
  const mutate = createMutations(ruleSet.rules, facts);
  const watches = ruleSet.analysers.map((analyser) => ({ analyser, builder: createSnapshotBuilder(kind) }));
  const { keep = keepForAttacks } = options;
  const attacked = options.keepAttacks === true ? createSnapshotBuilder(kind) : null;
  let stands = false;
  const wanted = new Set(options.namespaces);
  /** Judged when the input has ended: these alone are kept whole, and only where mutating policies ask for more. */
  const held: Resource[] = [];
  return {
    add(resource) {
      facts.note(resource);
      for (const { analyser, builder } of watches) {
        const kept = analyser.keep(resource);
        if (kept !== null) builder.add(kept);
      }
      if (attacked !== null) {
        const kept = keep(resource);
        if (kept !== null) attacked.add(kept);
        stands ||= podTemplatePath(resource.ref) !== undefined;
      }
      if (!isOf(wanted, resource)) return;
      const mutated = mutate(resource);
      if (mutated !== null) return evaluation.add(mutated);
      held.push(resource);
      options.salts.note({ ...resource.ref, origin: resource.origin });
    },
    miss(missing) {
      unread.push(missing);
      facts.miss(missing);
    },
    learn: (fact) => void evidence.push(fact),
    finish() {
      facts.end();
      for (const resource of held) evaluation.add(mutate(resource) ?? resource);
      const evaluated = evaluation.finish(unread);
      const analysed = watches
        .flatMap(({ analyser, builder }) => analyser.analyse(builder.build({ evidence, unread })))
        .filter(({ about }) => isOf(wanted, about));
      const more = toAnalysisFindings(analysed, {
        ...options,
        rules: ruleSet.metadata,
      });
      return {
        ...evaluated,
        findings: [...evaluated.findings, ...more.findings],
        counts: addCounts(evaluated.counts, more.counts),
        judged: new Set([...evaluated.judged, ...more.judged]),
        problems: facts.problems,
      };
    },
    toAttacked: () => (attacked === null || !stands ? null : attacked.build({ evidence, unread })),
  };
};

/** What the run itself says, for analysers: they have no clock, and do not know how much they are shown. */
const toScanFacts = ({ asOf, namespaces }: EstateOptions): readonly Evidence[] =>
  [
    { kind: 'scan/as-of', value: asOf },
    ...(namespaces.length === 0 ? [] : [{ kind: 'scan/namespaces', value: namespaces }]),
  ].map((fact) => ({ ...fact, about: null, source: 'this scan', confidence: 'certain', at: asOf }) as const);

/** A namespace counts as in itself: who asks for `shop` asks what the namespace `shop` lacks. */
const isOf = (wanted: ReadonlySet<string>, { ref }: Resource): boolean =>
  wanted.size === 0 ||
  wanted.has(ref.namespace === '' ? 'default' : (ref.namespace ?? (ref.kind === 'Namespace' ? ref.name : '')));

const addCounts = (a: Evaluated['counts'], b: Evaluated['counts']): Evaluated['counts'] => ({
  subjects: a.subjects + b.subjects,
  evaluated: a.evaluated + b.evaluated,
  pass: a.pass + b.pass,
  fail: a.fail + b.fail,
  error: a.error + b.error,
  skip: a.skip + b.skip,
});
