/** `vauban preview`: shows what enforcing a level would refuse, before anybody enforces it. */

import { join } from 'node:path';
import { previewPodSecurity, type Preview, type Refusal } from '../assemble/preview-pod-security.ts';
import { createRules } from '../assemble/rules.ts';
import { scanEstate } from '../assemble/scan-estate.ts';
import { parseLevelVersion, type LevelVersion } from '../../kube/pod-security/level.ts';
import { printYaml } from '../../lang/patch/print-yaml.ts';
import { UsageError, flagOption, listOption, textOption, type RunCommand } from './command.ts';
import type { CliContext } from './cli-context.ts';
import { createProgress } from './progress.ts';
import { readSettings } from './settings.ts';
import { toTargets } from './targets.ts';
import { toPlainText } from '../../reports/plain-text.ts';

export const run: RunCommand = async (input, context) => {
  const [what = '', ...words] = input.words;
  const policy = toPolicy(what);
  const settings = await readSettings(input, context);
  const progress = createProgress(context);
  const { report, nothingRead } = await scanEstate(
    {
      program: context.program,
      rules: createRules({ podSecurity: policy }),
      ...(await toTargets(words, input, settings, context)),
      namespaces: listOption(input, 'namespace'),
      exceptions: [],
      baseline: null,
      asOf: context.now(),
      includePasses: false,
      includeSkips: false,
      problems: [],
      progress: progress.say,
    },
    context,
  );
  await progress.end();
  const preview = previewPodSecurity(report);
  for (const { span, message } of report.problems)
    await context.error.write(`vauban: ${span === null ? '' : `${span.file}: `}${toPlainText(message)}\n`);
  for (const { kind, reason } of report.unread)
    await context.error.write(`vauban: ${kind} was not read: ${toPlainText(reason)}\n`);
  if (nothingRead) {
    await context.error.write('vauban: nothing could be read, so nothing can be said\n');
    return 2;
  }
  const namespaces = listOption(input, 'namespace');
  await context.output.write(
    textOption(input, 'output') === 'json'
      ? renderJson(what, preview, report.complete)
      : renderText(policy, preview, namespaces, report.complete),
  );
  const folder = textOption(input, 'write');
  if (folder !== undefined) await writePatches(preview, folder, context);
  return report.complete || flagOption(input, 'allowPartial') ? (preview.refused.length > 0 ? 1 : 0) : 1;
};

const toPolicy = (what: string): LevelVersion => {
  const [family, level] = what.split('=', 2);
  if (family !== 'pod-security' || level === undefined) {
    throw new UsageError(
      `preview ${what}: say pod-security=baseline or pod-security=restricted, with :VERSION if wanted`,
    );
  }
  const parsed = parseLevelVersion(level);
  if (parsed.kind === 'defect') throw new UsageError(parsed.message);
  return parsed.value;
};

const renderText = (
  policy: LevelVersion,
  { subjects, refused }: Preview,
  namespaces: readonly string[],
  complete: boolean,
): string => {
  const name = `${policy.level}:${policy.version}`;
  const partial = complete ? '' : 'partial: not everything could be read\n';
  const target = namespaces.length === 1 ? `namespace ${namespaces[0]}` : 'its namespace';
  if (refused.length === 0) {
    const label = `kubectl label namespace ${namespaces[0] ?? 'NAMESPACE'} pod-security.kubernetes.io/enforce=${policy.level}`;
    return `${partial}Nothing of the ${subjects} objects would be refused at ${name}.\n\n  ${label}\n`;
  }
  const blocks = refused.map((refusal) => renderRefusal(refusal));
  const left = refused.filter((refusal) => refusal.left.length > 0).length;
  return [
    `${partial}${refused.length} of ${subjects} objects would be refused if ${name} were enforced on ${target}.`,
    'The API server enforces Pods only: a Deployment is still accepted, but its Pods are not created.',
    '',
    blocks.join('\n'),
    `${refused.length - left} can be mended by the patch alone, ${left} need a decision.`,
    '',
  ].join('\n');
};

const renderRefusal = ({ subject, file, line, findings, patch, left }: Refusal): string => {
  const place = file === null ? '' : `  ${toPlainText(file)}${line === null ? '' : `:${line}`}`;
  const decided = new Set(left);
  return [
    `${toPlainText([subject.namespace, subject.kind, subject.name].filter((part) => part !== null && part !== '').join('/'))}${place}`,
    ...findings.map(
      (finding) => `  ${decided.has(finding) ? 'decide' : 'patch '}  ${finding.rule}: ${toPlainText(finding.message)}`,
    ),
    ...(patch === null
      ? []
      : [
          '',
          ...printYaml(patch)
            .trimEnd()
            .split('\n')
            .map((text) => `    ${text}`),
        ]),
    '',
  ].join('\n');
};

const renderJson = (what: string, { subjects, refused }: Preview, complete: boolean): string =>
  `${JSON.stringify(
    {
      schemaVersion: '1',
      preview: what,
      complete,
      subjects,
      refused: refused.map(({ subject, file, line, findings, patch, left }) => ({
        subject: { ...subject, file, line },
        findings: findings.map(({ id, rule, severity, path, message }) => ({ id, rule, severity, path, message })),
        patch,
        left: left.map(({ id }) => id),
      })),
    },
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    2,
  )}\n`;

const writePatches = async ({ refused }: Preview, folder: string, { files, error }: CliContext): Promise<void> => {
  let written = 0;
  for (const { subject, patch } of refused) {
    if (patch === null) continue;
    const { kind, namespace, name } = subject;
    const file = join(
      folder,
      `${[namespace, kind, name]
        .filter((part) => part !== null && part !== '')
        .join('-')
        .toLowerCase()
        .replaceAll(/[^a-z0-9.-]/g, '_')}.patch.yaml`,
    );
    await files.write(file, [printYaml(patch)]);
    written += 1;
  }
  await error.write(
    `vauban: ${written} patches written to ${folder}; apply one with kubectl patch --patch-file, or as a kustomize patch\n`,
  );
};
