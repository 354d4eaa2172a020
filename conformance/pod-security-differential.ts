/**
 * Compares Vauban with the Kubernetes reference on random pods, at every level and version:
 * `node conformance/pod-security-differential.ts [COUNT] [SEED]`. Needs Go and the modules of
 * tools/oracles/pod-security, and says in one line where there are none; `POD_SECURITY_ORACLE` may name a binary built
 * from it, which must then run.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseLevelVersion, type LevelVersion } from '../src/kube/pod-security/level.ts';
import { createPodSecurityRules } from '../src/kube/pod-security/rules.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../src/model/json.ts';
import type { Rule } from '../src/model/rule.ts';
import { randomPods, type RandomPod } from '../src/kube/pod-security/random-pods.ts';

/** Two versions past the newest: they behave as the newest. */
const newest = 39;

/** The control behind each reason the reference gives; both its checks of one control share a reason or have two. */
const controls: Readonly<Record<string, string>> = {
  'allowPrivilegeEscalation != false': 'pss-privilege-escalation',
  'forbidden AppArmor profile': 'pss-app-armor',
  'forbidden AppArmor profiles': 'pss-app-armor',
  'non-default capabilities': 'pss-capabilities',
  'unrestricted capabilities': 'pss-capabilities',
  'host namespaces': 'pss-host-namespaces',
  'hostPath volumes': 'pss-volumes',
  'restricted volume types': 'pss-volumes',
  hostPort: 'pss-host-ports',
  'probe or lifecycle host': 'pss-host-probes',
  privileged: 'pss-privileged',
  procMount: 'pss-proc-mount',
  'runAsNonRoot != true': 'pss-run-as-non-root',
  'runAsUser=0': 'pss-run-as-user',
  seLinuxOptions: 'pss-selinux',
  seccompProfile: 'pss-seccomp',
  'forbidden sysctls': 'pss-sysctls',
  hostProcess: 'pss-windows-host-process',
};

const main = (count: number, seed: number): number => {
  const pods = [...randomPods(seed, count)];
  const answers = askOracle(pods);
  if (typeof answers === 'string') {
    print(`pod-security differential: not run: ${answers}`);
    return process.env.POD_SECURITY_ORACLE === undefined ? 0 : 1;
  }
  const runs = everyLevel().map((level) => ({ level, rules: createPodSecurityRules({ override: level }) }));
  const tally = { verdicts: 0, allowed: 0, refused: 0, differences: 0 };
  for (const [index, { pod }] of pods.entries()) {
    const answer = answers[index] ?? {};
    if (typeof answer.error === 'string') {
      tally.refused += 1;
      if (!isCalledSafe(runs, pod)) continue;
      tally.differences += 1;
      print(`difference: called safe, though the API server refuses it (${answer.error}): ${JSON.stringify(pod)}`);
      continue;
    }
    for (const { level, rules } of runs) {
      const ours = failingControls(rules, pod);
      const theirs = forbiddenControls(answer[`${level.level}:${level.version}`]);
      tally.verdicts += 1;
      if (theirs === '') tally.allowed += 1;
      if (ours === theirs) continue;
      tally.differences += 1;
      if (tally.differences <= 10) {
        print(
          `difference at ${level.level}:${level.version}: ours [${ours}], theirs [${theirs}]: ${JSON.stringify(pod)}`,
        );
      }
    }
  }
  print(
    `pod-security differential: ${count} pods, ${tally.verdicts} verdicts (${tally.allowed} allow), ${tally.refused} pods undecodable, ${tally.differences} differences`,
  );
  return tally.differences > 0 ? 1 : 0;
};

const everyLevel = (): readonly LevelVersion[] =>
  ['privileged', 'baseline', 'restricted'].flatMap((level) =>
    [...Array.from({ length: newest + 1 }, (_, minor) => `v1.${minor}`), 'latest'].map((version) => {
      const parsed = parseLevelVersion(`${level}:${version}`);
      if (parsed.kind === 'defect') throw new Error(parsed.message);
      return parsed.value;
    }),
  );

/** The reference's answers, or why there are none here: no Go, or modules that are on no disk and in no reach. */
const askOracle = (pods: readonly RandomPod[]): readonly JsonObject[] | string => {
  const binary = process.env.POD_SECURITY_ORACLE;
  const folder = join(import.meta.dirname, '..', 'tools', 'oracles', 'pod-security');
  const input = pods.map(({ pod }) => `${JSON.stringify({ pod })}\n`).join('');
  const result = spawnSync(binary ?? 'go', binary === undefined ? ['run', '.'] : [], {
    cwd: folder,
    input,
    maxBuffer: 2 ** 30,
  });
  if (result.error !== undefined) return `${binary ?? 'go'} cannot be started (${result.error.message})`;
  const missing = /^.*(?:dial tcp|proxyconnect|module lookup disabled|no such host).*$/m.exec(result.stderr.toString());
  if (result.status !== 0 && missing !== null) return `its modules cannot be had here (${missing[0].trim()})`;
  if (result.status !== 0) throw new Error(`the reference ended with ${result.status}: ${result.stderr.toString()}`);
  return result.stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);
};

/** Nothing that the API server cannot decode may pass, unless the field that is broken is one that is let off. */
const isCalledSafe = (runs: readonly { level: LevelVersion; rules: readonly Rule[] }[], pod: JsonObject): boolean => {
  const spec = isJsonObject(pod.spec) ? pod.spec : {};
  if (spec.hostUsers === false || (isJsonObject(spec.os) && spec.os.name === 'windows')) return false;
  return runs
    .filter(({ level: { level, version } }) => level === 'restricted' && version === 'latest')
    .every(({ rules }) => failingControls(rules, pod) === '');
};

const failingControls = (rules: readonly Rule[], object: JsonObject): string => {
  const resource = {
    ref: { apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'random' },
    object,
    origin: { kind: 'file', file: '-', document: 0, item: null, start: 0, end: 0 },
  } as const;
  const failing = rules.filter((rule) => {
    const judgement = rule.judge({ kind: 'resource', resource }, { answer: () => undefined });
    return (
      judgement.kind === 'need' || judgement.conclusions.some(({ status }) => status === 'fail' || status === 'error')
    );
  });
  return [...new Set(failing.map(({ control }) => control ?? ''))].sort().join(' ');
};

const forbiddenControls = (reasons: JsonObject[string] | undefined): string => {
  const found = isJsonArray(reasons) ? reasons : [];
  return [...new Set(found.map((reason) => toControl(typeof reason === 'string' ? reason : '')))].sort().join(' ');
};

/** `hostPort (container "web" uses hostPort 80)` is about `pss-host-ports`. */
const toControl = (reason: string): string => {
  const word = reason.slice(0, reason.indexOf(' ('));
  return controls[word] ?? `an unknown reason: ${word}`;
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

process.exitCode = main(Number(process.argv[2] ?? 2000), Number(process.argv[3] ?? 1));
