/** Downloads the published programs of the control plane, each checked against its publisher's SHA-256 before it may run. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Made } from './build-programs.ts';
import type { ProgramName } from './locate-programs.ts';
import { etcdVersion, kubernetesVersion } from './versions.ts';

const run = promisify(execFile);

/** Where the publishers are; a test hands in a server of its own. */
export interface Publishers {
  readonly kubernetes: string;
  readonly etcd: string;
}

const publishers: Publishers = {
  kubernetes: 'https://dl.k8s.io/release',
  etcd: 'https://github.com/etcd-io/etcd/releases/download',
};

/** Puts the named programs into a folder; a sum that does not agree leaves nothing behind. */
export const downloadPrograms = async (
  folder: string,
  names: readonly ProgramName[],
  from: Publishers = publishers,
): Promise<Made> => {
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(folder, '.download-'));
  try {
    for (const name of names) {
      const path = await (name === 'etcd'
        ? fetchEtcd(scratch, from.etcd)
        : fetchKubernetes(scratch, from.kubernetes, name));
      chmodSync(path, 0o755);
      renameSync(path, join(folder, name));
    }
    return { kind: 'made' };
  } catch (error) {
    return { kind: 'failed', why: `no download: ${toReason(error)}` };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

const fetchKubernetes = async (scratch: string, base: string, name: ProgramName): Promise<string> => {
  const url = `${base}/${kubernetesVersion}/bin/linux/${architecture()}/${name}`;
  const sum = (await fetchText(`${url}.sha256`)).trim();
  return fetchFile(url, sum, join(scratch, name));
};

const fetchEtcd = async (scratch: string, base: string): Promise<string> => {
  const folder = `etcd-${etcdVersion}-linux-${architecture()}`;
  const sums = await fetchText(`${base}/${etcdVersion}/SHA256SUMS`);
  const sum =
    sums
      .split('\n')
      .find((line) => line.endsWith(` ${folder}.tar.gz`))
      ?.split(/\s+/)[0] ?? '';
  const archive = await fetchFile(`${base}/${etcdVersion}/${folder}.tar.gz`, sum, join(scratch, 'etcd.tar.gz'));
  await run('tar', ['-xzf', archive, '-C', scratch, `${folder}/etcd`]);
  return join(scratch, folder, 'etcd');
};

const architecture = (): string => {
  if (process.platform !== 'linux') throw new Error(`the publishers have no programs for ${process.platform}`);
  return process.arch === 'arm64' ? 'arm64' : 'amd64';
};

const fetchText = async (url: string): Promise<string> => (await fetchOk(url, 20_000)).text();

const fetchFile = async (url: string, sum: string, path: string): Promise<string> => {
  const bytes = new Uint8Array(await (await fetchOk(url, 600_000)).arrayBuffer());
  if (createHash('sha256').update(bytes).digest('hex') !== sum)
    throw new Error(`the SHA-256 of ${url} is not the published one`);
  writeFileSync(path, bytes);
  return path;
};

const fetchOk = async (url: string, timeout: number): Promise<Response> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeout) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response;
};

/** `fetch` says only "fetch failed"; what failed is its cause. */
const toReason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message || error.cause.name})` : error.message;
};
