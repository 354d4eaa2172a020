/** Asks the real `kubectl-kyverno apply` about a batch, and reads its report, its refusals and the objects it prints. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseYaml } from '../../../src/lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../src/model/json.ts';
import { append, type CelAnswers, type CelBatch } from './cel-batch.ts';

/** `crash` where it gave no report: it panicked, or stopped at an object. */
export type KyvernoAnswer =
  | { readonly kind: 'answers'; readonly answers: CelAnswers }
  | { readonly kind: 'crash'; readonly why: string };

export const askKyvernoCel = async (binary: string, folder: string, batch: CelBatch): Promise<KyvernoAnswer> => {
  const args = ['apply', join(folder, 'policies'), '--resource', join(folder, 'resources.yaml')];
  args.push('--policy-report', '--output-format', 'json', '--remove-color', '--continue-on-fail');
  if (batch.exceptions.length > 0) args.push('--exception', join(folder, 'exceptions.yaml'));
  if (batch.values !== null) args.push('--values-file', join(folder, 'values.yaml'));
  if (batch.user !== null) args.push('--userinfo', join(folder, 'user.yaml'));
  if (batch.context !== null) args.push('--context-file', join(folder, 'context.yaml'));
  const { stdout, stderr } = await run(binary, args);
  if (/^panic: |^goroutine \d+ \[running\]/m.test(stderr)) return { kind: 'crash', why: stderr.slice(0, 1500) };
  // What it prints of the last object has no end of its own.
  const reports = stdout.split('\n').flatMap((line) => {
    const at = line.indexOf('{"kind":"ClusterReport"');
    return at < 0 ? [] : [line.slice(at)];
  });
  if (reports.length === 0) return { kind: 'crash', why: `${stderr}${stdout}`.slice(0, 1500) };
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

const toVerdicts = (reports: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const verdicts = new Map<string, string[]>();
  for (const line of reports) {
    const report = JSON.parse(line) as Json;
    const results = isJsonObject(report) ? report['results'] : null;
    for (const result of isJsonArray(results) ? results.filter(isJsonObject) : []) {
      const { policy, resources, message, result: status } = result;
      const [resource] = isJsonArray(resources) ? resources.filter(isJsonObject) : [];
      if (resource === undefined) continue;
      const { kind, namespace, name } = resource;
      const key = `${text(policy).split('/').at(-1) ?? ''} ${text(kind)} ${text(namespace)}/${text(name)}`;
      append(verdicts, key, `${text(status)}: ${text(message)}`);
    }
  }
  return verdicts;
};

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** It prints what a mutation made twice. */
const toObjects = (stdout: string): ReadonlyMap<string, readonly Json[]> => {
  const objects = new Map<string, Json[]>();
  for (const [, policy, path = '', document = '', next = ''] of stdout.matchAll(
    /^policy (\S+) applied to (.*):\n([^]*?)\n---\n\n\n(Mutation|Generate):/gm,
  )) {
    const parsed = parseYaml(document);
    if (parsed.kind === 'defect') continue;
    const [namespace = '', kind = '', ...name] = path.split('/');
    const key = `${policy} ${kind} ${namespace}/${name.join('/')}`;
    if (next === 'Mutation') objects.set(key, [parsed.value]);
    else append(objects, key, parsed.value);
  }
  return objects;
};
