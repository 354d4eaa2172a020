/** Which cluster, as whom: finds the kubeconfig as kubectl does and picks the context. */

import { delimiter, join } from 'node:path';
import { closest } from '../../lang/pattern/closest.ts';
import { ClientError } from './client-error.ts';
import { type ClusterEntry, type Kubeconfig, mergeKubeconfigs, parseKubeconfig, type UserEntry } from './kubeconfig.ts';

export interface Access {
  readonly context: string;
  /** The context's own namespace; `null` where it names none. */
  readonly namespace: string | null;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry | null;
}

/** What finding the kubeconfig needs of the world. */
export interface AccessWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file's text; `undefined` where there is no such file. */
  readText(path: string): Promise<string | undefined>;
}

/** The access a context name stands for; the empty name is the current context. Throws a ClientError. */
export const openAccess = async (name: string, world: AccessWorld): Promise<Access> => {
  const paths = toPaths(world.environment);
  const files: Kubeconfig[] = [];
  for (const path of paths) {
    const text = await readKubeconfig(path, world);
    if (text !== undefined) files.push(parseKubeconfig(text, path));
  }
  if (files.length > 0) return selectAccess(name, mergeKubeconfigs(files), paths);
  const inside = name === '' ? await toInsideAccess(world) : undefined;
  if (inside !== undefined) return inside;
  const looked =
    paths.length === 0
      ? 'KUBECONFIG and HOME are not set'
      : `${paths.join(' and ')} ${paths.length === 1 ? 'does' : 'do'} not exist`;
  throw new ClientError(
    'no-kubeconfig',
    `there is no kubeconfig: ${looked}; set KUBECONFIG to the file that kubectl uses`,
  );
};

const readKubeconfig = async (path: string, world: AccessWorld): Promise<string | undefined> => {
  try {
    return await world.readText(path);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    throw new ClientError('bad-kubeconfig', `the kubeconfig ${path} is not readable: ${why}`, { cause: error });
  }
};

const toPaths = (environment: AccessWorld['environment']): readonly string[] => {
  const named = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  if (named.length > 0) return [...new Set(named)];
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  return home === undefined || home === '' ? [] : [join(home, '.kube', 'config')];
};

const selectAccess = (name: string, config: Kubeconfig, paths: readonly string[]): Access => {
  const where = paths.join(delimiter);
  const wanted = name === '' ? config.current : name;
  const have = [...config.contexts.keys()].sort();
  const list =
    have.length === 0
      ? 'it has none'
      : `it has ${have
          .slice(0, 10)
          .map((one) => JSON.stringify(one))
          .join(', ')}${have.length > 10 ? ` and ${have.length - 10} more` : ''}`;
  if (wanted === '') {
    throw new ClientError(
      'no-context',
      `the kubeconfig ${where} has no current context (${list}); name one with --context`,
    );
  }
  const context = config.contexts.get(wanted);
  if (context === undefined) {
    const meant = closest(wanted, have);
    const hint = meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`;
    throw new ClientError(
      'no-context',
      `there is no context ${JSON.stringify(wanted)} in the kubeconfig ${where}: ${list}${hint}`,
    );
  }
  const cluster = config.clusters.get(context.cluster);
  const bad = (what: string): never => {
    throw new ClientError(
      'bad-kubeconfig',
      `the context ${JSON.stringify(wanted)} of the kubeconfig ${where} is not usable: ${what}`,
    );
  };
  if (cluster === undefined) return bad(`there is no cluster ${JSON.stringify(context.cluster)}`);
  if (!/^https?:$/.test(toUrl(cluster.server)?.protocol ?? ''))
    return bad(`the server of cluster ${JSON.stringify(cluster.name)} is not an https:// or http:// address`);
  const user = context.user === null ? null : config.users.get(context.user);
  if (user === undefined) return bad(`there is no user ${JSON.stringify(context.user)}`);
  return { context: wanted, namespace: context.namespace, cluster, user };
};

const toUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Inside a Pod there is no kubeconfig but a mounted ServiceAccount. */
const toInsideAccess = async (world: AccessWorld): Promise<Access | undefined> => {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = world.environment;
  if (host === undefined || port === undefined) return undefined;
  const namespace = await world.readText(`${accountFolder}/namespace`);
  if (namespace === undefined) return undefined;
  const none = {
    certificate: null,
    key: null,
    token: null,
    basic: null,
    exec: null,
    authProvider: null,
    impersonate: null,
  };
  return {
    context: 'in-cluster',
    namespace: namespace.trim(),
    cluster: {
      name: 'in-cluster',
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      authority: { kind: 'file', path: `${accountFolder}/ca.crt` },
      insecure: false,
      serverName: null,
      proxy: null,
    },
    user: { name: 'in-cluster', tokenFile: `${accountFolder}/token`, ...none },
  };
};

/** The cluster as a person knows it, for messages: context and server, without a password in the address. */
export const describeAccess = ({ context, cluster }: Access): string =>
  `context ${JSON.stringify(context)} (${toServerName(cluster.server)})`;

export const toServerName = (server: string): string => {
  const url = toUrl(server);
  if (url === undefined) return server;
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
};
