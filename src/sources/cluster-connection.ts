/** The way from a source to an API server: the kubeconfig's access and a transport that only reads. */

import { openAccess, type Access } from '../kube/client/access.ts';
import type { Transport } from '../kube/client/transport.ts';
import type { SourceContext } from './source.ts';

/** Opens the way to the API server; a test hands in its own. */
export type Connect = (access: Access, context: SourceContext) => Promise<Transport>;

/** The access of a context's name; the empty one is the current context. Throws ClientError. */
export const openContext = (name: string, context: SourceContext): Promise<Access> =>
  openAccess(name, { environment: context.environment, readText: (path) => readText(path, context) });

/** Half a minute of silence: an API server under load answers a page of 500 within a few seconds. */
const requestTimeout = 30_000;

/** Loads what speaks HTTPS only where a cluster is read: naming `node:http` alone costs a scan of files 60 ms. */
export const connectHttps: Connect = async (access, context) => {
  const { openCredentials } = await import('../kube/client/credentials.ts');
  const { runPlugin } = await import('../kube/client/exec-plugin.ts');
  const { createHttpsTransport } = await import('../kube/client/https-transport.ts');
  const { environment, clock } = context;
  const credentials = await openCredentials(access, {
    environment,
    clock,
    runPlugin,
    readBytes: (path) => readBytes(path, context),
  });
  return createHttpsTransport({ access, credentials, environment, timeout: requestTimeout, userAgent: 'vauban' });
};

const readText = async (path: string, context: SourceContext): Promise<string | undefined> => {
  try {
    return Buffer.from(await readBytes(path, context)).toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
};

const readBytes = async (path: string, { disk }: SourceContext): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of disk.read(path)) chunks.push(chunk);
  return Buffer.concat(chunks);
};
