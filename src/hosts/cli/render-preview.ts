/** The text and the JSON of `vauban preview`. */

import { bigAsText } from '../../model/json.ts';
import type { Patch, Preview, Refusal } from '../assemble/preview-pod-security.ts';
import type { LevelVersion } from '../../kube/pod-security/level.ts';
import { printYaml } from '../../lang/patch/print-yaml.ts';
import { toPlainText } from '../../reports/plain-text.ts';

export interface PreviewScope {
  readonly policy: LevelVersion;
  readonly namespaces: readonly string[];
  readonly complete: boolean;
}

export const renderPreviewText = (
  { subjects, refused }: Preview,
  { policy, namespaces, complete }: PreviewScope,
): string => {
  const name = `${policy.level}:${policy.version}`;
  const partial = complete ? '' : 'partial: not everything could be read\n';
  const target = namespaces.length === 1 ? `namespace ${namespaces[0]}` : 'its namespace';
  if (subjects === 0) return `${partial}No object was judged, so nothing can be said about ${name}.\n`;
  if (refused.length === 0) {
    const nothing = `${partial}Nothing of the ${subjects} objects would be refused at ${name}.\n`;
    const label = `kubectl label namespace ${namespaces[0] ?? 'NAMESPACE'} pod-security.kubernetes.io/enforce=${policy.level}`;
    // What was not read may be refused: no command that enforces is offered.
    return complete ? `${nothing}\n  ${label}\n` : nothing;
  }
  const left = refused.filter((refusal) => refusal.left.length > 0).length;
  return [
    `${partial}${refused.length} of ${subjects} objects would be refused if ${name} were enforced on ${target}.`,
    'The API server enforces Pods only: a Deployment is still accepted, but its Pods are not created.',
    '',
    refused.map(renderRefusal).join('\n'),
    `${refused.length - left} would be admitted with the patch alone, ${left} ${left === 1 ? 'needs' : 'need'} a decision.`,
    ...caveats(refused),
    '',
  ].join('\n');
};

/** What a patch cannot know: that a Pod is admitted does not mean that it starts. */
const caveats = (refused: readonly Refusal[]): readonly string[] => {
  const rules = new Set(refused.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  const hasNull = refused.some(
    ({ patch }) => patch?.type === 'strategic' && JSON.stringify(patch.body, bigAsText).includes('null'),
  );
  return [
    ...(hasNull ? ['In a patch null means: delete this field.'] : []),
    ...(rules.has('pod-security/restricted/run-as-non-root')
      ? [
          'A Pod with runAsNonRoot starts only if its image names a numeric user other than 0: check the image, or set runAsUser.',
        ]
      : []),
  ];
};

const renderRefusal = ({ subject, file, line, findings, patch, left }: Refusal): string => {
  const place = file === null ? '' : `  ${toPlainText(file)}${line === null ? '' : `:${line}`}`;
  const decided = new Set(left);
  return [
    `${toPlainText([subject.namespace, subject.kind, subject.name].filter((part) => part !== null && part !== '').join('/'))}${place}`,
    ...findings.map(
      (finding) => `  ${decided.has(finding) ? 'decide' : 'patch '}  ${finding.rule}: ${toPlainText(finding.message)}`,
    ),
    ...(patch === null ? [] : ['', ...renderPatch(patch).map((text) => `    ${text}`)]),
    '',
  ].join('\n');
};

/** A custom resource takes no strategic patch, which is kubectl's default: so the type is said. */
const renderPatch = ({ type, body }: Patch): readonly string[] => [
  ...(type === 'json' ? ['# kubectl patch --type json'] : []),
  ...printYaml(body).trimEnd().split('\n'),
];

export const renderPreviewJson = (what: string, { subjects, refused }: Preview, complete: boolean): string =>
  `${JSON.stringify(
    {
      schemaVersion: '1',
      preview: what,
      complete,
      subjects,
      refused: refused.map(({ subject, file, line, findings, patch, left }) => ({
        subject: { ...subject, file, line },
        findings: findings.map(({ id, rule, severity, path, message }) => ({ id, rule, severity, path, message })),
        patch: patch?.body ?? null,
        patchType: patch?.type ?? null,
        left: left.map(({ id }) => id),
      })),
    },
    bigAsText,
    2,
  )}\n`;
