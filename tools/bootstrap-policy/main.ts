/** Writes `src/kube/rbac/bootstrap/bootstrap-policy.json`: `node tools/bootstrap-policy/main.ts`, with Go and the test control plane at hand. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/model/json.ts';
import { startControlPlane } from '../control-plane/start-control-plane.ts';
import { readServer } from './read-server.ts';
import { readTestdata } from './read-testdata.ts';
import { renderReleases } from './render-releases.ts';

/** What the test control plane is, and the releases before it that are still run somewhere. */
const newest = 37;
const oldest = 30;

const releases = new Map<number, readonly JsonObject[]>();
for (let minor = oldest; minor < newest; minor += 1) releases.set(minor, readTestdata(minor));

const plane = await startControlPlane({
  environment: process.env,
  controllerManager: false,
  audit: false,
  apiServerFlags: [],
  folder: null,
});
if (plane.kind === 'unavailable') throw new Error(plane.why);
releases.set(newest, await readServer(plane));
await plane.stop();

writeFileSync(
  join(import.meta.dirname, '../../src/kube/rbac/bootstrap/bootstrap-policy.json'),
  renderReleases(releases),
);
