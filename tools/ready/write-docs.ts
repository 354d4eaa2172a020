/** `npm run docs`: writes the pages that are made from the code. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { renderDocs } from './generated-docs.ts';

const root = new URL('../../', import.meta.url);
mkdirSync(new URL('docs/', root), { recursive: true });
for (const [path, text] of await renderDocs()) {
  writeFileSync(new URL(path, root), text);
  process.stdout.write(`${path}\n`);
}
