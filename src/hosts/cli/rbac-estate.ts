/** What `rbac who-can` and `rbac what-can` share: the estate read for its grants, what is missing of it, and chains as data. */

import type { AccessIndex, AccessQuestion, Via } from '../../kube/rbac/access.ts';
import { accessKinds, createAccessIndex, keepForAccess } from '../../kube/rbac/create-access-index.ts';
import { isBootstrapBinding } from '../../kube/rbac/is-bootstrap-binding.ts';
import type { PolicyRule } from '../../kube/rbac/policy-rule.ts';
import { rbacGroup } from '../../kube/rbac/role-binding.ts';
import type { Origin, Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unread } from '../../model/unread.ts';
import { renderUnread } from '../../reports/overview.ts';
import { renderPlace, renderRef, toFile } from '../../reports/place.ts';
import { loadSnapshot, type LoadedSnapshot } from '../assemble/load-snapshot.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, type CommandInput, type ExitCode } from './command.ts';
import { withProgress } from './progress.ts';
import { flagSetting, readSettings } from './settings.ts';
import { toTargets } from './targets.ts';

export interface RbacEstate {
  readonly loaded: LoadedSnapshot;
  readonly snapshot: Snapshot;
  readonly index: AccessIndex;
  readonly isLive: boolean;
  /** Where somebody's grants may be missing from an answer, or be one too many; empty where it is whole. */
  readonly missing: readonly string[];
  readonly exitCode: ExitCode;
  readonly linkOf: (via: Via) => ViaLink;
}

/** A chain as `-o json` has it. */
export interface ViaLink {
  readonly binding: string;
  readonly role: string;
  readonly rule: string;
  readonly namespace: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly roleFile: string | null;
  readonly roleLine: number | null;
}

export const readRbacEstate = async (
  words: readonly string[],
  input: CommandInput,
  context: CliContext,
): Promise<RbacEstate> => {
  const settings = await readSettings(input, context);
  const { paths, contexts } = await toTargets(words, input, settings, context);
  const [name = null, other] = contexts;
  if (name !== null && (other !== undefined || paths.length > 0))
    throw new UsageError('an answer is about one estate: one cluster, or paths');
  const loaded = await withProgress(words, context, async (progress) =>
    loadSnapshot(
      { paths, context: name, kinds: accessKinds, kindsAlone: true, keep: keepForAccess, namespaces: [], progress },
      context,
    ),
  );
  const { snapshot } = loaded;
  const index = createAccessIndex(snapshot);
  const missing = listMissing(loaded, index);
  for (const line of loaded.problems) await context.error.write(`vauban: ${renderProblem(line)}\n`);
  if (loaded.nothingRead) {
    const unread = snapshot.unread.filter(({ group }) => group !== null).map(renderUnread);
    throw new UsageError(`nothing could be read${unread.length > 0 ? `: ${unread.join('; ')}` : ''}`);
  }
  const isTolerant = flagSetting(input, settings, 'allowPartial');
  return {
    loaded,
    snapshot,
    index,
    isLive: loaded.cluster !== null,
    missing,
    exitCode: missing.length > 0 && !isTolerant ? 1 : 0,
    linkOf: createLinks(loaded),
  };
};

const renderProblem = ({ message, span }: LoadedSnapshot['problems'][number]): string =>
  span === null ? message : `${span.file}${span.line === null ? '' : `:${span.line}`}: ${message}`;

const listMissing = (loaded: LoadedSnapshot, index: AccessIndex): readonly string[] => [
  ...loaded.snapshot.unread
    .filter((unread) => unread.group === rbacGroup || (unread.group === null && !isTold(unread, loaded)))
    .map(renderUnread),
  ...loaded.problems.filter(({ severity }) => severity === 'error').map(renderProblem),
  ...index.doubts.map(
    ({ about, path, message }) => `${renderRef(about.ref)}${renderBracket(placeOf(about, path, loaded))}: ${message}`,
  ),
  ...index.bindings
    // A cluster holds every role there is; files may be a part.
    .filter(({ role, roleRef }) => role === null && roleRef.name !== '' && loaded.snapshot.kind === 'manifests')
    .map(
      ({ resource, roleRef }) =>
        `${renderRef(resource.ref)}${renderBracket(placeOf(resource, 'roleRef', loaded))} gives ${roleRef.kind} ${roleRef.name}, which is not in what was read: what it allows is not known`,
    ),
];

/** A path that could not be read is mostly a problem too, with its line. */
const isTold = ({ kind, reason }: Unread, { problems }: LoadedSnapshot): boolean =>
  problems.some(({ severity, message, span }) => severity === 'error' && message === reason && span?.file === kind);

interface FilePlace {
  readonly file: string | null;
  readonly line: number | null;
  readonly origin: Origin;
}

const placeOf = ({ origin }: Resource, path: string, loaded: LoadedSnapshot): FilePlace => ({
  file: toFile(origin),
  line: origin.kind === 'file' ? (loaded.locate(origin, path)?.line ?? null) : null,
  origin,
});

const renderBracket = ({ file, line, origin }: FilePlace): string =>
  file === null ? '' : ` (${renderPlace({ file, line, column: null }, origin)})`;

/** The same binding stands in many chains: its line is looked up once. */
const createLinks = (loaded: LoadedSnapshot): RbacEstate['linkOf'] => {
  const places = new Map<Resource, Map<string, FilePlace>>();
  const find = (resource: Resource, path: string): FilePlace => {
    const known = places.get(resource) ?? new Map<string, FilePlace>();
    places.set(resource, known);
    const before = known.get(path);
    if (before !== undefined) return before;
    const place = placeOf(resource, path, loaded);
    known.set(path, place);
    return place;
  };
  return (via) => {
    if (via.kind === 'built-in')
      return { binding: 'built in', role: `${via.authorizer} (built in)`, rule: via.text, ...nowhere };
    const { binding, role, rule, namespace } = via;
    const place = find(binding.resource, 'roleRef');
    const written = find(rule.from, `rules[${rule.index}]`);
    const isOwn = rule.from === role.resource;
    return {
      binding: `${renderRef(named(binding.resource, binding.namespace))}${binding.bootstrap ? ' (built in)' : ''}`,
      role: `${renderRef(named(role.resource, role.namespace))}${role.bootstrap ? ' (built in)' : ''}`,
      rule: `rules[${rule.index}]${isOwn ? '' : ` of ${rule.from.ref.kind} ${rule.from.ref.name}`}: ${renderRule(rule.rule)}`,
      namespace,
      file: place.file,
      line: place.line,
      roleFile: written.file,
      roleLine: written.line,
    };
  };
};

/** With the namespace that counts, also where a manifest leaves it out. */
const named = ({ ref }: Resource, namespace: string | null): Resource['ref'] => ({ ...ref, namespace });

const nowhere = { namespace: null, file: null, line: null, roleFile: null, roleLine: null };

/** `get, list secrets, pods.metrics.k8s.io named db`. */
export const renderRule = ({ verbs, groups, resources, resourceNames, nonResourceUrls }: PolicyRule): string => {
  const objects = resources.flatMap((resource) => groups.map((group) => renderResource(resource, group)));
  const what = [...objects, ...nonResourceUrls.map((url) => (url === '*' ? 'all paths' : url))];
  return `${list(verbs)} ${list(what)}${resourceNames.length === 0 ? '' : ` named ${list(resourceNames)}`}`;
};

/** The group stands before the subresource, as it is asked for. */
export const renderResource = (resource: string, group: string): string => {
  if (group === '') return resource;
  const [name = '', ...below] = resource.split('/');
  return [`${name}.${group}`, ...below].join('/');
};

/** More words than this are counted: a line is to be read. */
const mostWords = 24;

const list = (words: readonly string[]): string => {
  const some = words
    .slice(0, mostWords)
    .map((word) => (word === '' ? '""' : word))
    .join(', ');
  return words.length <= mostWords ? some : `${some} and ${words.length - mostWords} more`;
};

/** The two lines of a chain. */
export const renderLink = (link: ViaLink): readonly string[] => [
  `${link.namespace === null ? 'everywhere' : `in ${link.namespace}`}: ${renderBindingOf(link)}`,
  `  ${renderRoleOf(link)} ${link.rule}`,
];

export const renderBindingOf = ({ binding, file, line }: ViaLink): string => `${binding}${renderAt(file, line)}`;

export const renderRoleOf = ({ role, roleFile, roleLine }: ViaLink): string => `${role}${renderAt(roleFile, roleLine)}`;

const renderAt = (file: string | null, line: number | null): string =>
  file === null ? '' : ` (${file === '-' ? 'standard input' : file}${line === null ? '' : `:${line}`})`;

/** The end of both texts: what is missing from the answer, and what no answer can hold. */
export const renderMissing = (missing: readonly string[]): readonly string[] => [
  ...(missing.length === 0
    ? []
    : [
        'Partial: not known, or not certain',
        ...missing.slice(0, mostMissing).map((line) => `  ${line}`),
        ...(missing.length > mostMissing ? [`  and ${missing.length - mostMissing} more; -o json has them all`] : []),
        '',
      ]),
  notKnown,
];

/** A repository whose roles are elsewhere may have hundreds. */
const mostMissing = 12;

/** Only what the API server makes or decides itself: the same in every cluster. */
export const isBuiltIn = (via: Via): boolean => via.kind === 'built-in' || isBootstrapBinding(via.binding);

export const renderAsked = (question: AccessQuestion): string =>
  question.kind === 'path'
    ? `${question.verb} ${question.path}`
    : `${question.verb} ${renderResource(question.subresource === '' ? question.resource : `${question.resource}/${question.subresource}`, question.group)}`;

const notKnown =
  'Not known from here: who is in which group, and what a webhook or another authoriser of the cluster allows or denies.';
