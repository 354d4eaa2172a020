/** The files of the roadmap over the example estate: week after week put in place by the real kustomize, and taken by a real API server. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import test, { type TestContext } from 'node:test';
import { parseYaml } from '../src/lang/yaml/read-yaml.ts';
import { podTemplateOf } from '../src/kube/workload/pod-template.ts';
import { isJsonObject, type JsonObject } from '../src/model/json.ts';
import { objectAt, objectsAt, textAt } from '../src/model/read-object.ts';
import type { RoadmapAnswer } from '../src/posture/roadmap-answer.ts';
import { runCli } from '../src/hosts/cli/test-context.ts';
import { startControlPlane, type RunningControlPlane } from '../tools/control-plane/start-control-plane.ts';

const week0 = join(import.meta.dirname, 'estate/week-0');

/** The estate as somebody would have it in a repository: `base` with a kustomization of every manifest. */
const copyEstate = (context: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-roadmap-files-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const base = join(folder, 'base');
  cpSync(week0, base, { recursive: true });
  const manifests = readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map(({ parentPath, name }) => `- ${relative(base, join(parentPath, name))}\n`);
  writeFileSync(join(base, 'kustomization.yaml'), `resources:\n${manifests.toSorted().join('')}`);
  return folder;
};

/** What stands in `from` with the files of those weeks on top; `false` where there is no kustomize. */
const build = async (folder: string, from: string, weeks: readonly number[], to: string): Promise<boolean> => {
  mkdirSync(join(folder, to));
  for (const week of weeks) {
    const words = ['roadmap', from, '--week', String(week), '--write', `${to}/week-${week}`];
    const { code, error, output } = await runCli([...words, '-o', 'json'], { folder });
    if (/neither kustomize nor kubectl/.test(error)) return false;
    assert.equal(code, 0, error);
    holdToPromise(join(folder, to, `week-${week}`), JSON.parse(output) as RoadmapAnswer);
  }
  const components = weeks
    .map((week) => `week-${week}`)
    .filter((name) => readdirSync(join(folder, to, name)).includes('kustomization.yaml'));
  writeFileSync(
    join(folder, to, 'kustomization.yaml'),
    `resources: [../${from}]\ncomponents: [${components.join(', ')}]\n`,
  );
  return true;
};

/** Every file that the answer names is there, no other but what takes it back and how it is used, and no Secret's value in any. */
const holdToPromise = (folder: string, { phases }: RoadmapAnswer): void => {
  const promised = phases.flatMap(({ actions }) => actions.flatMap(({ files }) => files));
  const made = readdirSync(folder).filter(
    (name) => !['README.md', 'kustomization.yaml'].includes(name) && !name.endsWith('.undo'),
  );
  assert.deepEqual(made.toSorted(), [...new Set(promised)].toSorted());
  for (const name of readdirSync(folder))
    assert.doesNotMatch(readFileSync(join(folder, name), 'utf8'), /example-not-a-real/, name);
};

const roadmapOf = async (folder: string, path: string): Promise<RoadmapAnswer> =>
  JSON.parse((await runCli(['roadmap', path, '-o', 'json'], { folder })).output) as RoadmapAnswer;

const statesOf = ({ phases }: RoadmapAnswer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    phases.flatMap(({ actions }) => actions.map(({ id, state, met, of }) => [id, `${state} ${met}/${of}`])),
  );

test('week after week the files finish what files can finish', async (context) => {
  const folder = copyEstate(context);
  if (!(await build(folder, 'base', [1, 2, 4], 'walls'))) return context.skip('no kustomize and no kubectl here');
  await build(folder, 'walls', [5, 7, 9], 'mesh');
  await build(folder, 'mesh', [3, 11], 'proof');
  // Those two files are not for the cluster: one goes where pipelines are, one where people read.
  const to = join(folder, 'proof/.github/workflows');
  mkdirSync(to, { recursive: true });
  copyFileSync(join(folder, 'proof/week-3/image-scan.github.yaml'), join(to, 'image-scan.yaml'));
  const { 'image-digests': digests, remediation, ...states } = statesOf(await roadmapOf(folder, 'proof'));
  assert.deepEqual(states, {
    rbac: 'done 11/11',
    // What is no object lies beside the folder that is looked at here; whether it is in force only the cluster tells.
    'audit-logging': 'cannot-tell 0/0',
    'pod-security': 'done 3/3',
    'default-deny': 'done 6/6',
    // The sidecars of the mesh need its control plane.
    'required-traffic': 'done 35/35',
    // The pipeline scans; whether the cluster reports on what runs is seen there.
    'image-scanning': 'partly 1/1',
    // Those that something violates watch.
    'admission-control': 'partly 23/49',
    'external-secrets': 'done 12/12',
    'encryption-at-rest': 'cannot-tell 0/0',
    // Helm installs it.
    'runtime-monitoring': 'cannot-tell 0/0',
    // The rules are there; who is told lies in a Secret, or in another repository.
    alerting: 'partly 1/1',
    dashboards: 'done 1/1',
    'mesh-mtls': 'done 6/6',
    'traffic-policies': 'done 3/3',
    benchmark: 'done 1/1',
    'policy-document': 'done 1/1',
  });
  // A registry must be asked for digests, and what has no edit that fits everybody waits for a person.
  assert.equal(digests, 'not-begun 0/16');
  assert.match(remediation ?? '', /^partly /);
});

const run = (words: readonly string[], input: string): Promise<{ readonly ok: boolean; readonly told: string }> =>
  new Promise((done) => {
    const child = execFile('kubectl', words, { maxBuffer: 64 * 1024 * 1024 }, (failure, output, error) =>
      done({ ok: failure === null, told: failure === null ? output : `${output}${error}` }),
    );
    child.stdin?.end(input);
  });

const splitDocuments = (text: string): readonly JsonObject[] =>
  text.split(/^---$/m).flatMap((document) => {
    const parsed = parseYaml(document);
    return parsed.kind === 'value' && isJsonObject(parsed.value) ? [parsed.value] : [];
  });

/** What makes pods, as the pods it would make, in their namespaces. */
const listRefused = async (plane: RunningControlPlane, objects: readonly JsonObject[]): Promise<readonly string[]> => {
  const refused: string[] = [];
  for (const object of objects) {
    const kind = textAt(object, 'kind');
    const template = podTemplateOf({ apiVersion: textAt(object, 'apiVersion'), kind }, object);
    if (template?.kind !== 'template') continue;
    const namespace = textAt(object, 'metadata', 'namespace') || 'default';
    const name = textAt(object, 'metadata', 'name');
    const owner = { apiVersion: textAt(object, 'apiVersion'), kind, name, uid: randomUUID(), controller: true };
    const labels = objectAt(template.metadata, 'labels');
    const claims = objectsAt(object, 'spec', 'volumeClaimTemplates').map((claim) => ({
      name: textAt(claim, 'metadata', 'name'),
      emptyDir: {},
    }));
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `try-${name}`, namespace, labels, ownerReferences: [owner] },
      spec: { ...template.spec, volumes: [...objectsAt(template.spec, 'volumes'), ...claims] },
    };
    const { status, body } = await plane.request('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod);
    if (status !== 201) refused.push(`${kind} ${namespace}/${name}: ${JSON.stringify(body)}`);
  }
  return refused;
};

test('an API server takes the files of weeks 1, 2 and 4, and refuses nothing that runs', async (context) => {
  const folder = copyEstate(context);
  // One of its own: policies of a whole cluster would refuse what other tests put into theirs.
  const plane = await startControlPlane({
    environment: process.env,
    controllerManager: true,
    audit: false,
    apiServerFlags: [],
    folder: null,
  });
  if (plane.kind === 'unavailable') return context.skip(plane.why);
  context.after(() => plane.stop());
  if (!(await build(folder, 'base', [1, 2, 4], 'walls'))) return context.skip('no kustomize and no kubectl here');
  const kubectl = (...words: readonly string[]) => run(['--kubeconfig', plane.kubeconfig, ...words], '');
  const built = await run(['kustomize', join(folder, 'walls')], '');
  assert.ok(built.ok, built.told);
  const objects = splitDocuments(built.told);
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition' || kind === 'Namespace');
  const apply = (list: readonly JsonObject[], ...words: readonly string[]) =>
    run(
      ['--kubeconfig', plane.kubeconfig, 'apply', ...words, '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: list }),
    );
  // Namespaces with their new levels first: what follows is asked about in them.
  const founded = await apply(definitions);
  assert.ok(founded.ok, founded.told);
  await kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s');
  const rest = objects.filter((each) => !definitions.includes(each));
  const dry = await apply(rest, '--dry-run=server');
  assert.ok(dry.ok, dry.told);
  assert.doesNotMatch(dry.told, /would violate PodSecurity "baseline/);
  // Then in earnest, so that the policies of week 4 are asked, and the pods have their accounts.
  const real = await apply(rest);
  assert.ok(real.ok, real.told);
  assert.deepEqual(await listRefused(plane, objects), []);
});
