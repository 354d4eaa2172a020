/** `npm run bench -- policies`: verdicts a second, whole scans by policies, compilation, and kubectl-kyverno beside it where it is on PATH. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRuleIndex } from '../src/engine/match/rule-index.ts';
import { compileExpression } from '../src/lang/cel/compile-expression.ts';
import { createAdmissionEnvironment } from '../src/kube/cel/admission-environment.ts';
import { toResources } from '../src/kube/schema/to-resource.ts';
import { parseYaml } from '../src/lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type Json } from '../src/model/json.ts';
import type { Facts } from '../src/model/request.ts';
import type { Resource } from '../src/model/resource.ts';
import type { Rule } from '../src/model/rule.ts';
import { readLibrary } from '../src/hosts/assemble/policy-library.ts';
import { allRules, createRuleSet } from '../src/hosts/assemble/rules.ts';
import { generateWorkloads } from './generate-deployments.ts';
import { measureRun, median } from './measure-run.ts';

const results = fileURLToPath(new URL('./results/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'vauban-policies-'));
const library = readLibrary();

/** What a small platform team would run: twenty policies, every one of them about the Pod of a Deployment. */
const chosen = library.policies.filter(({ group }) => group === 'workload' || group === 'resources').slice(0, 20);

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly runs: readonly number[];
}

const figures: Figure[] = [];

const note = (name: string, unit: string, runs: readonly number[]): void => {
  const value = median(runs);
  figures.push({ name, value, unit, runs });
  process.stdout.write(
    `${name.padEnd(66)} ${value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en')} ${unit}\n`,
  );
};

const readResources = (folder: string): readonly Resource[] =>
  readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split(/^---$/m)
      .flatMap((text) => {
        const parsed = parseYaml(text);
        if (parsed.kind === 'defect') throw new Error(`${file}: ${parsed.message}`);
        const origin = { kind: 'file', file, document: 0, item: null, start: 0, end: 0 } as const;
        return [...toResources(parsed.value, origin)].flatMap((made) =>
          made.kind === 'resource' ? [made.resource] : [],
        );
      }),
  );

const noFacts: Facts = { answer: () => ({ kind: 'absent' }) };

const judgeAll = (resources: readonly Resource[], rulesFor: (resource: Resource) => readonly Rule[]): number => {
  let verdicts = 0;
  for (const resource of resources) {
    const subject = { kind: 'resource', resource } as const;
    for (const rule of rulesFor(resource)) {
      if (rule.judge(subject, noFacts).kind === 'done') verdicts += 1;
    }
  }
  return verdicts;
};

const perSecond = (work: () => number): number => {
  const start = process.hrtime.bigint();
  const done = work();
  return (done / Number(process.hrtime.bigint() - start)) * 1e9;
};

const repeat = (times: number, measure: () => number): readonly number[] => Array.from({ length: times }, measure);

const measureVerdicts = async (): Promise<void> => {
  const { folder } = generateWorkloads(join(work, 'verdicts'), 'Deployment', 4000);
  const { rules } = await createRuleSet({ ...allRules, only: chosen.map(({ id }) => id) });
  const index = createRuleIndex(rules);
  const rulesFor = (resource: Resource) => index.rulesFor({ kind: 'resource', resource });
  const fresh = repeat(7, () => {
    // Read anew: what is remembered of an object must not help its second judgement.
    const resources = readResources(folder);
    return perSecond(() => judgeAll(resources, rulesFor));
  });
  note('verdicts a second: 20 policies, objects seen for the first time', '/s', fresh.slice(2));
  const resources = readResources(folder);
  const again = repeat(9, () => perSecond(() => judgeAll(resources, rulesFor)));
  note('verdicts a second: 20 policies, objects already presented', '/s', again.slice(2));
};

const writePolicies = (): string => {
  const folder = join(work, 'policies');
  mkdirSync(folder);
  for (const { id, text } of chosen) writeFileSync(join(folder, `${id.replaceAll('/', '-')}.yaml`), text);
  return folder;
};

const measureScan = (policies: string): void => {
  for (const [estate, count] of [
    ['hardened', 1000],
    ['hardened', 10_000],
    ['careless', 10_000],
  ] as const) {
    const { folder } = generateWorkloads(join(work, `${estate}-${count}`), 'Deployment', count, estate);
    const words = [
      'scan',
      folder,
      '--policy',
      policies,
      '--library',
      'none',
      '--only',
      'admission-policy/*',
      '--fail-on',
      'none',
      '-o',
      `json=${join(work, 'report.json')}`,
    ];
    measureRun(words);
    note(
      `scan of ${count} ${estate} Deployments by ${chosen.length} policies`,
      's',
      repeat(3, () => measureRun(words).wall / 1000),
    );
  }
};

const measureCompilation = (): void => {
  const sources = library.policies.flatMap(({ document }) => collectExpressions(document.object['spec'] ?? null));
  const environment = createAdmissionEnvironment({ hasParams: true, hasAuthorizer: true, isMutation: false });
  const rates = repeat(12, () =>
    perSecond(() => {
      for (const source of sources) compileExpression(source, environment);
      return sources.length;
    }),
  );
  note(`expressions compiled a second: the library's ${sources.length}, first time`, '/s', rates.slice(0, 1));
  note(`expressions compiled a second: the library's ${sources.length}, warm`, '/s', rates.slice(4));
};

const collectExpressions = (value: Json): readonly string[] => {
  if (isJsonArray(value)) return value.flatMap(collectExpressions);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'expression' || key === 'messageExpression') && typeof inner === 'string'
      ? [inner]
      : collectExpressions(inner),
  );
};

/** The same policies and Pods by both programs, in one run. */
const measurePeer = (policies: string): void => {
  const counts = [20, 100] as const;
  const peer = spawnSync('kubectl-kyverno', ['version'], { stdio: 'ignore' });
  if (peer.error !== undefined) {
    process.stdout.write('kubectl-kyverno is not on PATH: not compared\n');
    return;
  }
  const walls: Record<string, number[]> = {};
  for (const count of counts) {
    const { folder } = generateWorkloads(join(work, `pods-${count}`), 'Pod', count);
    const file = join(work, `pods-${count}.yaml`);
    copyFileSync(join(folder, 'pods-0.yaml'), file);
    walls[`kyverno ${count}`] = [
      ...repeat(3, () => timeOf('kubectl-kyverno', ['apply', policies, '--resource', file])),
    ];
    const words = [
      'scan',
      file,
      '--policy',
      policies,
      '--library',
      'none',
      '--only',
      'admission-policy/*',
      '--fail-on',
      'none',
      '-o',
      `json=${join(work, 'report.json')}`,
    ];
    walls[`vauban ${count}`] = [...repeat(3, () => measureRun(words).wall)];
  }
  for (const program of ['kyverno', 'vauban']) {
    const [few, many] = counts;
    note(`${program}: ${many} Pods by ${chosen.length} policies, whole run`, 'ms', walls[`${program} ${many}`] ?? []);
    const each = (median(walls[`${program} ${many}`] ?? []) - median(walls[`${program} ${few}`] ?? [])) / (many - few);
    note(`${program}: each further Pod`, 'ms', [each]);
  }
};

const timeOf = (program: string, words: readonly string[]): number => {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  // It exits 1 where something fails, which is what it was asked.
  if (status !== 0 && status !== 1) throw new Error(`${program} ${words.join(' ')}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
};

try {
  measureCompilation();
  await measureVerdicts();
  const policies = writePolicies();
  measureScan(policies);
  measurePeer(policies);
  mkdirSync(results, { recursive: true });
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node };
  writeFileSync(join(results, 'policies.json'), `${JSON.stringify({ machine, figures }, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
