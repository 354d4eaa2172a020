/** `vauban preview`: shows what enforcing a level would refuse, before anybody enforces it. */

import { previewPodSecurity, type ObjectOf } from '../assemble/preview-pod-security.ts';
import { allRules } from '../assemble/rules.ts';
import { scanEstate } from '../assemble/scan-estate.ts';
import { toSubjectKey } from '../../engine/merge/merge-findings.ts';
import { parseLevelVersion, type LevelVersion } from '../../kube/pod-security/level.ts';
import { podTemplatePath } from '../../kube/workload/pod-template.ts';
import { isBuiltIn } from '../../lang/patch/to-strategic-patch.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import type { Report } from '../../reports/report.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import { UsageError, listOption, textOption, type RunCommand } from './command.ts';
import type { CliContext } from './cli-context.ts';
import { refuseUnknownNamespaces } from './known-namespaces.ts';
import { withProgress } from './progress.ts';
import { renderPreviewJson, renderPreviewText } from './render-preview.ts';
import { flagSetting, readSettings } from './settings.ts';
import { toTargets } from './targets.ts';
import { writePatches } from './write-patches.ts';

export const run: RunCommand = async (input, context) => {
  const [what = '', ...words] = input.words;
  const policy = toPolicy(what);
  const settings = await readSettings(input, context);
  const namespaces = listOption(input, 'namespace');
  const kept = keepCustomResources();
  const scanned = await withProgress(words, context, async (progress) =>
    scanEstate(
      {
        program: context.program,
        by: { ...allRules, whose: 'pod-security', podSecurity: policy },
        honourAnnotations: false,
        seen: kept.see,
        ...(await toTargets(words, input, settings, context)),
        namespaces,
        exceptions: [],
        baseline: null,
        asOf: context.now(),
        includePasses: false,
        includeSkips: false,
        problems: [],
        progress,
      },
      context,
    ),
  );
  const { report } = scanned;
  if (report.complete) refuseUnknownNamespaces(namespaces, scanned.namespaces);
  const preview = previewPodSecurity(report, kept.objectOf);
  await tellUnread(report, context);
  if (scanned.nothingRead) {
    await context.error.write('vauban: nothing could be read, so nothing can be said\n');
    return 2;
  }
  const { complete } = report;
  await context.output.write(
    textOption(input, 'output') === 'json'
      ? renderPreviewJson(what, preview, complete)
      : renderPreviewText(preview, { policy, namespaces, complete }),
  );
  const folder = textOption(input, 'write');
  if (folder !== undefined && !(await writePatches(preview, folder, context))) return 2;
  const isShort = !complete && !flagSetting(input, settings, 'allowPartial');
  return isShort || preview.refused.length > 0 ? 1 : 0;
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

/** Of the objects read only those are held whose patch needs them: custom resources with a pod, of which there are few. */
const keepCustomResources = (): { readonly see: (resource: Resource) => void; readonly objectOf: ObjectOf } => {
  const objects = new Map<string, JsonObject>();
  return {
    see({ ref, object, origin }) {
      if (!isBuiltIn(ref.apiVersion) && podTemplatePath(ref) !== undefined) {
        objects.set(toSubjectKey({ ...ref, origin }), object);
      }
    },
    objectOf: (subject) => objects.get(toSubjectKey(subject)),
  };
};

const tellUnread = async ({ problems, unread }: Report, { error }: CliContext): Promise<void> => {
  for (const { span, message } of problems)
    await error.write(`vauban: ${span === null ? '' : `${span.file}: `}${toPlainText(message)}\n`);
  for (const { kind, reason } of unread) await error.write(`vauban: ${kind} was not read: ${toPlainText(reason)}\n`);
};
