/** The rules of a run, in the order reports list them, and the digest that says which they were. */

import { bigAsText } from '../../model/json.ts';
import { hash } from 'node:crypto';
import { analysers as allAnalysers } from '../../analysers/registry.ts';
import type { Analyser } from '../../analysers/analyser.ts';
import { renderLevelVersion, type LevelVersion } from '../../kube/pod-security/level.ts';
import { createPodSecurityRules } from '../../kube/pod-security/rules.ts';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { Problem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rule, RuleMetadata } from '../../model/rule.ts';
import type { PolicyUser, PolicyValues } from '../../dialects/policy-values.ts';
import type { CompiledPolicies } from '../../dialects/dialect.ts';
import { compileLibrary, compilePolicies, nothingCompiled } from './compile-policies.ts';
import { readGlobalContext, type GlobalContext } from './global-context.ts';
import { readLibrary } from './policy-library.ts';
import { noPolicies, type PolicyDocuments } from './read-policies.ts';
import { version } from './version.ts';

export interface RuleOptions {
  /** Whose rules: all there are, the Pod Security Standards alone, or people's own policies alone. */
  readonly whose: 'all' | 'pod-security' | 'own';
  /** The one level and version to judge at; `null` for what each namespace asks for. */
  readonly podSecurity: LevelVersion | null;
  /** Patterns over rule ids; empty for all. */
  readonly only: readonly string[];
  /** The version of the policy library to judge by; `latest` for what this program has, `none` to leave it out. */
  readonly library: string;
  /** People's own policies, with their bindings and parameters. */
  readonly policies: PolicyDocuments;
  /** Who creates what is judged; `null` where nobody was named. */
  readonly user: PolicyUser | null;
  /** Judge objects as they were written, not as the API server would present them. */
  readonly asWritten: boolean;
  /** Values for variables of policies; absent where nobody gave any. */
  readonly values?: PolicyValues;
  /** The files that say who asks and which values there are, as the person named them. */
  readonly told?: { readonly values: string | null; readonly userinfo: string | null };
  /** A signature nobody here can verify counts for nothing, where it is else an error. */
  readonly allowUnverified?: boolean;
}

/** What runs where nobody asked for anything else. */
export const allRules: RuleOptions = {
  whose: 'all',
  podSecurity: null,
  only: [],
  library: 'latest',
  policies: noPolicies,
  user: null,
  asWritten: false,
};

export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly analysers: readonly Analyser[];
  /** What both can conclude, as far as `only` asks for it; in the order of reports. */
  readonly metadata: readonly RuleMetadata[];
  /** Kinds whose objects rules will ask for while they judge others: parameters. */
  readonly asked: CompiledPolicies['asked'];
  /** The entries of Kyverno's global context that lie beside people's own policies. */
  readonly globalContext: GlobalContext;
  /** What is wrong with people's own policies. */
  readonly problems: readonly Problem[];
}

export const createRuleSet = async (by: RuleOptions): Promise<RuleSet> => {
  const own = await compilePolicies(by.policies, by);
  const podSecurity = by.whose === 'own' ? [] : createPodSecurityRules({ override: by.podSecurity });
  const fits = by.only.map(compileWildcard);
  const isWanted = ({ id }: RuleMetadata): boolean => fits.length === 0 || fits.some((fit) => fit(id));
  const library = by.whose === 'all' ? await compileLibrary(by, isWanted) : nothingCompiled;
  const rules = [...podSecurity, ...library.rules, ...own.rules].filter(isWanted);
  const analysers =
    by.whose !== 'all' || by.library === 'none' ? [] : allAnalysers.filter((analyser) => analyser.rules.some(isWanted));
  return {
    rules,
    analysers,
    metadata: [...rules, ...analysers.flatMap((analyser) => analyser.rules).filter(isWanted)],
    asked: own.asked,
    globalContext: await readGlobalContext(by.policies.documents),
    problems: [...by.policies.problems, ...own.problems.map(toTold), ...library.problems],
  };
};

/** What is wrong in a live cluster is a finding about it; a mistake in a file is the person's own, and ends the scan with 2. */
const toTold = (problem: Problem): Problem => (problem.span === null ? { ...problem, severity: 'warning' } : problem);

/** Every rule this installation brings, told without compiling any. */
export const listKnownRules = (): readonly RuleMetadata[] => [
  ...createPodSecurityRules({ override: null }),
  ...readLibrary().policies,
  ...allAnalysers.flatMap(({ rules }) => rules),
];

/** Whether people's own policies are asked, whatever they are called. */
export const asksOwnPolicies = ({ only }: Pick<RuleOptions, 'only'>): boolean =>
  only.length === 0 || only.some((pattern) => compileWildcard(pattern)('admission-policy/any'));

export const allRuleIds = (): readonly string[] => listKnownRules().map(({ id }) => id);

/** Ids of the rules that do not run, and of those that say nothing at the level asked for. */
export const rulesLeftOut = (by: RuleOptions, ran: readonly RuleMetadata[]): readonly string[] => {
  const run = new Set(ran.map(({ id }) => id));
  const level = by.podSecurity?.level ?? 'restricted';
  return allRuleIds().filter(
    (id) =>
      !run.has(id) ||
      (level === 'privileged' && id.startsWith('pod-security/')) ||
      (level === 'baseline' && id.startsWith('pod-security/restricted/')),
  );
};

/** Reports are comparable only where this is equal: the rules and every option that changes what they say. */
export const toPolicySet = ({ metadata }: RuleSet, by: RuleOptions): string => {
  const { whose, podSecurity, library, policies, user, asWritten, values, allowUnverified } = by;
  const options = {
    whose,
    podSecurity: podSecurity === null ? null : renderLevelVersion(podSecurity),
    library,
    user,
    asWritten,
    ...(values === undefined ? {} : { values }),
    ...(allowUnverified === true ? { allowUnverified } : {}),
    policies: policies.documents.map(toIdentity),
  };
  const words = metadata.map(({ id, severity, control, what }) => [id, severity, control, what]);
  return `sha256:${hash('sha256', JSON.stringify([version, options, words], bigAsText), 'hex')}`;
};

/** Of a live object its server's bookkeeping changes by itself. */
const toIdentity = ({ ref, object, origin }: Resource): unknown =>
  origin.kind === 'cluster' ? [ref.kind, ref.name, object['spec'] ?? null] : object;
