/** What is left to @kubernetes/client-node: OIDC and other auth providers, and proxies. Loaded only where a kubeconfig has them: half a second. */

import type { Agent as HttpAgent } from 'node:http';
import type { AgentOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { type Access, describeAccess } from './access.ts';
import { ClientError, toOneLine } from './client-error.ts';

/** A function that gives the Authorization header of the user's auth provider, refreshing its token when it has expired. */
export const openAuthProvider = async (access: Access): Promise<() => Promise<string>> => {
  const config = await openKubeConfig(access);
  return async () => {
    const options: { headers: Record<string, unknown> } = { headers: {} };
    try {
      await config.applyToHTTPSOptions(options);
    } catch (error) {
      throw new ClientError(
        'plugin',
        `${describeAccess(access)}: the auth provider ${JSON.stringify(access.user?.authProvider?.name)} gives no token: ${toReason(error)}; log in again`,
        { cause: error },
      );
    }
    const { Authorization: header } = options.headers;
    if (typeof header === 'string') return header;
    throw new ClientError(
      'unauthorised',
      `${describeAccess(access)}: the token of the auth provider ${JSON.stringify(access.user?.authProvider?.name)} has expired and cannot be refreshed; log in again`,
    );
  };
};

/** A connection pool through the cluster's `proxy-url`: http, https or socks. */
export const toProxyAgent = async (access: Access, options: AgentOptions): Promise<HttpAgent> => {
  const config = await openKubeConfig(access);
  return config.createAgent(config.getCurrentCluster(), options);
};

const openKubeConfig = async ({ context, cluster, user }: Access): Promise<KubeConfigWithAgent> => {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const provider = user?.authProvider ?? null;
  config.loadFromOptions({
    // TLS is the transport's own; this only keeps the library from refusing plain http, which kubectl proxy speaks.
    clusters: [{ name: 'cluster', server: cluster.server, skipTLSVerify: true, proxyUrl: cluster.proxy ?? undefined }],
    users: [
      {
        name: 'user',
        ...(provider === null ? {} : { authProvider: { name: provider.name, config: { ...provider.config } } }),
      },
    ],
    contexts: [{ name: context, cluster: 'cluster', user: 'user' }],
    currentContext: context,
  });
  return config as unknown as KubeConfigWithAgent;
};

/** `createAgent` is public in the library's code and missing from its types. */
type KubeConfigWithAgent = Pick<KubeConfig, 'applyToHTTPSOptions' | 'getCurrentCluster'> & {
  createAgent(cluster: ReturnType<KubeConfig['getCurrentCluster']>, options: AgentOptions): HttpAgent;
};

/** An OAuth error's name, `invalid_grant`, tells enough; its body may hold tokens. */
const toReason = (error: unknown): string => {
  if (typeof error === 'object' && error !== null && 'error' in error && typeof error.error === 'string')
    return toOneLine(error.error).slice(0, 80);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'it failed';
};
