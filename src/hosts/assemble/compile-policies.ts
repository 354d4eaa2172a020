/** Hands policy documents to the dialects that claim them: people's own, and the library's. */

import { dialects } from '../../dialects/registry.ts';
import type { CompiledPolicies, CompileOptions, Dialect } from '../../dialects/dialect.ts';
import { bigAsText } from '../../model/json.ts';
import type { Resource, ResourceRef } from '../../model/resource.ts';
import type { Judgement, Rule, RuleMetadata } from '../../model/rule.ts';
import { pinLibrary } from './pinned-library.ts';
import { readLibrary } from './policy-library.ts';
import type { PolicyDocuments } from './read-policies.ts';
import type { RuleOptions } from './rules.ts';

type Options = Pick<RuleOptions, 'user' | 'asWritten' | 'values' | 'allowUnverified'> &
  Pick<CompileOptions, 'asRequests'>;

/** Documents no dialect claims are what policies ask for: parameters. They are compiled once, whoever asks. */
export const compilePolicies = async (policies: PolicyDocuments, options: Options): Promise<CompiledPolicies> => {
  const { documents } = policies;
  if (documents.length === 0) return nothingCompiled;
  const known = compiledBefore.get(policies)?.get(toKey(options));
  if (known !== undefined) return known;
  const locate: CompileOptions['locate'] = (resource, path) => policies.locate(resource, path);
  const made = compile(documents, { ...options, locate, describe: () => null });
  const all = compiledBefore.get(policies) ?? new Map<string, Promise<CompiledPolicies>>();
  compiledBefore.set(policies, all.set(toKey(options), made));
  return made;
};

const compiledBefore = new WeakMap<PolicyDocuments, Map<string, Promise<CompiledPolicies>>>();

const toKey = ({ user, asWritten, values, allowUnverified, asRequests }: Options): string =>
  JSON.stringify([user, asWritten, values, allowUnverified, asRequests], bigAsText);

/** True for a policy or a binding of a dialect that is here. */
export const isPolicyDocument = (ref: ResourceRef): boolean => dialects.some((dialect) => dialect.claims(ref));

/** False only for a text without a policy: it names no group of a dialect, and nothing in it is written as an escape. */
export const mayHoldPolicy = (text: string): boolean =>
  groups.some((group) => text.includes(group)) || escape.test(text);

const groups = dialects.flatMap((dialect) => dialect.groups);

const escape = /\\[xuU\r\n]/;

/** Only what is wanted is compiled. `library` is a version, `latest` or `none`; a version that is not here was refused when the options were read. */
export const compileLibrary = async (
  { library, ...options }: Options & Pick<RuleOptions, 'library'>,
  isWanted: (rule: RuleMetadata) => boolean,
): Promise<CompiledPolicies> => {
  if (library === 'none') return nothingCompiled;
  const pinned = pinLibrary(readLibrary(), library === 'latest' ? null : library);
  if (pinned.kind === 'defect') throw new Error(pinned.message);
  const wanted = pinned.policies.filter(({ policy }) => isWanted(policy));
  const byDocument = new Map(wanted.map((each) => [each.policy.document, each]));
  const needy = new Set(wanted.filter(({ policy }) => policy.needsNamespace).map(({ policy }) => policy.id));
  const compiled = await compile([...byDocument.keys()], {
    ...options,
    locate: () => null,
    describe: (document) => {
      const known = byDocument.get(document);
      return known === undefined ? null : { metadata: known.policy, action: known.action };
    },
  });
  return { ...compiled, rules: compiled.rules.map((rule) => (needy.has(rule.id) ? withNamespace(rule) : rule)) };
};

/** The rule, where it is known in which namespace the object will live. */
const withNamespace = (rule: Rule): Rule => ({
  ...rule,
  judge: (subject, facts) =>
    subject.kind === 'resource' && subject.resource.ref.namespace === '' ? unplaced : rule.judge(subject, facts),
});

const unplaced: Judgement = {
  kind: 'done',
  conclusions: [
    {
      status: 'skip',
      reason: 'no-evidence',
      action: 'none',
      enforcement: 'unknown',
      message: 'the manifest leaves its namespace to whoever applies it',
      path: 'metadata.namespace',
    },
  ],
  effects: [],
};

export const nothingCompiled: CompiledPolicies = { rules: [], problems: [], asked: [] };

const compile = async (documents: readonly Resource[], options: CompileOptions): Promise<CompiledPolicies> => {
  const compiled = await Promise.all(dialects.map((dialect) => compileOwn(dialect, documents, options)));
  return {
    rules: compiled.flatMap(({ rules }) => rules),
    problems: compiled.flatMap(({ problems }) => problems),
    asked: compiled.flatMap(({ asked }) => asked),
  };
};

const compileOwn = async (
  dialect: Dialect,
  documents: readonly Resource[],
  options: CompileOptions,
): Promise<CompiledPolicies> => {
  const own = documents.filter(({ ref }) => dialect.claims(ref));
  return own.length === 0 ? nothingCompiled : dialect.compile(own, options);
};
