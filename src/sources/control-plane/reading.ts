/** What the questions to a control plane share: the way to ask, and how a refusal is told. */

import { ClientError } from '../../kube/client/client-error.ts';
import type { KubeClient } from '../../kube/client/kube-client.ts';
import type { Transport } from '../../kube/client/transport.ts';
import { toFact, type FactOrigin, type FactValues, type Means } from '../../kube/control-plane/fact.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ResourceRef } from '../../model/resource.ts';

export interface ControlPlaneReading {
  readonly transport: Transport;
  readonly client: KubeClient;
  /** Opens a way to the same server without any credential; `null` where what is between would add its own. */
  readonly anonymous: (() => Promise<Transport>) | null;
  readonly about: ResourceRef;
  /** RFC 3339. */
  readonly at: string;
  readonly signal: AbortSignal;
}

export const toOrigin = ({ about, at }: ControlPlaneReading, by: Means, source: string): FactOrigin => ({
  about,
  means: by,
  file: null,
  source,
  at,
});

/** A question that could not be asked; what is lost with the cluster as a whole is for the other source to say. */
export const toNotRead = (
  reading: ControlPlaneReading,
  what: FactValues['control-plane/not-read']['what'],
  error: unknown,
  grant: string,
): readonly Evidence[] => {
  if (!(error instanceof ClientError) || error.code === 'cancelled') throw error;
  const value = {
    what,
    reason: error.said ?? error.message,
    grant: error.code === 'forbidden' ? grant : null,
  };
  return [toFact('control-plane/not-read', value, 'certain', toOrigin(reading, 'request', 'API server'))];
};
