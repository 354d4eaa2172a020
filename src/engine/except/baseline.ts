/** Compares a scan with an earlier one: what the baseline knows is shown and does not fail, what it no longer finds is fixed. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Finding } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { wouldSee, type FindingPlace, type ScanScope } from './scan-scope.ts';

export interface Baseline {
  readonly file: string;
  /** The digest of the rules that judged then; `null` for a plain list of ids. */
  readonly policySet: string | null;
  /** All that failed or could not be judged then, by id; `null` where the baseline says no more than the id. */
  readonly findings: ReadonlyMap<string, FindingPlace | null>;
}

/** What a report needs of it. */
export interface Comparison {
  readonly file: string;
  readonly known: ReadonlySet<string>;
  readonly fixed: readonly string[];
}

/** Reads an untrusted text: a JSON report of an earlier scan (`-o json`), or a list of findings' ids, in JSON or YAML. */
export const parseBaseline = (
  text: string,
  file: string,
):
  | { readonly kind: 'baseline'; readonly baseline: Baseline }
  | { readonly kind: 'problem'; readonly problem: Problem } => {
  const result = parseYaml(text);
  if (result.kind === 'defect') {
    return refuse(`the baseline is no JSON: ${result.message}`, file, result.line, result.column);
  }
  const { value } = result;
  const version = isJsonObject(value) ? (value['schemaVersion'] ?? null) : null;
  if (version !== null && version !== readVersion) {
    const said = typeof version === 'string' ? JSON.stringify(version.slice(0, 20)) : 'no text';
    const message = `the baseline is a report of another form: its schemaVersion is ${said}, and "${readVersion}" is what can be read; make it again with -o json`;
    return refuse(message, file, null, null);
  }
  const findings = isJsonArray(value)
    ? toFindings(value, toListed)
    : isJsonObject(value)
      ? toReportFindings(value)
      : undefined;
  if (findings === undefined) {
    return refuse('the baseline is neither a JSON report (-o json) nor a list of ids of findings', file, null, null);
  }
  const policySet = isJsonObject(value) && typeof value['policySet'] === 'string' ? value['policySet'] : null;
  return { kind: 'baseline', baseline: { file, policySet, findings } };
};

/** The form of JSON reports that is read: a later one may say the same words of something else. */
const readVersion = '1';

/** Warns where the baseline was made with other rules or options: then new and fixed say little. */
export const checkBaseline = ({ file, policySet }: Baseline, current: string): Problem | null =>
  policySet === null || policySet === current
    ? null
    : {
        severity: 'warning',
        message:
          'the baseline was made with other rules or options: what is new may only be newly looked for; make it again with -o json',
        span: { file, line: null, column: null },
        policy: null,
      };

/** `known` are failures and errors the baseline has; `fixed` are its ids that this scan would have found and did not, in its order. */
export const compareWithBaseline = (
  findings: readonly Finding[],
  { file, findings: before }: Baseline,
  scan: ScanScope,
): Comparison => {
  const known = new Set<string>();
  const present = new Set<string>();
  // An id is salted once a namesake is scanned too: the finding at the same place is the same one all the same.
  const idsByPlace = new Map(
    [...before].flatMap(([id, place]) => (place === null ? [] : [[toPlaceKey(place), id] as const])),
  );
  for (const finding of findings) {
    const place = toFindingPlace(finding);
    const id = before.has(finding.id) ? finding.id : idsByPlace.get(toPlaceKey(place));
    if (id === undefined || !isOfSameCluster(before.get(id) ?? null, place)) continue;
    const isOpen = finding.status === 'fail' || finding.status === 'error';
    if (isOpen) known.add(finding.id);
    // What is excepted is still there.
    if (isOpen || finding.reason === 'excepted') present.add(id);
  }
  const gone = [...before].filter(([id, place]) => !present.has(id) && wouldSee(place, scan));
  return { file, known, fixed: gone.map(([id]) => id) };
};

const toFindingPlace = ({ rule, path, subject: { kind, namespace, name, origin } }: Finding): FindingPlace => ({
  rule,
  kind,
  name,
  path,
  namespace,
  file: origin.kind === 'file' ? origin.file : null,
  cluster: origin.kind === 'cluster' ? origin.cluster : null,
});

const toPlaceKey = ({ rule, kind, namespace, name, path, file, cluster }: FindingPlace): string =>
  JSON.stringify([rule, kind, namespace, name, path, file, cluster]);

/** Ids carry no cluster: what is known of one says nothing of an object of the same name in another. */
const isOfSameCluster = (known: FindingPlace | null, place: FindingPlace): boolean =>
  known === null || known.cluster === null || place.cluster === null || known.cluster === place.cluster;

type Entry = readonly [id: string, place: FindingPlace | null];

const toFindings = (
  items: readonly Json[],
  read: (item: Json) => readonly Entry[] | undefined,
): ReadonlyMap<string, FindingPlace | null> | undefined => {
  const entries: Entry[] = [];
  for (const item of items) {
    const found = read(item);
    if (found === undefined) return undefined;
    entries.push(...found);
  }
  return new Map(entries);
};

const toListed = (item: Json): readonly Entry[] | undefined => (typeof item === 'string' ? [[item, null]] : undefined);

const toReportFindings = ({ findings }: JsonObject): ReadonlyMap<string, FindingPlace | null> | undefined =>
  isJsonArray(findings) ? toFindings(findings, toReported) : undefined;

/** Failures and errors; those a merged finding stands for as well. */
const toReported = (item: Json): readonly Entry[] | undefined => {
  if (!isJsonObject(item) || typeof item['id'] !== 'string') return undefined;
  if (item['status'] !== 'fail' && item['status'] !== 'error') return [];
  const also = isJsonArray(item['also']) ? item['also'].filter(isJsonObject) : [];
  return [item, ...also].flatMap((one): readonly Entry[] =>
    typeof one['id'] === 'string' ? [[one['id'], toPlace(one['rule'], item['subject'], item['path'])]] : [],
  );
};

const toPlace = (rule: Json | undefined, subject: Json | undefined, path: Json | undefined): FindingPlace | null => {
  if (typeof rule !== 'string' || !isJsonObject(subject)) return null;
  const text = (key: string): string | null => {
    const value = subject[key];
    return typeof value === 'string' ? value : null;
  };
  return {
    rule,
    kind: text('kind'),
    name: text('name'),
    path: typeof path === 'string' ? path : null,
    namespace: text('namespace'),
    file: text('file'),
    cluster: text('cluster'),
  };
};

const refuse = (message: string, file: string, line: number | null, column: number | null) =>
  ({ kind: 'problem', problem: { severity: 'error', message, span: { file, line, column }, policy: null } }) as const;
