/** What would break if a Pod Security level were enforced: each workload that would be refused, and the patch that mends it. */

import { decide } from '../../engine/decide/decide.ts';
import { toJsonPatch, type JsonPatchOperation } from '../../lang/patch/to-json-patch.ts';
import { isBuiltIn, toStrategicPatch } from '../../lang/patch/to-strategic-patch.ts';
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
  /** `null` where nothing can be mended by a machine. */
  readonly patch: Patch | null;
  /** The findings the patch does not mend, each a decision for a person. */
  readonly left: readonly Finding[];
}

/** `type` is what `kubectl patch --type` wants: the server merges lists of its own kinds by name, those of custom resources never. */
export type Patch =
  | { readonly type: 'strategic'; readonly body: JsonObject }
  | { readonly type: 'json'; readonly body: readonly JsonPatchOperation[] };

/** The object a subject was, where it was kept: only custom resources need it, since their list items go by number. */
export type ObjectOf = (subject: Finding['subject']) => JsonObject | undefined;

/** `report` must come from rules with the level as override, so that every finding says what enforcing it would do. */
export const previewPodSecurity = (report: Report, objectOf: ObjectOf): Preview => {
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
    const { origin } = subject;
    refused.push({
      subject: toRef(subject),
      file: origin.kind === 'file' ? origin.file : origin.kind === 'rendered' ? origin.folder : null,
      line: report.locate(origin, '')?.line ?? null,
      findings: verdict.because,
      // kustomize matches a patch before it sets the namespace, so a patch for what it rendered names none.
      ...planPatch(
        verdict.because,
        isKustomized(subject) ? { ...toRef(subject), namespace: '' } : toRef(subject),
        objectOf(subject),
      ),
    });
  }
  return { subjects: report.summary.subjects, refused };
};

/** Finding by finding, so that one edit no patch can say does not keep the others out of it. */
const planPatch = (
  findings: readonly Finding[],
  ref: ResourceRef,
  object: JsonObject | undefined,
): Pick<Refusal, 'patch' | 'left'> => {
  let edits: readonly Edit[] = [];
  let patch: Patch | null = null;
  const left: Finding[] = [];
  for (const finding of findings) {
    const more: readonly Edit[] = withoutRepeats([...edits, ...(finding.fix?.edits ?? [])]);
    const planned: Patch | null = finding.fix === null ? null : toPatch(more, ref, object);
    if (planned === null) left.push(finding);
    else [edits, patch] = [more, planned];
  }
  return { patch, left };
};

const toPatch = (edits: readonly Edit[], ref: ResourceRef, object: JsonObject | undefined): Patch | null => {
  if (!isBuiltIn(ref.apiVersion)) {
    return object === undefined ? null : { type: 'json', body: toJsonPatch(edits, object) };
  }
  const body = toStrategicPatch(edits, ref);
  return body === null ? null : { type: 'strategic', body };
};

const isKustomized = ({ origin }: Finding['subject']): boolean =>
  origin.kind === 'rendered' && origin.by === 'kustomize';

const toRef = ({ apiVersion, kind, namespace, name }: ResourceRef): ResourceRef => ({
  apiVersion,
  kind,
  namespace,
  name,
});

/** Two rules may ask for an edit of the same field: the later is the stricter, and mends both. */
const withoutRepeats = (edits: readonly Edit[]): readonly Edit[] => [
  ...new Map(edits.map((edit) => [edit.path, edit])).values(),
];
