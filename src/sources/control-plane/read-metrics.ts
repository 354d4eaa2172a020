/** Reads the API server's counters as they stream in: the few wanted families of a body of megabytes. */

import { ClientError } from '../../kube/client/client-error.ts';
import { createMetricsReading, metricNames } from '../../kube/control-plane/api-server-metrics.ts';
import { readSamples } from '../../lang/prometheus/read-samples.ts';
import type { Evidence } from '../../model/evidence.ts';
import { toNotRead, toOrigin, type ControlPlaneReading } from './reading.ts';

/** A new server gives 2 MB, one of a large cluster 20: this is what a broken or hostile one may send. */
const mostBody = 128 << 20;

/** No role that Kubernetes brings has it but `system:monitoring` and cluster-admin. */
const metricsGrant = 'get on /metrics: {nonResourceURLs: ["/metrics"], verbs: ["get"]}';

export const readMetrics = async (reading: ControlPlaneReading): Promise<readonly Evidence[]> => {
  const { transport, signal } = reading;
  const metrics = createMetricsReading();
  try {
    const answer = await transport.get('/metrics', { accept: 'text/plain;version=0.0.4', signal });
    if (answer.status !== 200) {
      for await (const _ of answer.body) break;
      throw new ClientError(
        answer.status === 403 ? 'forbidden' : 'bad-answer',
        `GET /metrics was answered with ${answer.status}`,
      );
    }
    await readSamples(answer.body, { wanted: metricNames, most: mostBody }, (sample) => metrics.take(sample));
  } catch (error) {
    return toNotRead(reading, 'metrics', error, metricsGrant);
  }
  return metrics.facts(toOrigin(reading, 'metrics', '/metrics of the API server'));
};
