/** Compiles `validate.podSecurity`: a level and a version of the Pod Security Standards, and what is excluded from it. */

import { isLevel } from '../../../kube/pod-security/level.ts';
import { toPodView } from '../../../kube/pod-security/pod-view.ts';
import { parseVersion, type Version } from '../../../kube/pod-security/version.ts';
import { renderFieldPath } from '../../../model/field-path.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { HandlerCompilation, RuleDefect, RuleHandler, RuleResponse } from '../rule-response.ts';
import { controlNames } from './controls.ts';
import { evaluateControls, selectControls, type ControlFailure } from './evaluate-controls.ts';
import { compileAnyWildcard, excludeControls, type Exclusion } from './exclude-controls.ts';
import { renderFieldError } from './field-error.ts';
import { toPodTemplate, type KyvernoPodTemplate } from './pod-template.ts';

/** `ruleName` is for messages. */
export const compilePodSecurity = (
  podSecurity: JsonObject,
  at: readonly (string | number)[],
  ruleName = '',
): HandlerCompilation => {
  const defects: RuleDefect[] = [];
  const level = readLevel(podSecurity, at, defects);
  const version = readVersion(podSecurity, at, defects);
  const exclusions = readExclusions(podSecurity['exclude'], [...at, 'exclude'], defects);
  if (defects.length > 0) return { kind: 'defects', defects };
  const selected = selectControls(level, version);
  const words: Words = { rule: ruleName === '' ? '' : ` '${ruleName}'`, level: `${level}:${version}` };
  const handle: RuleHandler = ({ subject, resource }) => {
    if (subject.operation === 'DELETE') return [];
    const template = toPodTemplate(resource);
    if (template.kind === 'unsuitable') return [{ status: 'error', message: template.message, path: '' }];
    const pod = toPodView({ kind: 'template', prefix: [], metadata: template.metadata, spec: template.spec });
    const [defect] = pod.defects;
    if (defect !== undefined) {
      const path = renderFieldPath([...template.prefix, ...defect.path]);
      return [{ status: 'error', message: `Error while getting new resource: ${defect.message}`, path }];
    }
    const failures = excludeControls(evaluateControls(selected, pod), exclusions, selected, pod);
    return [failures.length === 0 ? toPass(words) : toFail(words, failures, template)];
  };
  return { kind: 'handler', handle, warnings: [] };
};

interface Words {
  readonly rule: string;
  readonly level: string;
}

const toPass = ({ rule }: Words): RuleResponse => ({
  status: 'pass',
  message: `Validation rule${rule} passed.`,
  path: '',
});

const toFail = (words: Words, failures: readonly ControlFailure[], { prefix }: KyvernoPodTemplate): RuleResponse => {
  const told = failures.map(({ control, errors }) => {
    const fields = (errors ?? []).map((error) => renderFieldError(error, prefix)).join(', ');
    return `(Forbidden reason: ${control.reason}, field error list: [${fields}])`;
  });
  const first = failures.find(({ errors }) => errors !== null)?.errors?.[0];
  return {
    status: 'fail',
    message: `Validation rule${words.rule} failed. It violates PodSecurity "${words.level}": ${told.join('')}`,
    path: first === undefined ? '' : renderFieldPath([...prefix, ...first.path]),
  };
};

const readLevel = ({ level }: JsonObject, at: readonly (string | number)[], defects: RuleDefect[]): string => {
  if (typeof level === 'string' && isLevel(level)) return level;
  const message = 'level must be one of privileged, baseline, restricted';
  defects.push({ severity: 'error', message, path: level === undefined ? at : [...at, 'level'] });
  return '';
};

const readVersion = ({ version }: JsonObject, at: readonly (string | number)[], defects: RuleDefect[]): Version => {
  if (version === undefined || version === null || version === '') return 'latest';
  const parsed = typeof version === 'string' ? parseVersion(version) : undefined;
  if (parsed !== undefined) return parsed;
  defects.push({
    severity: 'error',
    message: 'version must be "latest" or one like "v1.31"',
    path: [...at, 'version'],
  });
  return 'latest';
};

const readExclusions = (
  written: Json | undefined,
  at: readonly (string | number)[],
  defects: RuleDefect[],
): readonly Exclusion[] => {
  if (written === undefined || written === null) return [];
  if (!isJsonArray(written)) {
    defects.push({ severity: 'error', message: 'exclude must be a list', path: at });
    return [];
  }
  return written.flatMap((entry, index) => readExclusion(entry, [...at, index], defects));
};

const readExclusion = (entry: Json, at: readonly (string | number)[], defects: RuleDefect[]): readonly Exclusion[] => {
  if (!isJsonObject(entry) || typeof entry['controlName'] !== 'string') {
    defects.push({ severity: 'error', message: 'an exclusion needs a controlName', path: at });
    return [];
  }
  const { controlName, restrictedField } = entry;
  if (!controlNames.includes(controlName)) {
    const message = `${JSON.stringify(controlName)} is no control: use one of ${controlNames.join(', ')}`;
    defects.push({ severity: 'error', message, path: [...at, 'controlName'] });
    return [];
  }
  const images = readTexts(entry['images'], [...at, 'images'], defects);
  const values = readTexts(entry['values'], [...at, 'values'], defects);
  return [
    {
      controlName,
      images: images.length === 0 ? null : compileAnyWildcard(images),
      restrictedField: typeof restrictedField === 'string' ? restrictedField : '',
      values: values.length === 0 ? null : compileAnyWildcard(values),
    },
  ];
};

const readTexts = (
  written: Json | undefined,
  at: readonly (string | number)[],
  defects: RuleDefect[],
): readonly string[] => {
  if (written === undefined || written === null) return [];
  if (isJsonArray(written) && written.every((item) => typeof item === 'string')) return written;
  defects.push({ severity: 'error', message: `${String(at.at(-1))} must be a list of texts`, path: at });
  return [];
};
