/** Builds the control plane's programs with Go from the modules pinned in `build/`: some twelve minutes from an empty cache on two cores. */

import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgramName } from './locate-programs.ts';
import { kubernetesVersion } from './versions.ts';

export type Made = { readonly kind: 'made' } | { readonly kind: 'failed'; readonly why: string };

const recipe = join(import.meta.dirname, 'build');

/** Puts the named programs into a folder, one after another: each link needs more than a gigabyte of memory. */
export const buildPrograms = async (folder: string, names: readonly ProgramName[]): Promise<Made> => {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const target = join(folder, name);
    const why =
      name === 'etcd'
        ? await runGo(join(recipe, 'etcd'), ['-ldflags', '-s -w', '-o', target, 'go.etcd.io/etcd/server/v3'])
        : await runGo(recipe, ['-ldflags', `-s -w ${stampFlags()}`, '-o', target, `k8s.io/kubernetes/cmd/${name}`]);
    if (why !== undefined) return { kind: 'failed', why: `${name} cannot be built: ${why}` };
  }
  return { kind: 'made' };
};

/** What the release build stamps; without it the server calls itself v0.0.0 and refuses emulated versions. */
const stampFlags = (): string => {
  const [major, minor] = kubernetesVersion.slice(1).split('.');
  const values = {
    gitVersion: kubernetesVersion,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: 'unknown',
    buildDate: '1970-01-01T00:00:00Z',
  };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap((home) => Object.entries(values).map(([key, value]) => `-X ${home}.${key}=${value}`))
    .join(' ');
};

const runGo = (folder: string, flags: readonly string[]): Promise<string | undefined> =>
  new Promise((resolve) => {
    const environment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local' };
    execFile(
      'go',
      ['build', '-trimpath', ...flags],
      { cwd: folder, env: environment, maxBuffer: 1 << 26 },
      (error, _, stderr) => {
        if (error === null) resolve(undefined);
        else if ('code' in error && error.code === 'ENOENT') resolve('Go is not installed');
        else resolve(stderr.trim().split('\n').at(-1) ?? error.message);
      },
    );
  });
