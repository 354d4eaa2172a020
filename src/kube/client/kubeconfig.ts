/** Reads kubeconfig files as kubectl does: several merged, the first to say something wins, paths relative to their file. */

import { dirname, isAbsolute, join } from 'node:path';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { ClientError } from './client-error.ts';

export interface ClusterEntry {
  readonly name: string;
  readonly server: string;
  readonly authority: FileOrData | null;
  readonly insecure: boolean;
  readonly serverName: string | null;
  readonly proxy: string | null;
}

/** A path, absolute or relative to the working folder, or the bytes themselves. */
export type FileOrData =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'data'; readonly bytes: Uint8Array };

export interface UserEntry {
  readonly name: string;
  readonly certificate: FileOrData | null;
  readonly key: FileOrData | null;
  readonly token: string | null;
  readonly tokenFile: string | null;
  readonly basic: { readonly name: string; readonly password: string } | null;
  readonly exec: ExecEntry | null;
  readonly authProvider: { readonly name: string; readonly config: Readonly<Record<string, string>> } | null;
  readonly impersonate: Impersonation | null;
}

export interface ExecEntry {
  readonly apiVersion: string;
  readonly command: string;
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly installHint: string | null;
  readonly provideClusterInfo: boolean;
}

export interface Impersonation {
  readonly user: string;
  readonly uid: string | null;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

export interface ContextEntry {
  readonly name: string;
  readonly cluster: string;
  readonly user: string | null;
  readonly namespace: string | null;
}

export interface Kubeconfig {
  /** The empty text where there is none. */
  readonly current: string;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
}

/** Parses one file's text; throws a ClientError `bad-kubeconfig` that names the file and never quotes its content. */
export const parseKubeconfig = (text: string, file: string): Kubeconfig => {
  const root = readYaml(text, file);
  const folder = dirname(file);
  const fail = (what: string): never => {
    throw new ClientError('bad-kubeconfig', `the kubeconfig ${file} is not usable: ${what}`);
  };
  if (root === null || root === undefined)
    return { current: '', clusters: new Map(), users: new Map(), contexts: new Map() };
  if (!isRecord(root)) return fail('it is not a YAML mapping');
  const entries = <T>(list: string, field: string, to: (name: string, value: Fields) => T): ReadonlyMap<string, T> => {
    const result = new Map<string, T>();
    const items = root[list] ?? [];
    if (!Array.isArray(items)) return fail(`${list} is not a list`);
    for (const [index, item] of items.entries()) {
      if (!isRecord(item) || typeof item['name'] !== 'string') return fail(`${list}[${index}] has no name`);
      const value = item[field] ?? {};
      if (!isRecord(value)) return fail(`${list}[${index}].${field} is not a mapping`);
      if (!result.has(item['name'])) result.set(item['name'], to(item['name'], value));
    }
    return result;
  };
  return {
    current: toText(root['current-context']) ?? '',
    clusters: entries('clusters', 'cluster', (name, value) => toCluster(name, value, folder)),
    users: entries('users', 'user', (name, value) => toUser(name, value, folder)),
    contexts: entries('contexts', 'context', toContext),
  };
};

/** Merges files in order; the first to name a cluster, user, context or current context wins. */
export const mergeKubeconfigs = (files: readonly Kubeconfig[]): Kubeconfig => {
  const merge = <T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> =>
    new Map(maps.toReversed().flatMap((map) => [...map]));
  return {
    current: files.find(({ current }) => current !== '')?.current ?? '',
    clusters: merge(files.map(({ clusters }) => clusters)),
    users: merge(files.map(({ users }) => users)),
    contexts: merge(files.map(({ contexts }) => contexts)),
  };
};

type Fields = Readonly<Record<string, unknown>>;

const readYaml = (text: string, file: string): unknown => {
  const result = parseYaml(text);
  if (result.kind === 'value') return result.value;
  // The defect's own words may quote the text around it, and that may be a token's.
  throw new ClientError('bad-kubeconfig', `the kubeconfig ${file} is not YAML: see line ${result.line}`);
};

const toCluster = (name: string, value: Fields, folder: string): ClusterEntry => ({
  name,
  server: (toText(value['server']) ?? '').replace(/\/+$/, ''),
  authority: toFileOrData(value, 'certificate-authority', folder),
  insecure: value['insecure-skip-tls-verify'] === true,
  serverName: toText(value['tls-server-name']),
  proxy: toText(value['proxy-url']),
});

const toUser = (name: string, value: Fields, folder: string): UserEntry => {
  const tokenFile = toText(value['tokenFile']);
  const user = toText(value['username']);
  const provider = value['auth-provider'];
  return {
    name,
    certificate: toFileOrData(value, 'client-certificate', folder),
    key: toFileOrData(value, 'client-key', folder),
    token: toText(value['token']),
    tokenFile: tokenFile === null ? null : toPath(tokenFile, folder),
    basic: user === null ? null : { name: user, password: toText(value['password']) ?? '' },
    exec: isRecord(value['exec']) ? toExec(value['exec'], folder) : null,
    authProvider: isRecord(provider)
      ? { name: toText(provider['name']) ?? '', config: toTexts(provider['config']) }
      : null,
    impersonate: toImpersonation(value),
  };
};

const toExec = (value: Fields, folder: string): ExecEntry => {
  const command = toText(value['command']) ?? '';
  const variables = Array.isArray(value['env']) ? value['env'].filter(isRecord) : [];
  return {
    apiVersion: toText(value['apiVersion']) ?? 'client.authentication.k8s.io/v1',
    // As client-go: a bare name is looked up on the PATH, a relative path is relative to the kubeconfig.
    command: /[/\\]/.test(command) ? toPath(command, folder) : command,
    parameters: Array.isArray(value['args']) ? value['args'].map(String) : [],
    environment: Object.fromEntries(variables.map((one) => [String(one['name']), toText(one['value']) ?? ''])),
    installHint: toText(value['installHint']),
    provideClusterInfo: value['provideClusterInfo'] === true,
  };
};

const toImpersonation = (value: Fields): Impersonation | null => {
  const user = toText(value['as']);
  if (user === null) return null;
  const extra = isRecord(value['as-user-extra']) ? value['as-user-extra'] : {};
  return {
    user,
    uid: toText(value['as-uid']),
    groups: Array.isArray(value['as-groups']) ? value['as-groups'].map(String) : [],
    extra: Object.fromEntries(
      Object.entries(extra).map(([key, list]) => [key, Array.isArray(list) ? list.map(String) : []]),
    ),
  };
};

const toContext = (name: string, value: Fields): ContextEntry => ({
  name,
  cluster: toText(value['cluster']) ?? '',
  user: toText(value['user']),
  namespace: toText(value['namespace']),
});

/** Data wins over a file, as in client-go. */
const toFileOrData = (value: Fields, field: string, folder: string): FileOrData | null => {
  const data = toText(value[`${field}-data`]);
  if (data !== null) return { kind: 'data', bytes: Buffer.from(data, 'base64') };
  const path = toText(value[field]);
  return path === null ? null : { kind: 'file', path: toPath(path, folder) };
};

const toPath = (path: string, folder: string): string => (isAbsolute(path) ? path : join(folder, path));

/** Empty texts mean "not set" in every field of a kubeconfig. A number (a token of digits alone) is taken as written. */
const toText = (value: unknown): string | null =>
  typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number' || typeof value === 'bigint'
      ? String(value)
      : null;

const toTexts = (value: unknown): Readonly<Record<string, string>> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toText(one) ?? ''])) : {};

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
