/** Runs the programs sources ask for: helm, kustomize, kubectl. */

import { spawn } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';
import type { SourceContext } from '../../sources/source.ts';

/** Without a shell: a folder's name is never a command. The program gets no terminal and no input. */
export const createProgramRunner =
  (folder: string): SourceContext['run'] =>
  (program, parameters, options) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, parameters, {
        cwd: resolvePath(folder, options.folder),
        timeout: options.timeout,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const output: Uint8Array[] = [];
      const errors: Uint8Array[] = [];
      let size = 0;
      child.stdout.on('data', (chunk: Uint8Array) => {
        size += chunk.length;
        if (size > options.most) child.kill();
        else output.push(chunk);
      });
      child.stderr.on('data', (chunk: Uint8Array) => {
        // A program's complaint is shown as one line: the first 64 KB are plenty.
        if (errors.length < 64) errors.push(chunk.subarray(0, 1024));
      });
      child.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') resolve(undefined);
        else reject(error);
      });
      child.on('close', (code, signal) => {
        const why =
          size > options.most ? `printed more than ${options.most} bytes` : signal === null ? '' : `ended by ${signal}`;
        resolve({
          code: code ?? -1,
          output: Buffer.concat(output),
          error: Buffer.concat(errors).toString('utf8') + (why === '' ? '' : `${program} was stopped: ${why}`),
        });
      });
    });
