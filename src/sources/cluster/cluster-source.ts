/** The source `cluster`: a live cluster through its kubeconfig, read-only, kind by kind, owners first. */

import { describeAccess } from '../../kube/client/access.ts';
import { ClientError } from '../../kube/client/client-error.ts';
import { createKubeClient } from '../../kube/client/kube-client.ts';
import type { Transport } from '../../kube/client/transport.ts';
import { connectHttps, openContext, type Connect } from '../cluster-connection.ts';
import type { Source, SourceItem } from '../source.ts';
import { defaultKinds, policyKinds, withWanted, type ListedKind } from '../listed-kinds.ts';
import { readCluster } from './read-cluster.ts';

export interface ClusterSourceOptions {
  /** Listed whether or not somebody asks for more. */
  readonly kinds: readonly ListedKind[];
  readonly connect: Connect;
}

export const createClusterSource = ({ kinds, connect }: ClusterSourceOptions): Source => ({
  id: 'cluster',
  target: 'context',
  async *read(target, context) {
    let transport: Transport | undefined;
    try {
      const access = await openContext(target, context);
      transport = await connect(access, context);
      const client = createKubeClient({
        transport,
        clock: context.clock,
        signal: context.signal,
        where: describeAccess(access),
      });
      const wanted = context.namespaces;
      yield* readCluster({
        client,
        access,
        kinds: withWanted(context.kindsAlone === true ? [] : kinds, context),
        wanted,
      });
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

/** The live cluster itself, by the kinds rules need. */
export const readLiveCluster: Source['read'] = (target, context) =>
  createClusterSource({ kinds: defaultKinds, connect: connectHttps }).read(target, context);

/** Only the policies, whatever else somebody wants. */
export const readLivePolicies: Source['read'] = (target, context) =>
  createClusterSource({ kinds: policyKinds, connect: connectHttps }).read(target, { ...context, kinds: [] });
