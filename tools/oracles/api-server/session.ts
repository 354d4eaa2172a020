/** A real control plane with what generated cases stand on: namespaces, custom kinds, grants, a user, and its audit log. */

import { openSync, readSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import type { RunningControlPlane } from '../../control-plane/start-control-plane.ts';
import { readText } from '../../policies/policy-folders.ts';
import { toHttp, type AskedRequest } from './asked-request.ts';
import { estate, type PlannedObject } from './estate.ts';
import { openAdministrator, openUser, type User, type UserAnswer } from './open-user.ts';

export interface Session {
  readonly plane: RunningControlPlane;
  readonly user: User;
  /** What Vauban is told of the cluster. */
  readonly known: readonly JsonObject[];
  ask(request: AskedRequest): Promise<UserAnswer>;
  /** Writes an object as the administrator; the message of a refusal, else `null`. */
  create(path: string, object: JsonObject): Promise<string | null>;
  read(path: string): Promise<JsonObject | null>;
  remove(path: string): Promise<void>;
  /** The annotations of requests in the audit log, which is written a moment after the answer. */
  readAudit(ids: readonly string[]): Promise<ReadonlyMap<string, JsonObject>>;
  close(): void;
}

export const openSession = async (plane: RunningControlPlane): Promise<Session> => {
  const user = await openUser(plane, 'oracle-user', ['oracle-group']);
  const admin = openAdministrator(plane);
  const create: Session['create'] = async (path, object) => {
    const { status, body } = await admin.send('POST', path, object);
    return status === 201 ? null : toMessage(body);
  };
  const read: Session['read'] = async (path) => {
    const { status, body } = await admin.send('GET', path);
    return status === 200 && isJsonObject(body) ? body : null;
  };
  for (const { path, object } of estate) await createSettled(admin, path, object);
  for (const { namespace } of namespacesOf(estate))
    await until(`namespace ${namespace} has no default ServiceAccount`, async () =>
      isJsonObject(await read(`/api/v1/namespaces/${namespace}/serviceaccounts/default`)),
    );
  await until('the user may not do yet what it was granted', async () => {
    const { status } = await user.send('GET', '/apis/rbac.authorization.k8s.io/v1/namespaces/oracle-a/roles/last');
    return status !== 403;
  });
  return {
    plane,
    user,
    known: await readKnown(admin),
    create,
    read,
    ask: (request) => {
      const { method, path, body } = toHttp(request);
      return user.send(method, path, body ?? undefined);
    },
    remove: async (path) => void (await admin.send('DELETE', `${path}?propagationPolicy=Background`)),
    readAudit: openAuditLog(plane),
    close: () => {
      user.close();
      admin.close();
    },
  };
};

const toMessage = (body: unknown): string =>
  isJsonObject(body) && typeof body['message'] === 'string' ? body['message'] : JSON.stringify(body);

/** Custom objects wait for their kind to be served, grants for the service account they name, and so on. */
const createSettled = async (admin: User, path: string, object: JsonObject): Promise<void> => {
  let answer: unknown;
  await until(
    () => `${path} takes no ${JSON.stringify(object['metadata'])}: ${JSON.stringify(answer)}`,
    async () => {
      const { status, body } = await admin.send('POST', path, object);
      answer = body;
      return status === 201 || status === 409;
    },
  );
};

const namespacesOf = (planned: readonly PlannedObject[]): readonly { readonly namespace: string }[] =>
  planned.flatMap(({ path, object }) =>
    path === '/api/v1/namespaces' && isJsonObject(object['metadata'])
      ? [{ namespace: readText(object, 'metadata', 'name') }]
      : [],
  );

/** As a cluster would be read: what stands there by itself counts too. */
const readKnown = async (admin: User): Promise<readonly JsonObject[]> => {
  const known: JsonObject[] = [];
  for (const [path, apiVersion, kind] of lists) {
    const { body } = await admin.send('GET', path);
    const { items } = body as { readonly items: readonly JsonObject[] };
    for (const item of items) known.push({ ...item, apiVersion, kind });
  }
  return known;
};

const rbac = 'rbac.authorization.k8s.io/v1';

const lists = [
  ['/api/v1/namespaces', 'v1', 'Namespace'],
  ['/api/v1/configmaps', 'v1', 'ConfigMap'],
  ['/apis/vauban.test/v1/limits', 'vauban.test/v1', 'Limit'],
  ['/apis/vauban.test/v1/walls', 'vauban.test/v1', 'Wall'],
  [`/apis/${rbac}/roles`, rbac, 'Role'],
  [`/apis/${rbac}/clusterroles`, rbac, 'ClusterRole'],
  [`/apis/${rbac}/rolebindings`, rbac, 'RoleBinding'],
  [`/apis/${rbac}/clusterrolebindings`, rbac, 'ClusterRoleBinding'],
] as const;

/** Reads on where it stopped: the log grows by every request. */
const openAuditLog = ({ auditLog }: RunningControlPlane): Session['readAudit'] => {
  if (auditLog === null) throw new Error('the control plane keeps no audit log');
  const file = openSync(auditLog, 'r');
  const known = new Map<string, JsonObject>();
  const buffer = Buffer.alloc(1 << 22);
  let rest = Buffer.alloc(0);
  const readOn = (): void => {
    for (;;) {
      const count = readSync(file, buffer, 0, buffer.length, null);
      if (count === 0) return;
      const all = Buffer.concat([rest, buffer.subarray(0, count)]);
      const end = all.lastIndexOf(10) + 1;
      for (const line of all.subarray(0, end).toString().split('\n')) noteEvent(known, line);
      rest = Buffer.from(all.subarray(end));
    }
  };
  return async (ids) => {
    await until('the audit log does not tell of every request', async () => {
      readOn();
      return ids.every((id) => known.has(id));
    });
    return known;
  };
};

const noteEvent = (known: Map<string, JsonObject>, line: string): void => {
  const [, id] = /"auditID":"([^"]*)"/.exec(line.slice(0, 300)) ?? [];
  if (id === undefined || !line.includes('"oracle-user"')) return;
  const { annotations } = JSON.parse(line) as { readonly annotations?: JsonObject };
  known.set(id, annotations ?? {});
};

/** Asks until the answer is yes. Between two questions the server gets time to do what is asked for. */
export const until = async (why: string | (() => string), ask: () => Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + 60_000;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(typeof why === 'string' ? why : why());
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
};

/** The user's connections are sixteen; more at once would only wait in line. */
export const inParallel = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results[index] = await work(items[index] as Item, index);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return results;
};
