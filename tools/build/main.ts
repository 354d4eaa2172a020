/** `npm run build`: makes `dist/`, the folder that is published. A clone needs none of it: Node runs the source. */

import { fileURLToPath } from 'node:url';
import { buildPackage } from './build-package.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const files = await buildPackage({ root, folder: fileURLToPath(new URL('../../dist/', import.meta.url)) });
let total = 0;
for (const { name, bytes } of files) {
  total += bytes;
  process.stdout.write(`${String(bytes).padStart(9)}  dist/${name}\n`);
}
process.stdout.write(`${String(total).padStart(9)}  in ${files.length} files\n`);
