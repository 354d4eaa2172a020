/** Runs a kubeconfig's credential plug-in (client.authentication.k8s.io) and keeps what it gave until it expires. */

import { spawn } from 'node:child_process';
import { ClientError, toOneLine } from './client-error.ts';
import type { Clock } from './clock.ts';
import type { ClusterEntry, ExecEntry } from './kubeconfig.ts';

/** What a plug-in gave: a token, a client certificate, or both. */
export interface PluginCredential {
  readonly token: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
  /** Milliseconds since 1970; `null` for "until the server refuses it". */
  readonly expires: number | null;
}

export interface PluginRun {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds after which it is ended. */
  readonly timeout: number;
}

export type PluginResult =
  | { readonly kind: 'ended'; readonly code: number; readonly output: string; readonly error: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'late' };

/** Runs a plug-in; a port, so that a test needs no program. */
export type RunPlugin = (run: PluginRun) => Promise<PluginResult>;

/** Two minutes: plug-ins open a browser and wait for a person to log in. */
const pluginTimeout = 120_000;

/** A plug-in's answer is a few kilobytes of token; a megabyte of anything else is a program gone wrong. */
const mostOutput = 1 << 20;

export const openPlugin = (
  exec: ExecEntry,
  cluster: ClusterEntry,
  authority: string | null,
  world: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly clock: Clock;
    readonly run: RunPlugin;
  },
): ((fresh: boolean) => Promise<PluginCredential>) => {
  let kept: PluginCredential | undefined;
  const info = {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...toClusterInfo(exec, cluster, authority) },
  };
  const environment = { ...world.environment, ...exec.environment, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  return async (fresh) => {
    if (!fresh && kept !== undefined && (kept.expires === null || kept.expires > world.clock.now())) return kept;
    const result = await world.run({
      command: exec.command,
      parameters: exec.parameters,
      environment,
      timeout: pluginTimeout,
    });
    kept = toCredential(result, exec);
    return kept;
  };
};

const toClusterInfo = (exec: ExecEntry, cluster: ClusterEntry, authority: string | null): object =>
  exec.provideClusterInfo
    ? {
        cluster: {
          server: cluster.server,
          ...(cluster.serverName === null ? {} : { 'tls-server-name': cluster.serverName }),
          ...(cluster.insecure ? { 'insecure-skip-tls-verify': true } : {}),
          ...(authority === null ? {} : { 'certificate-authority-data': Buffer.from(authority).toString('base64') }),
          ...(cluster.proxy === null ? {} : { 'proxy-url': cluster.proxy }),
        },
      }
    : {};

const toCredential = (result: PluginResult, exec: ExecEntry): PluginCredential => {
  const name = JSON.stringify(exec.command);
  const fail = (what: string): never => {
    throw new ClientError('plugin', `the credential plug-in ${name} of the kubeconfig ${what}`);
  };
  if (result.kind === 'missing') {
    const hint = exec.installHint === null ? 'install it, or put it on the PATH' : toOneLine(exec.installHint);
    return fail(`is not there: ${hint}`);
  }
  if (result.kind === 'late')
    return fail(
      `did not answer within ${pluginTimeout / 1000} seconds; log in with it first, for example by running kubectl get namespaces`,
    );
  // Standard error is the plug-in's word to the person; standard output may hold the token and is never quoted.
  if (result.code !== 0)
    return fail(`ended with code ${result.code}: ${hideTokens(firstLine(result.error)) || 'it said nothing'}`);
  const status = parseStatus(result.output);
  if (status === undefined) return fail('did not print an ExecCredential with a status');
  const text = (field: string): string | null => {
    const value = status[field];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const expires = Date.parse(text('expirationTimestamp') ?? '');
  return {
    token: text('token'),
    certificate: text('clientCertificateData'),
    key: text('clientKeyData'),
    expires: Number.isNaN(expires) ? null : expires,
  };
};

const parseStatus = (output: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(output);
    const status = typeof value === 'object' && value !== null && 'status' in value ? value.status : undefined;
    return typeof status === 'object' && status !== null ? (status as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
};

const firstLine = (text: string): string => toOneLine(text.trim().split('\n')[0] ?? '').slice(0, 300);

/** Some plug-ins print the request they failed at; whatever looks like a credential is not passed on. */
const hideTokens = (line: string): string =>
  line
    .replaceAll(/[A-Za-z0-9+/_=-]{32,}(?:\.[A-Za-z0-9+/_=-]+)*/g, '…')
    .replaceAll(/\b(bearer|basic|token|password|secret)([ =:]+)\S+/gi, '$1$2…');

/** The real one: no shell, no terminal, no input, ended when it takes too long or prints without end. */
export const runPlugin: RunPlugin = ({ command, parameters, environment, timeout }) =>
  new Promise((resolve) => {
    const child = spawn(command, parameters, {
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    let error = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeout);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > mostOutput) child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (error.length < 4096) error += chunk;
    });
    child.on('error', () => {
      clearTimeout(timer);
      resolve({ kind: 'missing' });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(late ? { kind: 'late' } : { kind: 'ended', code: code ?? -1, output, error });
    });
  });
