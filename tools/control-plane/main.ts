/** The command `node tools/control-plane/main.ts build | up DIR | down DIR`: a real control plane by hand. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { locatePrograms, toCacheFolder } from './locate-programs.ts';
import { startControlPlane } from './start-control-plane.ts';

const usage = 'usage: node tools/control-plane/main.ts build | up DIR | down DIR\n';

const main = async (command: string | undefined, folder: string | undefined): Promise<number> => {
  if (command === 'build') return build();
  if (folder === undefined) return fail(usage);
  if (command === 'up') return up(resolve(folder));
  if (command === 'down') return down(resolve(folder));
  return fail(usage);
};

const build = async (): Promise<number> => {
  const environment = { ...process.env, VAUBAN_CONTROL_PLANE: 'build' };
  const programs = await locatePrograms(environment, ['etcd', 'kube-apiserver', 'kube-controller-manager']);
  if (programs.kind === 'unavailable') return fail(`${programs.why}\n`);
  process.stdout.write(`the control plane is in ${toCacheFolder(environment)}\n`);
  return 0;
};

const up = async (folder: string): Promise<number> => {
  mkdirSync(folder, { recursive: true });
  const start = performance.now();
  const plane = await startControlPlane({
    environment: process.env,
    controllerManager: true,
    audit: true,
    apiServerFlags: [],
    folder,
  });
  if (plane.kind === 'unavailable') return fail(`${plane.why}\n`);
  writeFileSync(join(folder, 'pids.json'), JSON.stringify(plane.pids));
  process.stdout.write(`ready in ${Math.round(performance.now() - start)} ms\nexport KUBECONFIG=${plane.kubeconfig}\n`);
  return 0;
};

const down = (folder: string): number => {
  const pids: unknown = JSON.parse(readFileSync(join(folder, 'pids.json'), 'utf8'));
  for (const [name, pid] of Object.entries(pids as Record<string, number>)) {
    // A number may have gone to another process since: only one whose command line names this folder is ended.
    if (!readCommandLine(pid).includes(folder)) continue;
    process.kill(pid, 'SIGKILL');
    process.stdout.write(`stopped ${name}\n`);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  return 0;
};

const readCommandLine = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

const fail = (line: string): number => {
  process.stderr.write(line);
  return 2;
};

process.exitCode = await main(process.argv[2], process.argv[3]);
// Programs that were started stay; the sockets that asked them whether they are ready need not.
process.exit();
