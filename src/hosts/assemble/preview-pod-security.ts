/** What would break if a Pod Security level were enforced: each workload that would be refused, and the patch that mends it. */

import { decide } from '../../engine/decide/decide.ts';
import { toStrategicPatch } from '../../lang/patch/to-strategic-patch.ts';
import type { Edit } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { Report } from '../../reports/report.ts';

export interface Preview {
  readonly subjects: number;
  readonly refused: readonly Refusal[];
}

export interface Refusal {
  readonly subject: ResourceRef;
  readonly file: string | null;
  readonly line: number | null;
  readonly findings: readonly Finding[];
  /** A strategic-merge patch; `null` where nothing can be mended by a machine. */
  readonly patch: JsonObject | null;
  /** The findings the patch does not mend, each a decision for a person. */
  readonly left: readonly Finding[];
}

/** `report` must come from rules with the level as override, so that every finding says what enforcing it would do. */
export const previewPodSecurity = (report: Report): Preview => {
  const bySubject = new Map<Finding['subject'], Finding[]>();
  for (const finding of report.findings) {
    const known = bySubject.get(finding.subject);
    if (known === undefined) bySubject.set(finding.subject, [finding]);
    else known.push(finding);
  }
  const refused: Refusal[] = [];
  for (const [subject, findings] of bySubject) {
    const enforced = findings.map((finding): Finding => ({ ...finding, action: 'deny' }));
    const verdict = decide(enforced, [], () => 'closed');
    if (verdict.kind !== 'deny') continue;
    const edits = withoutRepeats(verdict.because.flatMap(({ fix }) => fix?.edits ?? []));
    const { origin } = subject;
    refused.push({
      subject: toRef(subject),
      file: origin.kind === 'file' ? origin.file : origin.kind === 'rendered' ? origin.folder : null,
      line: report.locate(origin, '')?.line ?? null,
      findings: verdict.because,
      patch: edits.length === 0 ? null : toStrategicPatch(edits, toRef(subject)),
      left: verdict.because.filter(({ fix }) => fix === null),
    });
  }
  return { subjects: report.summary.subjects, refused };
};

const toRef = ({ apiVersion, kind, namespace, name }: ResourceRef): ResourceRef => ({
  apiVersion,
  kind,
  namespace,
  name,
});

/** Two rules may ask for the same edit; one of them is enough. */
const withoutRepeats = (edits: readonly Edit[]): readonly Edit[] => [
  ...new Map(edits.map((edit) => [edit.path, edit])).values(),
];
