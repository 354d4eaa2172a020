/** Asks the API server two harmless questions without any credential, to see what it makes of strangers. */

import { ClientError } from '../../kube/client/client-error.ts';
import type { HttpAnswer, Transport } from '../../kube/client/transport.ts';
import { toAnonymousFacts, type AnonymousAnswer } from '../../kube/control-plane/anonymous-answers.ts';
import { readJson } from '../../lang/yaml/read-json.ts';
import type { Evidence } from '../../model/evidence.ts';
import { isJsonObject } from '../../model/json.ts';
import { toNotRead, toOrigin, type ControlPlaneReading } from './reading.ts';

export const probeAnonymous = async (reading: ControlPlaneReading): Promise<readonly Evidence[]> => {
  if (reading.anonymous === null) {
    const why = 'the kubeconfig leads through plain http, to a proxy that adds credentials of its own';
    return toNotRead(reading, 'anonymous', new ClientError('bad-answer', why), '');
  }
  try {
    const transport = await reading.anonymous();
    const api = await ask(transport, '/api', reading.signal);
    const livez = await ask(transport, '/livez', reading.signal);
    return toAnonymousFacts(api, livez, toOrigin(reading, 'request', 'requests without a credential'));
  } catch (error) {
    return toNotRead(reading, 'anonymous', error, '');
  }
};

const ask = async (transport: Transport, path: string, signal: AbortSignal): Promise<AnonymousAnswer> => {
  const answer = await transport.get(path, { accept: 'application/json', signal });
  return {
    status: answer.status,
    said: await readMessage(answer),
    isApiServer: answer.headers['audit-id'] !== undefined,
  };
};

/** A Status is some hundred bytes; of a login page no more is wanted. */
const mostBody = 1 << 16;

const readMessage = async ({ body }: HttpAnswer): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBody) break;
    chunks.push(chunk);
  }
  const parsed = readJson(Buffer.concat(chunks).toString('utf8'), 20);
  const message = parsed?.kind === 'value' && isJsonObject(parsed.value) ? parsed.value['message'] : undefined;
  return typeof message === 'string' ? message : '';
};
