/** `npm start`: the report of the example estate, then the console over it. Plain enough for Node 20, as the door is. */

import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bin = fileURLToPath(new URL('../../bin/vauban.mjs', import.meta.url));
const estate = 'examples/estate/week-0';

const words = process.argv.slice(2);
const serves = !words.includes('--no-serve') && process.stdout.isTTY === true;
const unknown = words.find((word) => word !== '--no-serve');

if (unknown !== undefined) {
  process.stderr.write(`npm start: ${unknown} is not known; there is -- --no-serve, which prints and ends\n`);
  process.exitCode = 2;
} else {
  const scan = [bin, 'scan', estate, '--brief', '--fail-on', 'none'];
  const { status } = spawnSync(process.execPath, scan, { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 2;
  if (serves && process.exitCode === 0) serve();
}

/** Ctrl-C is how it ends, and no failure: npm would print some lines about the code. */
function serve() {
  process.stdout.write('\nThe same as pages, in your browser:\n\n');
  const child = spawn(process.execPath, [bin, 'serve', estate], { cwd: root, stdio: 'inherit' });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('close', (code, signal) => {
    process.exitCode = code === 130 || signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : (code ?? 2);
  });
}
