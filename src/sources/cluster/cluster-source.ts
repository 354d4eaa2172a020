/** The source `cluster`: a live cluster through its kubeconfig, read-only, kind by kind, owners first. */

import { describeAccess, openAccess, type Access } from '../../kube/client/access.ts';
import { ClientError } from '../../kube/client/client-error.ts';
import { createKubeClient } from '../../kube/client/kube-client.ts';
import type { Transport } from '../../kube/client/transport.ts';
import type { Source, SourceContext, SourceItem } from '../source.ts';
import { defaultKinds, type ListedKind } from './listed-kinds.ts';
import { readCluster } from './read-cluster.ts';

export interface ClusterSourceOptions {
  readonly kinds: readonly ListedKind[];
  /** Opens the way to the API server; a test hands in its own. */
  readonly connect: (access: Access, context: SourceContext) => Promise<Transport>;
}

export const createClusterSource = ({ kinds, connect }: ClusterSourceOptions): Source => ({
  id: 'cluster',
  target: 'context',
  async *read(target, context) {
    let transport: Transport | undefined;
    try {
      const access = await openAccess(target, {
        environment: context.environment,
        readText: (path) => readText(path, context),
      });
      transport = await connect(access, context);
      const client = createKubeClient({
        transport,
        clock: context.clock,
        signal: context.signal,
        where: describeAccess(access),
      });
      yield* readCluster({ client, access, kinds, wanted: context.namespaces });
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      yield toProblem(error);
    } finally {
      transport?.close();
    }
  },
});

const toProblem = ({ message }: ClientError): SourceItem => ({
  kind: 'problem',
  problem: { severity: 'error', message, span: null, policy: null },
});

/** Half a minute of silence: an API server under load answers a page of 500 within a few seconds. */
const requestTimeout = 30_000;

/** Loads what speaks HTTPS only where a cluster is read: naming `node:http` alone costs a scan of files 60 ms. */
const connectHttps: ClusterSourceOptions['connect'] = async (access, context) => {
  const { openCredentials } = await import('../../kube/client/credentials.ts');
  const { runPlugin } = await import('../../kube/client/exec-plugin.ts');
  const { createHttpsTransport } = await import('../../kube/client/https-transport.ts');
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

/** The live cluster itself, by the kinds rules need. */
export const readLiveCluster: Source['read'] = (target, context) =>
  createClusterSource({ kinds: defaultKinds, connect: connectHttps }).read(target, context);
