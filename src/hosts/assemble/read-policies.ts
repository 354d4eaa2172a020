/** Reads people's own policies: the documents of files and folders, with the parameters that lie beside them. */

import { dialects } from '../../dialects/registry.ts';
import { createSourceTexts, sourceById } from '../../sources/registry.ts';
import { policyKinds } from '../../sources/listed-kinds.ts';
import type { SourceContext, SourceItem } from '../../sources/source.ts';
import type { Problem } from '../../model/problem.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { Unread } from '../../model/unread.ts';
import type { Position } from '../../reports/report.ts';
import { isPolicyDocument, mayHoldPolicy } from './compile-policies.ts';
import { findSnapshots } from './find-snapshots.ts';
import { readPaths } from './read-targets.ts';

export interface PolicyDocuments {
  /** As the person named them. */
  readonly paths: readonly string[];
  /** Policies, bindings, and whatever else lies beside them. */
  readonly documents: readonly Resource[];
  /** What could not be read. */
  readonly problems: readonly Problem[];
  /** Kinds of policies that a live cluster did not show: it may refuse what is clean by the others. */
  readonly unread: readonly Unread[];
  /** The line of a field, for what is wrong with a policy. */
  locate(resource: Resource, path: string): Position | null;
}

export const noPolicies: PolicyDocuments = { paths: [], documents: [], problems: [], unread: [], locate: () => null };

/** Fixtures (`pass/`, `fail/`) lie beside policies and are none. */
export const readPolicies = async (paths: readonly string[], context: SourceContext): Promise<PolicyDocuments> => {
  if (paths.length === 0) return noPolicies;
  const texts = createSourceTexts(context.disk);
  const documents: Resource[] = [];
  const problems: Problem[] = [];
  const unread: Unread[] = [];
  for await (const item of readPaths(paths, context, texts)) {
    if (item.kind === 'resource' && !isFixture(item.resource, paths)) documents.push(item.resource);
    else if (item.kind === 'problem') problems.push(item.problem);
    // Kinds that a snapshot lacks are told when it is read as what is judged.
    else if (item.kind === 'unread' && item.unread.group === null) unread.push(item.unread);
  }
  // Of a path that is not there the problem was said already.
  for (const each of unread) if (!problems.some(({ span }) => span?.file === each.kind)) problems.push(toProblem(each));
  const locate: PolicyDocuments['locate'] = ({ origin }, path) => texts.locate(origin, path);
  for (const document of documents) if (isLikePolicy(document)) problems.push(toUnknownKind(document, locate));
  return { paths, documents, problems, unread: [], locate };
};

/**
 * Of what will be read again as what they judge: the policies, and little else, so that a large estate is not held. What
 * lies beside them is met when it is read again.
 */
export const readPoliciesAmong = async (paths: readonly string[], context: SourceContext): Promise<PolicyDocuments> => {
  const found = await readPolicies(paths, { ...context, wants: mayHoldPolicy });
  // Why there is none may stand in what was passed over.
  return countPolicies(found) > 0 ? found : readPolicies(paths, context);
};

/**
 * Those of the cluster, live or in a snapshot, by which what is in it is judged beside the person's own; of two of one name
 * the person's counts. What keeps a cluster from being read at all is said when it is read itself.
 */
export const withClusterPolicies = async (
  own: PolicyDocuments,
  { contexts, paths }: { readonly contexts: readonly string[]; readonly paths: readonly string[] },
  context: SourceContext,
): Promise<PolicyDocuments> => {
  const { snapshots } = await findSnapshots(paths, context.disk);
  const readings = [
    ...snapshots.filter(({ of }) => of === 'cluster').map(({ path }) => readPoliciesOfSnapshot(path, context)),
    ...contexts.map((name) => sourceById('cluster-policies').read(name, context)),
  ];
  // One cluster's policies say nothing about another, and a run has one set of rules.
  if (readings.length > 1) return { ...own, problems: [...own.problems, severalClusters] };
  const documents: Resource[] = [];
  const unread: Unread[] = [];
  const taken = new Set(own.documents.map(toKey));
  for (const reading of readings)
    for await (const item of reading) {
      if (item.kind === 'resource' && !taken.has(toKey(item.resource))) documents.push(item.resource);
      else if (item.kind === 'unread' && item.unread.group !== null) unread.push(item.unread);
    }
  return { ...own, documents: [...own.documents, ...documents], unread };
};

/** The native ones, as of a live cluster. */
const readPoliciesOfSnapshot = (path: string, context: SourceContext): AsyncIterable<SourceItem> => {
  const kinds = policyKinds.flatMap(({ kind, groups }) => groups.map((group) => ({ group, kind })));
  return sourceById('snapshot').read(path, { ...context, kinds, kindsAlone: true, wants: mayHoldPolicy });
};

const severalClusters: Problem = {
  severity: 'warning',
  message:
    'of several clusters nothing was judged by the admission policies that are in them: scan one context at a time for that',
  span: null,
  policy: null,
};

const toKey = ({ ref }: Resource): string => `${ref.kind}/${ref.name}`;

/** The policies among them; none means that a path was mistaken. */
export const countPolicies = ({ documents }: PolicyDocuments): number =>
  documents.filter(({ ref }) => isPolicyDocument(ref)).length;

const isFixture = ({ origin }: Resource, paths: readonly string[]): boolean => {
  if (origin.kind !== 'file') return false;
  // What a person names is meant, wherever it lies.
  const named = paths.find((path) => origin.file === path || origin.file.startsWith(path)) ?? '';
  return /(?:^|[\\/])(?:pass|fail)[\\/]/.test(origin.file.slice(named.length));
};

const toProblem = ({ kind, reason }: Unread): Problem => ({
  severity: 'error',
  message: `the policies in it were not read: ${reason}`,
  span: { file: kind, line: null, column: null },
  policy: null,
});

/** Of a group of policies and named like one, and yet of no kind that is run: a slip of the pen would judge nothing. */
const isLikePolicy = ({ ref }: Resource): boolean =>
  /pol|exception/i.test(ref.kind) &&
  !isPolicyDocument(ref) &&
  dialects.some(({ groups }) => groups.includes(toGroup(ref.apiVersion)));

const toUnknownKind = (document: Resource, locate: PolicyDocuments['locate']): Problem => {
  const {
    ref: { apiVersion, kind, name },
    origin,
  } = document;
  return {
    severity: 'error',
    message: `${kind} ${name} judges nothing: ${apiVersion} has no kind ${kind} that is run here`,
    span:
      origin.kind === 'file' ? { file: origin.file, line: locate(document, 'kind')?.line ?? null, column: null } : null,
    policy: null,
  };
};
