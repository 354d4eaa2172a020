/** Asks the real `kubectl-kyverno apply` about a batch, and reads its report, its refusals and the objects it prints. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { isJsonArray, isJsonObject, type Json } from '../../../src/model/json.ts';
import { parseYaml } from '../../../src/lang/yaml/read-yaml.ts';
import { append, toVerdictKey, type Answers, type Verdict } from './batch.ts';

/** `crash` where it gave no report: it panicked, or stopped at an object. */
export type KyvernoAnswer =
  | { readonly kind: 'answers'; readonly answers: Answers }
  | { readonly kind: 'crash'; readonly why: string };

export interface BatchFiles {
  readonly folder: string;
  readonly policies: readonly string[];
  readonly hasExceptions: boolean;
  readonly hasValues: boolean;
  readonly hasUser: boolean;
}

export const askKyverno = async (binary: string, files: BatchFiles): Promise<KyvernoAnswer> => {
  const { folder } = files;
  // Of a folder it would drop every policy where it cannot read one.
  const args = ['apply', ...files.policies, '--resource', join(folder, 'resources.yaml')];
  args.push('--policy-report', '--output-format', 'json', '--remove-color', '--continue-on-fail');
  if (files.hasExceptions) args.push('--exception', join(folder, 'exceptions.yaml'));
  if (files.hasValues) args.push('--values-file', join(folder, 'values.yaml'));
  if (files.hasUser) args.push('--userinfo', join(folder, 'user.yaml'));
  const { stdout, stderr } = await run(binary, args);
  if (/^panic: |^goroutine \d+ \[running\]/m.test(stderr)) return { kind: 'crash', why: stderr.slice(0, 2000) };
  // After what was mutated it begins no line of its own.
  const reports = [...stdout.matchAll(/\{"(?:kind|metadata)":.*$/gm)].map(([report]) => report);
  if (reports.length === 0 && /^Error: /m.test(stderr)) return { kind: 'crash', why: stderr.slice(0, 2000) };
  return {
    kind: 'answers',
    answers: { refused: toRefused(stdout), verdicts: toVerdicts(reports), objects: toObjects(stdout) },
  };
};

const run = (binary: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(binary, args, { maxBuffer: 1024 * 1024 * 1024 }, (_, stdout, stderr) => resolve({ stdout, stderr }));
  });

const toRefused = (stdout: string): ReadonlyMap<string, string> => {
  const refused = new Map<string, string>();
  for (const [, part = ''] of stdout.matchAll(/^(?:Policies Skipped|Invalid Policies):\n([^]*?)^-{70}$/gm))
    for (const [, name = '', reason = ''] of part.matchAll(/^\d+\. ([^:\s]+)(?:: (.*))?$/gm)) refused.set(name, reason);
  return refused;
};

const toVerdicts = (reports: readonly string[]): ReadonlyMap<string, readonly Verdict[]> => {
  const verdicts = new Map<string, Verdict[]>();
  for (const line of reports) {
    const report = JSON.parse(line) as Json;
    const results = isJsonObject(report) ? report['results'] : null;
    for (const result of isJsonArray(results) ? results.filter(isJsonObject) : []) {
      const { policy, rule, resources, message, result: status } = result;
      const [resource] = isJsonArray(resources) ? resources.filter(isJsonObject) : [];
      if (resource === undefined) continue;
      const { kind, namespace, name } = resource;
      const key = toVerdictKey(
        text(policy).split('/').at(-1) ?? '',
        text(rule),
        text(kind),
        text(namespace),
        text(name),
      );
      append(verdicts, key, { status: text(status), message: text(message) });
    }
  }
  return verdicts;
};

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const toObjects = (stdout: string): ReadonlyMap<string, readonly Json[]> => {
  const objects = new Map<string, Json[]>();
  for (const [, policy, path, document = ''] of stdout.matchAll(/^policy (\S+) applied to (.*):\n([^]*?)\n---$/gm)) {
    const parsed = parseYaml(document);
    if (parsed.kind !== 'defect') append(objects, `${policy} ${path}`, parsed.value);
  }
  return objects;
};
