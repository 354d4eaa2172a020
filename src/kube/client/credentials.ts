/** What a request must carry to be let in: TLS material and headers, from whatever the kubeconfig says. */

import type { Agent as HttpAgent } from 'node:http';
import type { AgentOptions } from 'node:https';
import { type Access, describeAccess } from './access.ts';
import { ClientError } from './client-error.ts';
import type { Clock } from './clock.ts';
import { openPlugin, type PluginCredential, type RunPlugin } from './exec-plugin.ts';
import type { FileOrData, UserEntry } from './kubeconfig.ts';
import { openAuthProvider, toProxyAgent } from './client-node.ts';

export interface Credentials {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly tls: TlsMaterial;
  /** The connection pool where it must go through the kubeconfig's proxy; `null` for the transport's own. */
  readonly proxied: ((options: AgentOptions) => Promise<HttpAgent>) | null;
}

export interface TlsMaterial {
  readonly ca?: Uint8Array;
  readonly cert?: Uint8Array | string;
  readonly key?: Uint8Array | string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

export interface CredentialWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly runPlugin: RunPlugin;
  /** The file's bytes. Errors are Node's own. */
  readBytes(path: string): Promise<Uint8Array>;
}

/**
 * Opens the credentials of an access. The function it gives is asked before every request, since tokens expire;
 * `fresh` asks for new ones after the server refused the last. Throws a ClientError.
 */
export const openCredentials = async (
  access: Access,
  world: CredentialWorld,
): Promise<(fresh: boolean) => Promise<Credentials>> => {
  const { cluster, user } = access;
  const authority = await readMaterial(cluster.authority, 'certificate-authority', access, world);
  const certificate = await readMaterial(user?.certificate ?? null, 'client-certificate', access, world);
  const key = await readMaterial(user?.key ?? null, 'client-key', access, world);
  const ca = authority === undefined ? null : Buffer.from(authority).toString('utf8');
  const exec = user?.exec ?? null;
  const plugin =
    exec === null
      ? undefined
      : openPlugin(exec, cluster, ca, {
          environment: world.environment,
          clock: world.clock,
          run: world.runPlugin,
        });
  const provider = (user?.authProvider ?? null) === null ? undefined : await openAuthProvider(access);
  const impersonation = toImpersonationHeaders(user);

  return async (fresh) => {
    const given = await plugin?.(fresh);
    return {
      headers: { ...(await toAuthorisation(user, given, provider, access, world)), ...impersonation },
      tls: {
        ...(authority === undefined ? {} : { ca: authority }),
        ...toPair(certificate, key, given),
        ...(cluster.serverName === null ? {} : { servername: cluster.serverName }),
        ...(cluster.insecure ? { rejectUnauthorized: false } : {}),
      },
      proxied: cluster.proxy === null ? null : (options) => toProxyAgent(access, options),
    };
  };
};

const readMaterial = async (
  from: FileOrData | null,
  field: string,
  access: Access,
  world: CredentialWorld,
): Promise<Uint8Array | undefined> => {
  if (from === null) return undefined;
  if (from.kind === 'data') return from.bytes;
  try {
    return await world.readBytes(from.path);
  } catch (error) {
    throw new ClientError('bad-kubeconfig', `${describeAccess(access)}: the ${field} ${from.path} cannot be read`, {
      cause: error,
    });
  }
};

/** The order is client-go's: a plug-in or provider speaks for a user that has no token of its own. */
const toAuthorisation = async (
  user: UserEntry | null,
  given: PluginCredential | undefined,
  provider: (() => Promise<string>) | undefined,
  access: Access,
  world: CredentialWorld,
): Promise<Readonly<Record<string, string>>> => {
  if (user === null) return {};
  if (user.tokenFile !== null) return { Authorization: `Bearer ${await readToken(user.tokenFile, access, world)}` };
  if (user.token !== null) return { Authorization: `Bearer ${user.token}` };
  if (user.basic !== null) {
    return { Authorization: `Basic ${Buffer.from(`${user.basic.name}:${user.basic.password}`).toString('base64')}` };
  }
  const token = given?.token ?? null;
  if (token !== null) return { Authorization: `Bearer ${token}` };
  return provider === undefined ? {} : { Authorization: await provider() };
};

/** Read again for every request: the kubelet replaces a mounted token while we run. */
const readToken = async (path: string, access: Access, world: CredentialWorld): Promise<string> => {
  try {
    return Buffer.from(await world.readBytes(path))
      .toString('utf8')
      .trim();
  } catch (error) {
    throw new ClientError('bad-kubeconfig', `${describeAccess(access)}: the token file ${path} cannot be read`, {
      cause: error,
    });
  }
};

const toPair = (
  certificate: Uint8Array | undefined,
  key: Uint8Array | undefined,
  given: PluginCredential | undefined,
): Pick<TlsMaterial, 'cert' | 'key'> => {
  const own = given ?? { certificate: null, key: null };
  if (own.certificate !== null && own.key !== null) return { cert: own.certificate, key: own.key };
  return certificate === undefined || key === undefined ? {} : { cert: certificate, key };
};

/** Without the groups the API server would judge another, weaker identity than kubectl does. */
const toImpersonationHeaders = (user: UserEntry | null): Readonly<Record<string, string | readonly string[]>> => {
  const as = user?.impersonate ?? null;
  if (as === null) return {};
  const extra = Object.entries(as.extra).map(
    ([key, values]) => [`Impersonate-Extra-${encodeURIComponent(key)}`, values] as const,
  );
  return {
    'Impersonate-User': as.user,
    ...(as.uid === null ? {} : { 'Impersonate-Uid': as.uid }),
    ...(as.groups.length === 0 ? {} : { 'Impersonate-Group': as.groups }),
    ...Object.fromEntries(extra),
  };
};
