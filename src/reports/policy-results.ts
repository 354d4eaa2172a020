/** The findings of a report as the objects that policy report CRDs hold: one or more a namespace, none too large for a cluster. */

import type { Finding } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { toLayerGroup } from '../model/layer.ts';
import { printYaml } from '../lang/patch/print-yaml.ts';
import { renderHeadline } from './overview.ts';
import { toPlainText } from './plain-text.ts';
import type { Report } from './report.ts';

/** How the objects are called; their content is the same in both APIs. */
export interface PolicyReportApi {
  readonly apiVersion: string;
  readonly namespacedKind: string;
  readonly clusterKind: string;
  /** Fields of the object itself, beside metadata. */
  readonly fields: JsonObject;
}

/**
 * Bytes of results as JSON. etcd takes requests of 1.5 MiB at most, and reports near it have brought clusters down: what
 * is longer is split. The rest is room for what the server adds (managedFields repeats every field's name).
 */
export const mostBytes = 600_000;

/** The objects as YAML documents, behind a comment that says how the scan ended. */
export function* renderPolicyReports(report: Report, api: PolicyReportApi): Generator<string> {
  yield `# ${renderHeadline(report)}\n`;
  for (const object of toPolicyReports(report, api)) yield `---\n${printYaml(object)}`;
}

/** Namespaces by name, then what is in none; each object's results in the order of the report. */
export function* toPolicyReports(report: Report, api: PolicyReportApi): Generator<JsonObject> {
  const byNamespace = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    const { namespace } = finding.subject;
    const place = namespace === null ? '' : namespace === '' ? 'default' : namespace;
    const known = byNamespace.get(place);
    if (known === undefined) byNamespace.set(place, [finding]);
    else known.push(finding);
  }
  const places = [...byNamespace.keys()].sort((a, b) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1));
  for (const place of places) {
    let part = 1;
    for (const results of split((byNamespace.get(place) ?? []).map((finding) => toResult(finding, report)))) {
      yield toObject(results, { place, part, isWhole: report.complete }, api);
      part += 1;
    }
  }
}

function* split(results: readonly Result[]): Generator<readonly Result[]> {
  let part: Result[] = [];
  let bytes = 0;
  for (const result of results) {
    const length = Buffer.byteLength(JSON.stringify(result));
    if (part.length > 0 && bytes + length > mostBytes) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(result);
    bytes += length;
  }
  if (part.length > 0) yield part;
}

type Outcome = 'pass' | 'fail' | 'warn' | 'error' | 'skip';

type Result = JsonObject & { readonly result: Outcome };

interface Place {
  /** The namespace; the empty text for none. */
  readonly place: string;
  readonly part: number;
  /** False where something could not be read. */
  readonly isWhole: boolean;
}

const toObject = (
  results: readonly Result[],
  { place, part, isWhole }: Place,
  { apiVersion, namespacedKind, clusterKind, fields }: PolicyReportApi,
): JsonObject => ({
  apiVersion,
  kind: place === '' ? clusterKind : namespacedKind,
  metadata: {
    name: part === 1 ? 'vauban' : `vauban-${part}`,
    ...(place === '' ? {} : { namespace: place }),
    labels: { 'app.kubernetes.io/managed-by': 'vauban' },
    ...(isWhole ? {} : { annotations: { 'vauban.dev/partial': 'true' } }),
  },
  ...fields,
  summary: toSummary(results),
  results,
});

const toSummary = (results: readonly Result[]): JsonObject => {
  const summary = { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 };
  for (const { result } of results) summary[result] += 1;
  return summary;
};

const toResult = (finding: Finding, report: Report): Result => {
  const { rule, subject, severity, message, path, id, enforcement, reason } = finding;
  const known = report.rules.get(rule);
  const time = Date.parse(report.asOf);
  const { apiVersion, kind, namespace, name, origin } = subject;
  return {
    source: 'vauban',
    policy: rule,
    ...(known === undefined ? {} : { category: toLayerGroup(known.layer) }),
    severity,
    result: toOutcome(finding),
    scored: finding.action !== 'none',
    message: toPlainText(message),
    timestamp: { seconds: Math.floor(time / 1000), nanos: (time % 1000) * 1_000_000 },
    resources: [
      {
        apiVersion,
        kind,
        name,
        ...(namespace === null ? {} : { namespace: namespace === '' ? 'default' : namespace }),
        ...(origin.kind === 'cluster' && origin.uid !== '' ? { uid: origin.uid } : {}),
      },
    ],
    properties: {
      id,
      enforcement,
      ...(path === '' ? {} : { path: toPlainText(path) }),
      ...(reason === null ? {} : { reason }),
    },
  };
};

/** `warn` is the word of both APIs for a failure that asks for nothing. */
const toOutcome = ({ status, action }: Finding): Outcome => (status === 'fail' && action === 'none' ? 'warn' : status);
