/** Findings as a store keeps them: with what mends them, where they stand, and who accepted them until when. */

import { hash } from 'node:crypto';
import { toFixKey } from '../../../engine/merge/top-fixes.ts';
import type { Exception } from '../../../model/exception.ts';
import type { Finding } from '../../../model/finding.ts';
import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import type { ResourceRef } from '../../../model/resource.ts';
import { toFile } from '../../../reports/place.ts';
import type { Report } from '../../../reports/report.ts';
import type { FindingRecord } from '../../../stores/finding-record.ts';
import { boundLocating } from './bounded-locating.ts';
import { shown } from './shown-text.ts';

/** Three seconds' worth. */
const mostLocated = 128 * 1024 * 1024;
/** A patch that is longer nobody reads on a page; `vauban fix` writes it. */
const mostOfFix = 20_000;
const mostNotes = 20;

/** Failures, errors, and what somebody accepted. */
export function* toRecords(report: Report): Generator<FindingRecord> {
  const locate = boundLocating((origin, path) => report.locate(origin, path), mostLocated);
  const findException = indexExceptions(report);
  for (const finding of report.findings) {
    const { status, reason, rule, subject, path, evidence } = finding;
    const isAccepted = status === 'skip' && reason === 'excepted';
    if (status !== 'fail' && status !== 'error' && !isAccepted) continue;
    const metadata = report.rules.get(rule);
    const file = toFile(subject.origin);
    yield {
      finding: cut(finding),
      layer: metadata?.layer ?? 'cluster',
      title: shown(metadata?.title ?? rule, 300),
      fix: status === 'fail' ? toFix(finding, report) : null,
      place: file === null ? null : { file: shown(file, 1000), line: locate(subject.origin, path)?.line ?? null },
      accepted: isAccepted ? toAccepted(finding, findException) : null,
      exposes: evidence.some(({ source }) => source === 'attack graph'),
    };
  }
}

/** The key is for comparing alone, and a hundred fields make a long one. */
const toFix = (finding: Finding, { rules }: Report): FindingRecord['fix'] => {
  const { key, title } = toFixKey(finding, rules);
  return { key: key.length <= 120 ? key.toWellFormed() : hash('sha256', key).slice(0, 32), title: shown(title, 300) };
};

type FindException = (note: Finding['evidence'][number]) => Exception | undefined;

/** Its own note, the last of a finding's evidence, names where it stands and ends with its reason. */
const indexExceptions = ({ exceptions }: Report): FindException => {
  const bySource = Map.groupBy(
    exceptions.map(({ exception }) => exception),
    ({ span }) => (span.line === null ? span.file : `${span.file}:${span.line}`),
  );
  return ({ source, text }) => bySource.get(source)?.find(({ reason }) => text.endsWith(`: ${reason}`));
};

const toAccepted = ({ evidence, message }: Finding, find: FindException): FindingRecord['accepted'] => {
  const note = evidence.at(-1);
  const exception = note === undefined ? undefined : find(note);
  if (exception === undefined) return { reason: shown(note?.text ?? message, 600), owner: null, until: null };
  const { reason, owner, expires } = exception;
  return { reason: shown(reason, 600), owner: owner === null ? null : shown(owner, 200), until: expires };
};

const cut = (finding: Finding): Finding => ({
  ...finding,
  message: shown(finding.message),
  path: shown(finding.path, 1000),
  subject: { ...finding.subject, ...cutRef(finding.subject) },
  owner: finding.owner === null ? null : { ...finding.owner, ...cutRef(finding.owner) },
  fix: finding.fix !== null && isWithin(finding.fix as unknown as Json, mostOfFix) ? finding.fix : null,
  evidence: finding.evidence
    .slice(0, mostNotes)
    .map(({ text, source }) => ({ text: shown(text), source: shown(source) })),
});

const cutRef = ({ namespace, name }: ResourceRef): Pick<ResourceRef, 'namespace' | 'name'> => ({
  namespace: namespace === null ? null : shown(namespace, 1000),
  name: shown(name, 1000),
});

/** Whether a value is at most so long, without writing it. */
const isWithin = (value: Json, most: number): boolean => measure(value, most) <= most;

const measure = (value: Json, most: number): number => {
  if (typeof value === 'string') return value.length;
  let length = 2;
  if (isJsonArray(value))
    for (const each of value) {
      length += measure(each, most - length);
      if (length > most) break;
    }
  else if (isJsonObject(value))
    for (const key in value) {
      length += key.length + measure(value[key] ?? null, most - length);
      if (length > most) break;
    }
  return length;
};
