/** The source `control-plane`: what an API server tells about itself to whoever may ask, as evidence. */

import { describeAccess, type Access } from '../../kube/client/access.ts';
import { ClientError } from '../../kube/client/client-error.ts';
import { createKubeClient } from '../../kube/client/kube-client.ts';
import type { Transport } from '../../kube/client/transport.ts';
import { toClusterRef } from '../../kube/control-plane/fact.ts';
import { connectHttps, openContext, type Connect } from '../cluster-connection.ts';
import type { Source } from '../source.ts';
import { readControlPlane } from './read-control-plane.ts';

export const createControlPlaneSource = (connect: Connect): Source => ({
  id: 'control-plane',
  target: 'context',
  async *read(target, context) {
    // Who asks for some namespaces does not ask about the cluster.
    if (context.namespaces.length > 0) return;
    const open: Transport[] = [];
    const openTransport = async (access: Access): Promise<Transport> => {
      const transport = await connect(access, context);
      open.push(transport);
      return transport;
    };
    try {
      const access = await openContext(target, context);
      const transport = await openTransport(access);
      const { clock, signal } = context;
      yield* readControlPlane({
        transport,
        client: createKubeClient({ transport, clock, signal, where: describeAccess(access) }),
        // `kubectl proxy` and its like lend their own credentials to everybody.
        anonymous: access.cluster.server.startsWith('https:') ? () => openTransport({ ...access, user: null }) : null,
        about: toClusterRef(access.context),
        at: new Date(clock.now()).toISOString(),
        signal,
      });
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      const { message } = error;
      yield { kind: 'problem', problem: { severity: 'error', message, span: null, policy: null } };
    } finally {
      for (const transport of open) transport.close();
    }
  },
});

export const readLiveControlPlane: Source['read'] = (target, context) =>
  createControlPlaneSource(connectHttps).read(target, context);
