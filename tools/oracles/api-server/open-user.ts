/** Requests to the API server as a named user, with all it answers: warnings too, and where its audit log tells of it. */

import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { parseExactJson, toExactJson } from './exact-json.ts';
import type { RunningControlPlane } from '../../control-plane/start-control-plane.ts';

export interface UserAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Of a Status; the empty text where there is none. */
  readonly message: string;
  readonly warnings: readonly string[];
  readonly auditId: string;
}

export interface User {
  readonly name: string;
  /** With those the server adds. */
  readonly groups: readonly string[];
  send(method: string, path: string, body?: unknown): Promise<UserAnswer>;
  close(): void;
}

export const openUser = async (plane: RunningControlPlane, name: string, groups: readonly string[]): Promise<User> =>
  open(plane, await plane.addUser({ name, groups }), { name, groups });

/** The administrator, whose integers of 64 bits are kept exactly too. */
export const openAdministrator = (plane: RunningControlPlane): User =>
  open(plane, plane.kubeconfig, { name: 'admin', groups: ['system:masters'] });

const open = (
  plane: RunningControlPlane,
  file: string,
  { name, groups }: { readonly name: string; readonly groups: readonly string[] },
): User => {
  const { users } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly users: readonly [{ readonly user: Readonly<Record<string, string>> }];
  };
  const decode = (field: string): string => Buffer.from(users[0].user[field] ?? '', 'base64').toString();
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 16,
    ca: plane.authority,
    cert: decode('client-certificate-data'),
    key: decode('client-key-data'),
  });
  return {
    name,
    groups: [...groups, 'system:authenticated'],
    send: (method, path, body) => send(agent, `${plane.server}${path}`, method, body),
    close: () => agent.destroy(),
  };
};

const send = (agent: Agent, url: string, method: string, body: unknown, attempt = 1): Promise<UserAnswer> =>
  new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' };
    const outgoing = request(url, { agent, method, headers, timeout: 60_000 }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => (text += chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const parsed = toBody(text);
        const { message } = parsed as { readonly message?: unknown };
        resolve({
          status: incoming.statusCode ?? 0,
          body: parsed,
          message: typeof message === 'string' ? message : '',
          warnings: toWarnings(incoming.rawHeaders),
          auditId: String(incoming.headers['audit-id'] ?? ''),
        });
      });
    });
    outgoing.on('error', (error) => {
      if (!('code' in error) || error.code !== 'ECONNRESET') reject(error);
      // The server may close a connection just when it is used again; one that it cuts each time it panics over.
      else if (attempt < 3) send(agent, url, method, body, attempt + 1).then(resolve, reject);
      else resolve({ status: 0, body: {}, message: 'the server cut the connection', warnings: [], auditId: '' });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within a minute')));
    outgoing.end(body === undefined ? undefined : toExactJson(body));
  });

const toBody = (text: string): unknown => {
  try {
    return parseExactJson(text) ?? {};
  } catch {
    return { message: text };
  }
};

/** `299 - "text"`, a header each. Node reads header bytes as Latin-1, where the server writes UTF-8. */
const toWarnings = (raw: readonly string[]): readonly string[] =>
  raw.flatMap((name, index) => {
    if (index % 2 === 1 || name.toLowerCase() !== 'warning') return [];
    const text = Buffer.from(raw[index + 1] ?? '', 'latin1').toString();
    const [, quoted] = /^299 \S+ "(.*)"$/s.exec(text) ?? [];
    return quoted === undefined ? [] : [quoted.replaceAll(/\\(.)/gs, '$1')];
  });
