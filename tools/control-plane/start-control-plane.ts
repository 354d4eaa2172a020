/** Starts a real Kubernetes control plane on loopback: etcd, kube-apiserver and, where wanted, kube-controller-manager. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AdminAnswer, openAdmin } from './admin-requests.ts';
import {
  hasOpenssl,
  type Identity,
  type KeyPair,
  makeAuthority,
  makeClientCertificate,
  makeServerCertificate,
} from './certificates.ts';
import { toApiServerFlags, toControllerFlags, toEtcdFlags, auditPolicy } from './flags.ts';
import { type Credential, renderKubeconfig } from './kubeconfig.ts';
import { type Environment, locatePrograms, type ProgramName } from './locate-programs.ts';
import { findFreePorts, guard, type Program, startProgram } from './processes.ts';

export interface ControlPlaneOptions {
  /** Where the programs are looked for: `KUBEBUILDER_ASSETS`, `HOME`, `VAUBAN_CONTROL_PLANE`, `CI`. */
  readonly environment: Environment;
  /** Without it there are no default ServiceAccounts, so that Pods are refused, and no aggregated ClusterRoles. */
  readonly controllerManager: boolean;
  /** Writes `audit.log` into the folder. */
  readonly audit: boolean;
  /** More flags for kube-apiserver. */
  readonly apiServerFlags: readonly string[];
  /** A folder to keep; `null` for a temporary one that goes with the control plane, as its processes do with this one. */
  readonly folder: string | null;
}

export interface RunningControlPlane {
  readonly kind: 'running';
  readonly folder: string;
  /** `https://127.0.0.1:PORT` */
  readonly server: string;
  /** The authority's certificate, PEM. */
  readonly authority: string;
  /** The path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** The path of the audit log; `null` where it is off. */
  readonly auditLog: string | null;
  readonly pids: Readonly<Record<string, number>>;
  /** A request as the administrator. Test set-up needs to write; the product's own client cannot. */
  request(method: string, path: string, body?: unknown): Promise<AdminAnswer>;
  /** The path of a kubeconfig for a user with a client certificate. */
  addUser(identity: Identity): Promise<string>;
  /** The path of a kubeconfig with these credentials (a token, an exec plug-in). */
  addKubeconfig(file: string, credential: Credential): string;
  /**
   * Ends kube-apiserver and starts it on the same address and etcd with other flags in place of `apiServerFlags`.
   * Gives what went wrong, or `undefined` when it is ready again.
   */
  restartApiServer(apiServerFlags: readonly string[]): Promise<string | undefined>;
  stop(): Promise<void>;
}

export type ControlPlane = RunningControlPlane | { readonly kind: 'unavailable'; readonly why: string };

const attempts = 3;
const startTimeout = 90_000;

/** Ready when this returns: `/readyz` is ok, and with a controller-manager the first ServiceAccount exists. */
export const startControlPlane = async (options: ControlPlaneOptions): Promise<ControlPlane> => {
  if (process.platform === 'win32')
    return { kind: 'unavailable', why: 'no real control plane: there is none for Windows' };
  const needed: readonly ProgramName[] = [
    'etcd',
    'kube-apiserver',
    ...(options.controllerManager ? (['kube-controller-manager'] as const) : []),
  ];
  const programs = await locatePrograms(options.environment, needed);
  if (programs.kind === 'unavailable') return programs;
  if (!(await hasOpenssl())) return { kind: 'unavailable', why: 'no real control plane: openssl is not installed' };
  let last = '';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const started = await startOnce(options, programs.paths);
    if (started.kind === 'running') return started;
    last = started.why;
    // Another process may have taken a port between its being found free and its being used: new ports, once more.
    if (!last.includes('address already in use')) break;
  }
  return { kind: 'unavailable', why: `no real control plane: ${last}` };
};

const startOnce = async (
  options: ControlPlaneOptions,
  paths: Readonly<Record<ProgramName, string>>,
): Promise<ControlPlane> => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'vauban-control-plane-'));
  const pki = join(folder, 'pki');
  mkdirSync(pki, { recursive: true });
  const [clientPort = 0, peerPort = 0, apiPort = 0] = await findFreePorts(3);
  const running: Program[] = [];
  const guards: { release(): Promise<void> }[] = [];
  const start = (name: ProgramName, flags: readonly string[]): Program => {
    const program = startProgram(name, paths[name], flags, folder);
    running.push(program);
    if (options.folder === null) guards.push(guard([program.pid], folder));
    return program;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(guards.map((one) => one.release()));
    for (const program of running.toReversed()) await program.stop();
    if (options.folder === null) rmSync(folder, { recursive: true, force: true });
  };
  const fail = async (why: string): Promise<ControlPlane> => {
    await stop();
    return { kind: 'unavailable', why };
  };

  start('etcd', toEtcdFlags(folder, clientPort, peerPort));
  const server = `https://127.0.0.1:${apiPort}`;
  const { authority, admin } = await makePki(pki, server, folder);
  if (options.audit) writeFileSync(join(folder, 'audit-policy.yaml'), auditPolicy);
  const client = openAdmin(server, authority, admin);
  const startApiServer = async (more: readonly string[]): Promise<string | undefined> => {
    start('kube-apiserver', [...toApiServerFlags(folder, apiPort, clientPort, options.audit), ...more]);
    return poll(running, async () => (await client.request('GET', '/readyz')).status === 200);
  };
  const ready = await startApiServer(options.apiServerFlags);
  if (ready !== undefined) return fail(ready);
  if (options.controllerManager) {
    start('kube-controller-manager', toControllerFlags(folder));
    const account = '/api/v1/namespaces/default/serviceaccounts/default';
    const made = await poll(running, async () => (await client.request('GET', account)).status === 200);
    if (made !== undefined) return fail(made);
  }

  const addKubeconfig = (file: string, credential: Credential): string => {
    const path = join(folder, `${file}.kubeconfig`);
    writeFileSync(path, renderKubeconfig(server, authority, credential), { mode: 0o600 });
    return path;
  };
  return {
    kind: 'running',
    folder,
    server,
    authority,
    kubeconfig: join(folder, 'admin.kubeconfig'),
    auditLog: options.audit ? join(folder, 'audit.log') : null,
    pids: Object.fromEntries(running.map((program) => [program.name, program.pid])),
    request: client.request,
    addUser: async (identity) => {
      const file = `user-${identity.name.replaceAll(/[^a-z0-9]/gi, '-')}-${crypto.randomUUID().slice(0, 8)}`;
      return addKubeconfig(file, { kind: 'certificate', ...(await makeClientCertificate(pki, file, identity)) });
    },
    addKubeconfig,
    restartApiServer: async (apiServerFlags) => {
      const index = running.findIndex(({ name }) => name === 'kube-apiserver');
      for (const old of running.splice(index, 1)) await old.stop();
      return startApiServer(apiServerFlags);
    },
    stop: async () => {
      client.close();
      await stop();
    },
  };
};

const makePki = async (
  pki: string,
  server: string,
  folder: string,
): Promise<{ readonly authority: string; readonly admin: KeyPair }> => {
  const authority = await makeAuthority(pki);
  const [, admin, manager] = await Promise.all([
    makeServerCertificate(pki),
    makeClientCertificate(pki, 'admin', { name: 'admin', groups: ['system:masters'] }),
    makeClientCertificate(pki, 'manager', { name: 'system:kube-controller-manager', groups: [] }),
  ]);
  for (const [file, pair] of [
    ['admin', admin],
    ['manager', manager],
  ] as const) {
    const text = renderKubeconfig(server, authority, { kind: 'certificate', ...pair });
    writeFileSync(join(folder, `${file}.kubeconfig`), text, { mode: 0o600 });
  }
  return { authority, admin };
};

/** Asks until the answer is yes; otherwise says which program ended and how, or that time is up. */
const poll = async (programs: readonly Program[], ask: () => Promise<boolean>): Promise<string | undefined> => {
  const until = performance.now() + startTimeout;
  while (performance.now() < until) {
    if (await ask().catch(() => false)) return undefined;
    for (const program of programs) {
      const ended = program.ended();
      if (ended !== undefined) return `${program.name} ended: ${ended}`;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return `it was not ready within ${startTimeout / 1000} seconds`;
};
