/** What the rules about control planes have in common: how facts become notes, and how what cannot be told is told. */

import type { Fact, FactKind, Means, ProviderName } from '../../kube/control-plane/fact.ts';
import type { Note } from '../../model/finding.ts';
import type { Resource } from '../../model/resource.ts';
import type { Conclusion, RuleMetadata } from '../../model/rule.ts';
import type { Severity } from '../../model/severity.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import type { ClusterView } from './cluster-view.ts';

export interface Details {
  readonly severity?: Severity;
  readonly key?: string;
  readonly evidence?: readonly Note[];
}

export const toPass = (rule: RuleMetadata, about: Resource, message: string, details: Details = {}) =>
  toConclusion(rule, about, { status: 'pass', enforcement: 'enforced', message, ...details });

export const toFail = (rule: RuleMetadata, about: Resource, message: string, details: Details = {}) =>
  toConclusion(rule, about, { status: 'fail', enforcement: 'not-enforced', message, ...details });

/** `why` is what was lacking; `tells` what a person would do to know. */
export const toUntold = (
  rule: RuleMetadata,
  view: ClusterView,
  { what, why, tells }: { readonly what: string; readonly why: string; readonly tells: string },
): AnalyserConclusion =>
  toConclusion(rule, view.kept, {
    status: 'skip',
    reason: 'manual',
    enforcement: 'unknown',
    message: `It cannot be told ${what}: ${why}; ${tells}`,
    evidence: [...grantNotes(view)],
  });

const toConclusion = (
  rule: RuleMetadata,
  about: Resource,
  conclusion: Omit<Conclusion, 'action' | 'path'>,
): AnalyserConclusion => ({ rule, about, conclusion: { action: 'audit', path: '', ...conclusion } });

/** What was read, and how sure that makes it; where it was read is the note's source. `text` is what the message leaves out. */
export const toNote = ({ confidence, source, value }: Fact<FactKind>, text = ''): Note => ({
  text: `${text === '' ? '' : `${text}; `}${read[value.means]}${confidence === 'certain' ? '' : ', which means this unless something unusual is configured'}`,
  source,
});

const read: Readonly<Record<Means, string>> = {
  'provider-file': 'read from the provider’s description',
  metrics: 'read from its counters',
  request: 'read from its answers',
  arguments: 'read from its command line',
  object: 'read from objects of the cluster',
};

const grantNotes = (view: ClusterView): readonly Note[] => {
  const { grant } = view.notRead('metrics') ?? { grant: null };
  return grant === null ? [] : [{ text: `Grant ${grant}`, source: 'vauban' }];
};

/** Why the API server's counters told nothing: they were refused, or had nothing to tell yet. */
export const whyNoMetrics = (view: ClusterView, nothing: string): string => {
  const refused = view.notRead('metrics');
  if (refused !== undefined) return `/metrics of the API server was not read (${refused.reason})`;
  return view.kept.origin.kind === 'cluster' ? nothing : 'no API server was asked';
};

/** What a person would do to know more, whoever runs the control plane. */
export const toHandOver = ({ provider, name }: ClusterView): string => {
  const command = provider === null ? null : commands[provider](name);
  return command === null
    ? 'read the arguments of kube-apiserver on a control-plane node'
    : `hand over the output of \`${command}\` with --facts FILE`;
};

const commands: Readonly<Record<ProviderName, (name: string) => string>> = {
  eks: () => 'aws eks describe-cluster --name NAME',
  gke: () => 'gcloud container clusters describe NAME --format json',
  aks: () => 'az aks show --resource-group GROUP --name NAME',
};

/** The facts of the strongest means alone, the first of `order` first: of several API servers the worst counts. */
export const pickWorst = <Kind extends FactKind, State extends string>(
  facts: readonly Fact<Kind>[],
  order: readonly State[],
  stateOf: (fact: Fact<Kind>) => State,
): Fact<Kind> | undefined => {
  const [strongest] = facts;
  return facts
    .filter(({ value }) => value.means === strongest?.value.means)
    .toSorted((a, b) => order.indexOf(stateOf(a)) - order.indexOf(stateOf(b)))[0];
};
