/** The roles and bindings every API server makes at its start and repairs at each later one, by its minor version. */

import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import data from './bootstrap-policy.json' with { type: 'json' };

/**
 * What a server with its own defaults makes; feature gates change a few rules. `1.33`, `v1.33.4` or with a suffix as
 * clouds have it; `null` for the newest. A version that is not in the data gets the nearest older one, else the oldest.
 * Aggregated roles (admin, edit, view) hold their selectors and no rules, as the server makes them.
 */
export const readBootstrapPolicy = (version: string | null): readonly Resource[] => {
  const release = toRelease(version);
  const known = read.get(release);
  if (known !== undefined) return known;
  const made = data.objects.flatMap((line) => {
    const { since, until, make } = toEntry(line);
    return since <= release && release <= until ? [make(release)] : [];
  });
  read.set(release, made);
  return made;
};

/** The minor versions in the data, oldest first. */
export const bootstrapReleases: { readonly oldest: number; readonly newest: number } = {
  oldest: data.oldest,
  newest: data.newest,
};

/** Read once: nothing changes what an old release made. */
const read = new Map<number, readonly Resource[]>();

const toRelease = (version: string | null): number => {
  const minor = /^v?1\.(\d+)/.exec(version ?? '')?.[1];
  return minor === undefined ? data.newest : Math.min(Math.max(Number(minor), data.oldest), data.newest);
};

interface Entry {
  readonly since: number;
  readonly until: number;
  readonly make: (release: number) => Resource;
}

/**
 * `SINCE-UNTIL KIND NAMESPACE/NAME …`, then for a role `KEY=true` of its labels, `<KEY=true` of its aggregation and
 * the numbers of its rules, for a binding `>KIND/NAME` of its role and `KIND:NAMESPACE/NAME` of its subjects.
 */
const toEntry = (line: string): Entry => {
  const [range = '', kind = '', place = '', ...words] = line.split(' ');
  const [since, until] = range.split('-').map(Number);
  const { namespace, name } = toPlace(place);
  return {
    since: since ?? 0,
    until: until ?? 0,
    make: (release) => ({
      ref: { apiVersion, kind, namespace: namespace === '' ? null : namespace, name },
      object: {
        apiVersion,
        kind,
        metadata: {
          annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
          labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...toLabels(words, '') },
          name,
          ...(namespace === '' ? {} : { namespace }),
        },
        ...(kind.endsWith('Binding') ? toBinding(words) : toRole(words)),
      },
      origin: { kind: 'built-in', release: `1.${release}` },
    }),
  };
};

const apiVersion = 'rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';

const toPlace = (text: string): { readonly namespace: string; readonly name: string } => {
  const slash = text.indexOf('/');
  return { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
};

/** Those that begin with a mark; without one, those that begin with a letter. */
const toLabels = (words: readonly string[], mark: string): JsonObject =>
  Object.fromEntries(
    words.flatMap((word) =>
      word.endsWith('=true') && (mark === '' ? !word.startsWith('<') : word.startsWith(mark))
        ? [[word.slice(mark.length, -'=true'.length), 'true'] as const]
        : [],
    ),
  );

const toRole = (words: readonly string[]): JsonObject => {
  const gathers = Object.entries(toLabels(words, '<'));
  if (gathers.length > 0) {
    return {
      aggregationRule: {
        clusterRoleSelectors: gathers.map(([key, value]) => ({ matchLabels: { [key]: value ?? '' } })),
      },
      rules: null,
    };
  }
  return { rules: words.flatMap((word) => (/^\d+$/.test(word) ? [toRule(data.rules[Number(word)] ?? '')] : [])) };
};

/** `VERBS GROUPS RESOURCES [NAMES]` or `VERBS PATHS`, each with commas between; `-` is the core group. */
const toRule = (text: string): JsonObject => {
  const [verbs = [], second = [], resources = [], names = []] = text.split(' ').map((part) => part.split(','));
  if (resources.length === 0) return { nonResourceURLs: second, verbs };
  return {
    apiGroups: second.map((group) => (group === '-' ? '' : group)),
    ...(names.length === 0 ? {} : { resourceNames: names }),
    resources,
    verbs,
  };
};

const toBinding = (words: readonly string[]): JsonObject => {
  const [role = '', ...subjects] = words;
  const { namespace: roleKind, name: roleName } = toPlace(role.slice(1));
  return {
    roleRef: { apiGroup, kind: roleKind, name: roleName },
    // The binding of nodes has none since the Node authoriser does its work.
    ...(subjects.length === 0 ? {} : { subjects: subjects.map(toSubject) }),
  };
};

const toSubject = (text: string): JsonObject => {
  const [kind = ''] = text.split(':', 1);
  const { namespace, name } = toPlace(text.slice(kind.length + 1));
  return kind === 'ServiceAccount' ? { kind, name, namespace } : { apiGroup, kind, name };
};
