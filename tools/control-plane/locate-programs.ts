/** Finds the control plane's programs: in `KUBEBUILDER_ASSETS`, else in the cache, else (where asked for) fetched or built. */

import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { buildPrograms } from './build-programs.ts';
import { downloadPrograms } from './download-programs.ts';

export type ProgramName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager';

export type Programs =
  | { readonly kind: 'found'; readonly paths: Readonly<Record<ProgramName, string>> }
  | { readonly kind: 'unavailable'; readonly why: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Looks, in order; making them takes minutes, so it happens only where `VAUBAN_CONTROL_PLANE=build` or `CI` says so. */
export const locatePrograms = async (environment: Environment, needed: readonly ProgramName[]): Promise<Programs> => {
  const cache = toCacheFolder(environment);
  const found = findPrograms([environment['KUBEBUILDER_ASSETS'], cache], needed);
  if (found.kind === 'found' || !mayMake(environment)) return found;
  const missing = needed.filter(
    (name) => findPrograms([environment['KUBEBUILDER_ASSETS'], cache], [name]).kind !== 'found',
  );
  const notes: string[] = [];
  for (const make of [downloadPrograms, buildPrograms]) {
    const made = await make(cache, missing);
    if (made.kind === 'made') return findPrograms([environment['KUBEBUILDER_ASSETS'], cache], needed);
    notes.push(made.why);
  }
  return { kind: 'unavailable', why: `no real control plane: ${notes.join('; ')}` };
};

export const toCacheFolder = (environment: Environment): string =>
  join(
    environment['XDG_CACHE_HOME'] ?? join(environment['HOME'] ?? homedir(), '.cache'),
    'vauban',
    'control-plane',
    'bin',
  );

const mayMake = (environment: Environment): boolean =>
  environment['VAUBAN_CONTROL_PLANE'] === 'build' || (environment['CI'] ?? '') !== '';

const findPrograms = (folders: readonly (string | undefined)[], needed: readonly ProgramName[]): Programs => {
  const paths: Record<ProgramName, string> = { etcd: '', 'kube-apiserver': '', 'kube-controller-manager': '' };
  const missing: string[] = [];
  for (const name of needed) {
    const path = folders
      .filter((folder) => folder !== undefined && folder !== '')
      .map((folder) => join(folder ?? '', name))
      .find(isProgram);
    if (path === undefined) missing.push(name);
    else paths[name] = path;
  }
  if (missing.length === 0) return { kind: 'found', paths };
  const how = 'set KUBEBUILDER_ASSETS, or run: node tools/control-plane/main.ts build';
  return { kind: 'unavailable', why: `no real control plane: ${missing.join(', ')} not found; ${how}` };
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
