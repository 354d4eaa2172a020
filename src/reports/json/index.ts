/** The JSON report: the contract other tools rely on, documented in `docs/report.schema.json`. */

import type { AssetWalls } from '../../attack/summarise-walls.ts';
import type { ExceptionReview } from '../../model/exception.ts';
import type { Change, Edit, EditValue } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { Unread } from '../../model/unread.ts';
import { mergeFindings, toEntryFix, type MergedFinding } from '../../engine/merge/merge-findings.ts';
import { renderStrategicPatch } from '../../lang/patch/to-strategic-patch.ts';
import { toPlace } from '../place.ts';
import { isCounted } from '../overview.ts';
import type { Report, ReportFormat } from '../report.ts';
import { writeJson, writeJsonLines } from '../write-json.ts';

/** Goes up when a key changes its meaning or goes; a new key does not raise it. */
export const schemaVersion = '1';

export const jsonReport = {
  id: 'json',
  summary: 'for other tools: one finding a line, with a documented schema',
  extension: 'json',
  *render(report) {
    yield `{\n  "schemaVersion": ${writeJson(schemaVersion)}`;
    yield member('policySet', report.policySet);
    yield member('asOf', report.asOf);
    yield member('cluster', report.cluster);
    yield member('complete', report.complete);
    yield ',\n  "walls": ';
    yield* writeWalls(report);
    yield ',\n  "unread": ';
    yield* writeJsonLines(report.unread, toUnread);
    yield ',\n  "findings": ';
    yield* writeJsonLines(mergeFindings(report.findings, report.rules), (entry) => toFinding(entry, report));
    yield member('summary', toSummary(report));
    yield ',\n  "problems": ';
    yield* writeJsonLines(report.problems, toProblem);
    yield ',\n  "exceptions": ';
    yield* writeJsonLines(report.exceptions, toExceptionReview);
    yield ',\n  "baseline": ';
    yield* writeBaseline(report);
    yield '\n}\n';
  },
} satisfies ReportFormat;

const member = (key: string, value: Json): string => `,\n  ${writeJson(key)}: ${writeJson(value)}`;

/** As `vauban walls -o json` has them, each path without the controls on its steps. */
function* writeWalls({ walls }: Report): Generator<string> {
  if (walls === null) {
    yield 'null';
    return;
  }
  const { from, complete, notes, unknowns } = walls;
  yield `{\n    "from": ${writeJson(from.id)},\n    "complete": ${writeJson(complete)},\n    "notes": ${writeJson([...notes])},\n    "unknowns": ${writeJson([...unknowns])},\n    "assets": `;
  yield* writeJsonLines(walls.assets, toWalls);
  yield '\n  }';
}

const toWalls = ({ asset, place, depth, proven, layers, way }: AssetWalls): JsonObject => ({
  asset: place.id,
  kind: asset.kind,
  type: asset.type,
  depth,
  proven,
  reachable: depth !== null,
  layers: [...layers],
  path:
    way === null
      ? null
      : way.moves.map(({ type, technique, from, to, cost, grant }) => ({
          type,
          technique,
          from: from.id,
          to: to.id,
          cost,
          grant,
        })),
});

const toUnread = ({ kind, namespace, reason, grant }: Unread): JsonObject => ({ kind, namespace, reason, grant });

const toFinding = (entry: MergedFinding, report: Report): JsonObject => {
  const { finding, also } = entry;
  const rule = report.rules.get(finding.rule);
  const place = toPlace(report, finding);
  const { apiVersion, kind, namespace, name, origin } = finding.subject;
  return {
    id: finding.id,
    rule: finding.rule,
    control: rule?.control ?? null,
    status: finding.status,
    reason: finding.reason,
    severity: finding.severity,
    layer: rule?.layer ?? null,
    action: finding.action,
    enforcement: finding.enforcement,
    title: rule?.title ?? null,
    message: finding.message,
    path: finding.path,
    subject: {
      apiVersion,
      kind,
      namespace,
      name,
      file: place.file,
      line: place.line,
      cluster: origin.kind === 'cluster' ? origin.cluster : null,
    },
    owner: finding.owner === null ? null : toRef(finding.owner),
    responsible: finding.responsible,
    also: also.map(toAlso),
    fix: toFix(toEntryFix(entry)),
    evidence: finding.evidence.length === 0 ? null : finding.evidence.map(({ text, source }) => ({ text, source })),
    remediation: rule?.remediation ?? null,
    references: rule?.references ?? null,
  };
};

/** All that may differ from the finding it stands under. */
const toAlso = ({ id, rule, status, reason, severity, action, enforcement, message, fix }: Finding): JsonObject => ({
  id,
  rule,
  status,
  reason,
  severity,
  action,
  enforcement,
  message,
  fix: toFix(fix),
});

const toRef = ({ apiVersion, kind, namespace, name }: ResourceRef): JsonObject => ({
  apiVersion,
  kind,
  namespace,
  name,
});

const toFix = (fix: Change | null): JsonObject | null =>
  fix && {
    reason: fix.reason,
    edits: fix.edits.map(toEdit),
    patch: renderStrategicPatch(fix.edits, fix.target),
    permissions: fix.permissions.map(({ group, resource, verb }) => ({ group, resource, verb })),
  };

const toEdit = ({ path, before, after }: Edit): JsonObject => ({
  path,
  before: toValue(before),
  after: toValue(after),
});

const toValue = (value: EditValue): Json => (value.kind === 'absent' ? null : value.value);

const toSummary = ({ summary }: Report): JsonObject => {
  const { subjects, evaluated, pass, fail, error, skip } = summary;
  return { subjects, evaluated, pass, fail, error, skip };
};

const toProblem = ({ severity, message, span, policy }: Problem): JsonObject => ({
  severity,
  message,
  file: span?.file ?? null,
  line: span?.line ?? null,
  column: span?.column ?? null,
  policy,
});

const toExceptionReview = ({ exception, states, covered, message }: ExceptionReview): JsonObject => {
  const { rule, finding, kind, namespace, name, labels } = exception.scope;
  return {
    scope: { rule, finding, kind, namespace, name, labels },
    reason: exception.reason,
    owner: exception.owner,
    expires: exception.expires,
    format: exception.format,
    file: exception.span.file,
    line: exception.span.line,
    states,
    covered,
    message,
  };
};

/** Three lists of ids, each as long as a scan may be: written as pieces. */
function* writeBaseline(report: Report): Generator<string> {
  const { baseline } = report;
  if (baseline === null) {
    yield 'null';
    return;
  }
  const found = report.findings.filter(isCounted).map(({ id }) => id);
  yield `{\n    "file": ${writeJson(baseline.file)},\n    "new": `;
  yield* writeJsonLines(
    found.filter((id) => !baseline.known.has(id)),
    toItself,
  );
  yield ',\n    "known": ';
  yield* writeJsonLines(
    found.filter((id) => baseline.known.has(id)),
    toItself,
  );
  yield ',\n    "fixed": ';
  yield* writeJsonLines(baseline.fixed, toItself);
  yield '\n  }';
}

const toItself = (id: string): string => id;
