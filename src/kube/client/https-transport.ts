/** The real transport: node:https with connections kept open, asking the credentials before each request. */

import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions, request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Access, describeAccess } from './access.ts';
import { ClientError } from './client-error.ts';
import type { Credentials } from './credentials.ts';
import { toNetworkError } from './network-error.ts';
import type { GetOptions, HttpAnswer, Transport } from './transport.ts';

export interface HttpsTransportOptions {
  readonly access: Access;
  readonly credentials: (fresh: boolean) => Promise<Credentials>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds of silence after which a request is given up. */
  readonly timeout: number;
  /** What the API server's log calls us: `vauban/1.0.0`. */
  readonly userAgent: string;
}

export const createHttpsTransport = (options: HttpsTransportOptions): Transport => {
  const { access, credentials } = options;
  const pool = createPool(options);
  const send = async (path: string, { accept, signal }: GetOptions, fresh: boolean): Promise<HttpAnswer> => {
    const current = await credentials(fresh);
    const agent = await pool.agentFor(current);
    const headers = {
      ...current.headers,
      Accept: accept,
      'Accept-Encoding': 'gzip',
      'User-Agent': options.userAgent,
    };
    return new Promise<HttpAnswer>((resolve, reject) => {
      const url = `${access.cluster.server}${path}`;
      const request = url.startsWith('http:') ? requestHttp : requestHttps;
      const outgoing = request(url, { method: 'GET', agent, headers, signal, timeout: options.timeout });
      // In the middle of a body, Node tells of its being destroyed and not of why.
      let late: ClientError | undefined;
      outgoing.on('response', (incoming) => {
        resolve(toAnswer(incoming, (error) => late ?? toNetworkError(error, access)));
      });
      outgoing.on('timeout', () => {
        late = toLateError(options);
        outgoing.destroy(late);
      });
      outgoing.on('error', (error) => reject(toNetworkError(error, access)));
      outgoing.end();
    });
  };
  return {
    async get(path, asked) {
      const answer = await send(path, asked, false);
      if (answer.status !== 401 || (access.user?.exec ?? null) === null) return answer;
      // A plug-in's token may have been revoked before its time: a new one is asked for once.
      for await (const _ of answer.body) break;
      return send(path, asked, true);
    },
    close: pool.close,
  };
};

const toLateError = ({ access, timeout }: HttpsTransportOptions): ClientError =>
  new ClientError(
    'timeout',
    `${describeAccess(access)} has not answered for ${timeout / 1000} seconds; is the cluster up, and is there a VPN or proxy between?`,
  );

/** One pool of connections as long as the TLS material stays the same; a plug-in may bring a new certificate. */
const createPool = ({ access, environment, timeout }: HttpsTransportOptions) => {
  let agent: HttpAgent | undefined;
  let made: Credentials['tls'] | undefined;
  return {
    async agentFor({ tls, proxied }: Credentials): Promise<HttpAgent> {
      if (agent !== undefined && made?.cert === tls.cert && made?.key === tls.key) return agent;
      agent?.destroy();
      const settings: AgentOptions = { ...toAgentOptions(tls), keepAlive: true, maxSockets: 4, timeout };
      made = tls;
      agent = proxied === null ? createAgent(access, settings, environment) : await proxied(settings);
      return agent;
    },
    close: () => agent?.destroy(),
  };
};

const createAgent = (
  { cluster }: Access,
  settings: AgentOptions,
  environment: HttpsTransportOptions['environment'],
): HttpAgent => {
  const { protocol, hostname } = new URL(cluster.server);
  // As in Go, the proxies of the environment are for other machines only.
  const withProxy = isLoopback(hostname) ? settings : { ...settings, proxyEnv: { ...environment } };
  return protocol === 'http:' ? new HttpAgent(withProxy) : new HttpsAgent(withProxy);
};

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || host.startsWith('127.');

/** Node's own types want a Buffer where any bytes would do. */
const toAgentOptions = ({ ca, cert, key, ...rest }: Credentials['tls']): AgentOptions => ({
  ...rest,
  ...(ca === undefined ? {} : { ca: Buffer.from(ca) }),
  ...(cert === undefined ? {} : { cert: Buffer.from(cert) }),
  ...(key === undefined ? {} : { key: Buffer.from(key) }),
});

const toAnswer = (incoming: IncomingMessage, explain: (error: unknown) => ClientError): HttpAnswer => {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return { status: incoming.statusCode ?? 0, headers, body: readBody(incoming, explain) };
};

async function* readBody(
  incoming: IncomingMessage,
  explain: (error: unknown) => ClientError,
): AsyncGenerator<Uint8Array> {
  const zipped = incoming.headers['content-encoding'] === 'gzip';
  // A pipeline and no pipe: an answer that breaks off must end the unzipping too, or its reader waits for ever.
  const body: AsyncIterable<Uint8Array> = zipped ? pipeline(incoming, createGunzip(), () => undefined) : incoming;
  try {
    yield* body;
  } catch (error) {
    throw explain(error);
  } finally {
    // Left early, the rest of the body would block the connection.
    if (!incoming.complete) incoming.destroy();
  }
}
