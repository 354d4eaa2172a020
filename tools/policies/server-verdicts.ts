/** What the real API server says to every fixture of the library: all policies installed with Deny, all objects sent as a dry run. */

import { readFileSync } from 'node:fs';
import { openAdmin, type Admin, type AdminAnswer } from '../control-plane/admin-requests.ts';
import type { RunningControlPlane } from '../control-plane/start-control-plane.ts';
import { isJsonObject } from '../../src/model/json.ts';
import { readText, type PolicyFolder } from './policy-folders.ts';
import { fixtureLabel, namespaceOf, toPrepared, type PreparedFixture } from './prepare-fixture.ts';
import { openResourcePaths, type ResourcePaths } from './resource-paths.ts';

export interface ServerVerdicts {
  readonly verdicts: readonly ServerVerdict[];
  /** Policies that the server did not take, or took with a warning of its type check. */
  readonly defects: readonly string[];
  /** Removes policies and bindings: they judge nothing without their label, but the cluster is shared. */
  readonly close: () => Promise<void>;
}

export interface ServerVerdict extends PreparedFixture {
  readonly verdict: Verdict;
}

export type Verdict =
  | { readonly kind: 'admitted' }
  /** The policy's own message. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Refused, but by an expression that failed: never a policy's purpose. */
  | { readonly kind: 'error'; readonly message: string }
  /** Another part of the server refused it, so that the policy was not asked: the fixture is wrong. */
  | { readonly kind: 'invalid'; readonly message: string };

/** Who sends the fixtures. An ordinary administrator, since `system:masters` would pass by what RBAC forbids. */
export const fixtureUser = 'library-fixtures';

export const readServerVerdicts = async (
  plane: RunningControlPlane,
  policies: readonly PolicyFolder[],
): Promise<ServerVerdicts> => {
  const user = await openUser(plane);
  const paths = openResourcePaths(plane);
  const wanted = policies.flatMap((policy) => policy.fixtures.map((fixture) => toPrepared(policy, fixture)));
  await prepareNamespaces(plane, wanted);
  await inParallel(wanted, (one) => prepareTarget(plane, paths, one));
  const defects = (await inParallel(policies, (policy) => install(plane, policy))).flat();
  await inParallel(policies, (policy) =>
    waitUntilLive(
      user,
      paths,
      wanted.filter((one) => one.policy === policy),
    ),
  );
  const verdicts = await inParallel(wanted, async (one): Promise<ServerVerdict> => ({
    ...one,
    verdict: toVerdict(one, await send(user, paths, one)),
  }));
  defects.push(...(await readTypeWarnings(plane, policies)));
  const close = async (): Promise<void> => {
    user.close();
    await inParallel(policies, (policy) => remove(plane, policy));
    await inParallel(wanted, (one) => removeTarget(plane, paths, one));
  };
  return { verdicts, defects, close };
};

const openUser = async (plane: RunningControlPlane): Promise<Admin> => {
  const file = await plane.addUser({ name: fixtureUser, groups: [] });
  await plane.request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name: fixtureUser },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: fixtureUser }],
  });
  const { users } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly users: readonly [{ readonly user: Readonly<Record<string, string>> }];
  };
  const decode = (field: string): string => Buffer.from(users[0].user[field] ?? '', 'base64').toString();
  return openAdmin(plane.server, plane.authority, {
    certificate: decode('client-certificate-data'),
    key: decode('client-key-data'),
  });
};

/** Pods are refused until their ServiceAccount exists, and the default one comes a moment after its namespace. */
const prepareNamespaces = async (plane: RunningControlPlane, wanted: readonly PreparedFixture[]): Promise<void> => {
  await inParallel([...new Set(wanted.map(namespaceOf))], async (name) => {
    await plane.request('POST', '/api/v1/namespaces', { metadata: { name } });
    const accounts = new Set(
      wanted
        .filter((one) => namespaceOf(one) === name)
        .map(({ object }) => readText(object, 'spec', 'serviceAccountName')),
    );
    for (const account of accounts)
      if (account !== '' && account !== 'default')
        await plane.request('POST', `/api/v1/namespaces/${name}/serviceaccounts`, { metadata: { name: account } });
    const path = `/api/v1/namespaces/${name}/serviceaccounts/default`;
    await until(
      `namespace ${name} has no default ServiceAccount`,
      async () => (await plane.request('GET', path)).status === 200,
    );
  });
};

/** What an update changes. It has the label too, and no policy is installed yet. */
const prepareTarget = async (plane: RunningControlPlane, paths: ResourcePaths, one: PreparedFixture): Promise<void> => {
  if (one.oldObject === null) return;
  const path = await paths.pathOf(one.oldObject, namespaceOf(one));
  if (path === undefined) throw new Error(`${one.fixture.file}: the API server has no such kind`);
  const { status, body } = await plane.request('POST', path, one.oldObject);
  if (status !== 201) throw new Error(`${one.fixture.file}: what it updates is refused: ${messageOf(body)}`);
};

const removeTarget = async (plane: RunningControlPlane, paths: ResourcePaths, one: PreparedFixture): Promise<void> => {
  if (one.oldObject === null) return;
  const path = await paths.pathOf(one.oldObject, namespaceOf(one));
  await plane.request('DELETE', `${path}/${readText(one.oldObject, 'metadata', 'name')}?propagationPolicy=Background`);
};

const policiesPath = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const bindingsPath = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings';

const install = async (plane: RunningControlPlane, policy: PolicyFolder): Promise<string[]> => {
  const made = await plane.request('POST', policiesPath, policy.document);
  if (made.status !== 201) return [`${policy.id}/policy.yaml: the API server refuses it: ${messageOf(made.body)}`];
  const bound = await plane.request('POST', bindingsPath, {
    metadata: { name: policy.name },
    spec: {
      policyName: policy.name,
      validationActions: ['Deny'],
      matchResources: { objectSelector: { matchLabels: { [fixtureLabel]: policy.name } } },
    },
  });
  return bound.status === 201 ? [] : [`${policy.id}: the API server refuses its binding: ${messageOf(bound.body)}`];
};

const remove = async (plane: RunningControlPlane, policy: PolicyFolder): Promise<void> => {
  await plane.request('DELETE', `${bindingsPath}/${policy.name}`);
  await plane.request('DELETE', `${policiesPath}/${policy.name}`);
};

/** A policy is live once it has refused one of the objects that it must refuse; one that never does is told by its verdicts. */
const waitUntilLive = async (user: Admin, paths: ResourcePaths, wanted: readonly PreparedFixture[]): Promise<void> => {
  const failing = wanted.filter(({ fixture }) => fixture.expected === 'fail');
  const deadline = performance.now() + 15_000;
  let next = 0;
  while (failing.length > 0 && performance.now() < deadline) {
    const one = failing[next % failing.length] as PreparedFixture;
    const { kind } = toVerdict(one, await send(user, paths, one));
    if (kind === 'refused' || kind === 'error') return;
    next += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const send = async (user: Admin, paths: ResourcePaths, one: PreparedFixture): Promise<AdminAnswer> => {
  const path = await paths.pathOf(one.object, namespaceOf(one));
  if (path === undefined) return { status: 404, body: { message: 'the API server has no such kind' } };
  if (one.operation === 'CREATE') return user.request('POST', `${path}?dryRun=All&fieldValidation=Strict`, one.object);
  const target = [path, readText(one.object, 'metadata', 'name'), one.subresource].filter((part) => part !== null);
  return user.request('PUT', `${target.join('/')}?dryRun=All&fieldValidation=Strict`, one.object);
};

const toVerdict = ({ policy }: PreparedFixture, { status, body }: AdminAnswer): Verdict => {
  const message = messageOf(body);
  // That an object is there already is found out when it would be stored, after every policy was asked.
  if (status === 200 || status === 201 || (status === 409 && message.endsWith('already exists'))) {
    return { kind: 'admitted' };
  }
  const mark = `ValidatingAdmissionPolicy '${policy.name}' with binding '${policy.name}' denied request: `;
  const at = message.indexOf(mark);
  if (at < 0) return { kind: 'invalid', message };
  const own = message.slice(at + mark.length);
  return { kind: /resulted in error|compilation error|evaluation error/.test(own) ? 'error' : 'refused', message: own };
};

interface CheckedPolicy {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly typeChecking?: {
      readonly expressionWarnings?: readonly { readonly fieldRef: string; readonly warning: string }[];
    };
  };
}

/** What the controller-manager's type check says, once it has looked at all of them. */
const readTypeWarnings = async (
  plane: RunningControlPlane,
  policies: readonly PolicyFolder[],
): Promise<readonly string[]> => {
  const ids = new Map(policies.map(({ name, id }) => [name, id]));
  let checked: readonly CheckedPolicy[] = [];
  await until('the types of the policies are not checked', async () => {
    const { items } = (await plane.request('GET', policiesPath)).body as { readonly items: readonly CheckedPolicy[] };
    checked = items.filter(({ metadata }) => ids.has(metadata.name));
    return checked.every(({ status }) => status?.observedGeneration !== undefined);
  });
  return checked.flatMap(({ metadata, status }) =>
    (status?.typeChecking?.expressionWarnings ?? []).map(
      ({ fieldRef, warning }) => `${ids.get(metadata.name)}/policy.yaml: ${fieldRef}: ${warning.trim()}`,
    ),
  );
};

const messageOf = (body: unknown): string =>
  isJsonObject(body) && typeof body['message'] === 'string' ? body['message'] : JSON.stringify(body);

/** Asks until the answer is yes. Between two questions the server gets time to do what is asked for. */
const until = async (why: string, ask: () => Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + 60_000;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(why);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** The administrator's connections are sixteen; more at once would only wait in line. */
const inParallel = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return results;
};
