/** Writes `src/kube/schema/data/built-in-types.json`: `npm run schema`, with Go and the test control plane at hand. */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOpenApi, startWithAllVersions } from './read-open-api.ts';
import { type GoTypes, renderTypes } from './render-types.ts';

const here = import.meta.dirname;
const goTypes = JSON.parse(
  execFileSync('go', ['run', '.'], { cwd: join(here, 'types'), encoding: 'utf8', maxBuffer: 1 << 26 }),
) as GoTypes;
const plane = await startWithAllVersions();
if (plane.kind === 'unavailable') throw new Error(plane.why);
const text = renderTypes(goTypes, await readOpenApi(plane));
await plane.stop();
writeFileSync(join(here, '../../src/kube/schema/data/built-in-types.json'), text);
