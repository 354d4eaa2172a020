/** Requests to the test cluster as its administrator: for setting up what a test needs, never part of the product. */

import { Agent, request } from 'node:https';
import type { KeyPair } from './certificates.ts';

export interface AdminAnswer {
  readonly status: number;
  /** The body as JSON; its text where it is none, as `/readyz`'s is. */
  readonly body: unknown;
}

export interface Admin {
  /** A body that is a text is sent as YAML, anything else as JSON. */
  readonly request: (method: string, path: string, body?: unknown) => Promise<AdminAnswer>;
  readonly close: () => void;
}

export const openAdmin = (server: string, authority: string, admin: KeyPair): Admin => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16, ca: authority, cert: admin.certificate, key: admin.key });
  return {
    request: (method, path, body) => send({ agent, url: `${server}${path}`, method, body }),
    close: () => agent.destroy(),
  };
};

interface AdminRequest {
  readonly agent: Agent;
  readonly url: string;
  readonly method: string;
  readonly body: unknown;
}

const send = (asked: AdminRequest): Promise<AdminAnswer> =>
  new Promise((resolve, reject) => {
    const { agent, url, method, body } = asked;
    const headers = { 'Content-Type': toContentType(method, body) };
    const outgoing = request(url, { agent, method, headers, timeout: 60_000 }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: toBody(text) }));
      incoming.on('error', reject);
    });
    outgoing.on('error', (error) => {
      // The server closes a connection that nobody used for 90 seconds, which a test that computes for long finds out
      // only when it writes to it: the request never arrived, and goes out again. A new connection is not retried.
      if (outgoing.reusedSocket && isCut(error)) send(asked).then(resolve, reject);
      else reject(error);
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within a minute')));
    outgoing.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
  });

const isCut = (error: Error): boolean => 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

const toContentType = (method: string, body: unknown): string =>
  method === 'PATCH'
    ? 'application/merge-patch+json'
    : typeof body === 'string'
      ? 'application/yaml'
      : 'application/json';

const toBody = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
