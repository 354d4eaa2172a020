/**
 * Runs the upstream cases of the Pod Security Standards through the rules, each at the level and version of its
 * folder: `node conformance/pod-security.ts [FOLDER]`, where FOLDER holds LEVEL/VERSION/{pass,fail}/CHECK.yaml, itself
 * or below psa/test/testdata. Without one it is `VAUBAN_CONFORMANCE`, else the folder beside this repository.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseLevelVersion, type LevelVersion } from '../src/kube/pod-security/level.ts';
import { createPodSecurityRules } from '../src/kube/pod-security/rules.ts';
import { parseYaml } from '../src/lang/yaml/read-yaml.ts';
import { isJsonObject, type JsonObject } from '../src/model/json.ts';
import type { Rule } from '../src/model/rule.ts';

/** Cases known not to agree, each with the reason; a listed case that agrees fails the run, so that the list shrinks. */
const gaps: ReadonlyMap<string, string> = new Map();

/** The rule a case's file name promises to fail, where it promises one: `hostports0.yaml` is about `host-ports`. */
const promised: Readonly<Record<string, readonly string[]>> = {
  allowprivilegeescalation: ['restricted/privilege-escalation'],
  apparmorprofile: ['baseline/app-armor'],
  capabilities_baseline: ['baseline/capabilities'],
  capabilities_restricted: ['restricted/capabilities'],
  hostnamespaces: ['baseline/host-namespaces'],
  hostpathvolumes: ['baseline/host-path-volumes'],
  hostports: ['baseline/host-ports'],
  hostprobesandhostlifecycle: ['baseline/host-probes'],
  privileged: ['baseline/privileged'],
  procmount: ['baseline/proc-mount'],
  procmount_restricted: ['restricted/proc-mount'],
  restrictedvolumes: ['restricted/volume-types'],
  runasnonroot: ['restricted/run-as-non-root'],
  runasuser: ['restricted/run-as-user'],
  seccompprofile_baseline: ['baseline/seccomp'],
  seccompprofile_restricted: ['restricted/seccomp'],
  selinuxoptions: ['baseline/selinux'],
  sysctls: ['baseline/sysctls'],
  windowshostprocess: ['baseline/windows-host-process'],
};

interface Case {
  readonly name: string;
  readonly file: string;
  readonly level: LevelVersion;
  readonly expected: 'pass' | 'fail';
}

/** A folder that somebody named and that is not there fails the run; without the usual one there is nothing to run. */
const main = (root: string, isNamed: boolean): number => {
  // The root of all conformance suites will do as well as the folder of this one.
  const folder = ['psa/test/testdata', 'test/testdata'].map((below) => join(root, below)).find(existsSync) ?? root;
  if (!existsSync(folder)) {
    print(`pod-security: not run: there is no folder ${folder}; give the one that holds the upstream test data`);
    return isNamed ? 1 : 0;
  }
  const tally = { agreed: 0, disagreed: 0, notRun: 0, gaps: 0, otherCheck: 0 };
  for (const one of listCases(folder)) {
    const outcome = runCase(one);
    const gap = gaps.get(one.name);
    if (outcome.kind === 'not-run') {
      tally.notRun += 1;
      print(`not run    ${one.name}: ${outcome.why}`);
    } else if (outcome.kind === 'agreed' && gap === undefined) {
      tally.agreed += 1;
      if (outcome.otherCheck !== undefined) {
        tally.otherCheck += 1;
        print(`other      ${one.name}: ${outcome.otherCheck}`);
      }
    } else if (outcome.kind === 'disagreed' && gap !== undefined) {
      tally.gaps += 1;
      print(`gap        ${one.name}: ${gap}`);
    } else {
      tally.disagreed += 1;
      print(
        `disagreed  ${one.name}: ${outcome.kind === 'disagreed' ? outcome.why : `agrees, take it from the gaps (${gap})`}`,
      );
    }
  }
  print(
    `pod-security: ${tally.agreed} agreed, ${tally.disagreed} disagreed, ${tally.notRun} not run, ${tally.gaps} known gaps, ${tally.otherCheck} failed by another check than the case is named after`,
  );
  return tally.disagreed > 0 || tally.agreed === 0 ? 1 : 0;
};

const listCases = (folder: string): readonly Case[] => {
  const cases: Case[] = [];
  for (const level of readdirSync(folder).sort()) {
    for (const version of readdirSync(join(folder, level)).sort()) {
      const parsed = parseLevelVersion(`${level}:${version}`);
      if (parsed.kind === 'defect') throw new Error(`${level}/${version} is no level and version: ${parsed.message}`);
      for (const expected of ['pass', 'fail'] as const) {
        const below = join(folder, level, version, expected);
        for (const file of existsSync(below) ? readdirSync(below).sort() : []) {
          cases.push({
            name: `${level}/${version}/${expected}/${file}`,
            file: join(below, file),
            level: parsed.value,
            expected,
          });
        }
      }
    }
  }
  return cases;
};

type Outcome =
  | { readonly kind: 'agreed'; readonly otherCheck: string | undefined }
  | { readonly kind: 'disagreed'; readonly why: string }
  | { readonly kind: 'not-run'; readonly why: string };

const runCase = ({ file, level, expected }: Case): Outcome => {
  const pod = readPod(file);
  if (pod === undefined) return { kind: 'not-run', why: 'it holds no object' };
  const failing = failingRules(rulesAt(level), pod);
  const got = failing.length === 0 ? 'pass' : 'fail';
  if (got !== expected) return { kind: 'disagreed', why: `expected ${expected}, got ${got} ${failing.join(', ')}` };
  const wanted = promised[basename(file, '.yaml').replace(/\d+$/, '')];
  const isNamed =
    expected === 'pass' || wanted === undefined || wanted.some((id) => failing.includes(`pod-security/${id}`));
  return {
    kind: 'agreed',
    otherCheck: isNamed ? undefined : `failed by ${failing.join(', ')}, not by ${(wanted ?? []).join(', ')}`,
  };
};

const readPod = (file: string): JsonObject | undefined => {
  const parsed = parseYaml(readFileSync(file, 'utf8'));
  return parsed.kind === 'value' && isJsonObject(parsed.value) ? parsed.value : undefined;
};

const rules = new Map<string, readonly Rule[]>();

const rulesAt = (override: LevelVersion): readonly Rule[] => {
  const key = `${override.level}:${override.version}`;
  const known = rules.get(key) ?? createPodSecurityRules({ override });
  rules.set(key, known);
  return known;
};

/** An error counts as a failure: what cannot be judged is not let pass. */
const failingRules = (rules: readonly Rule[], object: JsonObject): readonly string[] => {
  const resource = {
    ref: { apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'case' },
    object,
    origin: { kind: 'file', file: '-', document: 0, item: null, start: 0, end: 0 },
  } as const;
  return rules
    .filter((rule) => {
      const judgement = rule.judge({ kind: 'resource', resource }, { answer: () => undefined });
      return (
        judgement.kind === 'need' || judgement.conclusions.some(({ status }) => status === 'fail' || status === 'error')
      );
    })
    .map(({ id }) => id);
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const named = process.argv[2] ?? process.env.VAUBAN_CONFORMANCE;
process.exitCode = main(named ?? join(import.meta.dirname, '..', '..', 'shared', 'conformance'), named !== undefined);
