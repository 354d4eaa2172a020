/** The composition of a scan: sources in, rules over what they read, exceptions and baseline, one Report out. */

import { hash } from 'node:crypto';
import { applyExceptions } from '../../engine/except/apply-exceptions.ts';
import { exceptionsFromAnnotations } from '../../engine/except/exceptions-from-annotations.ts';
import type { Baseline } from '../../engine/except/baseline.ts';
import { checkBaseline, compareWithBaseline } from '../../engine/except/baseline.ts';
import type { Exception } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Rule } from '../../model/rule.ts';
import type { Unread } from '../../model/unread.ts';
import type { Report, Summary } from '../../reports/report.ts';
import { createSourceTexts } from '../../sources/registry.ts';
import type { SourceContext, SourceItem } from '../../sources/source.ts';
import { createEstate, type Estate } from './estate.ts';
import { readContext, readPaths } from './read-targets.ts';
import { suggestNext } from './suggest-next.ts';
import { version } from './version.ts';

export interface ScanRequest {
  /** What a person types to run Vauban, for what to run next. */
  readonly program: string;
  readonly rules: readonly Rule[];
  /** Paths, or `-`. */
  readonly paths: readonly string[];
  /** Contexts of the kubeconfig; the empty text is the current one. */
  readonly contexts: readonly string[];
  /** Only objects of these namespaces; empty for all. Namespaces themselves are always read. */
  readonly namespaces: readonly string[];
  readonly exceptions: readonly Exception[];
  readonly baseline: Baseline | null;
  /** RFC 3339. */
  readonly asOf: string;
  readonly includePasses: boolean;
  readonly includeSkips: boolean;
  /** Problems met before the scan, such as in the exceptions file. */
  readonly problems: readonly Problem[];
  /** Called now and then with how far it is. */
  readonly progress: (text: string) => void;
}

export interface Scanned {
  readonly report: Report;
  /** True where not one object could be read: nothing may be called clean. */
  readonly nothingRead: boolean;
}

export const scanEstate = async (request: ScanRequest, context: SourceContext): Promise<Scanned> => {
  const texts = createSourceTexts(context.disk);
  const tally = createTally();
  const estates: Estate[] = [];
  const clusters: string[] = [];
  if (request.paths.length > 0) {
    const estate = createEstate(request);
    estates.push(estate);
    await readInto(estate, readPaths(request.paths, context, texts), request, tally);
  }
  for (const name of request.contexts) {
    const estate = createEstate(request);
    estates.push(estate);
    await readInto(estate, readContext(name, context), request, tally);
    clusters.push(name === '' ? (tally.cluster ?? 'current context') : name);
  }
  const evaluated = estates.map((estate) => estate.finish());
  const { findings, reviews } = applyExceptions(
    evaluated.flatMap((each) => each.findings),
    [...request.exceptions, ...tally.exceptions],
    { asOf: request.asOf, labelsOf: (finding) => labelsOf(finding, estates) },
  );
  const unread = tally.unread;
  const policySet = toPolicySet(request.rules);
  const mismatch = request.baseline === null ? null : checkBaseline(request.baseline, policySet);
  const problems = [...request.problems, ...(mismatch === null ? [] : [mismatch]), ...tally.problems];
  const report: Report = {
    version,
    policySet,
    asOf: request.asOf,
    cluster: clusters.length === 0 ? null : clusters.join(','),
    complete: unread.length === 0 && problems.every(({ severity }) => severity !== 'error'),
    unread,
    findings,
    rules: new Map(request.rules.map((rule) => [rule.id, rule])),
    judged: new Set(evaluated.flatMap(({ judged }) => [...judged])),
    summary: toSummary(
      evaluated.map(({ counts }) => counts),
      findings,
    ),
    problems,
    exceptions: reviews,
    baseline: request.baseline === null ? null : compareWithBaseline(findings, request.baseline),
    otherDocuments: tally.otherDocuments,
    next: [],
    locate: (origin, path) => texts.locate(origin, path),
  };
  return { report: { ...report, next: suggestNext(report, request) }, nothingRead: tally.objects === 0 };
};

interface Tally {
  readonly unread: Unread[];
  readonly problems: Problem[];
  readonly exceptions: Exception[];
  otherDocuments: number;
  objects: number;
  /** The current context's name, once an object said so. */
  cluster: string | null;
}

const createTally = (): Tally => ({
  unread: [],
  problems: [],
  exceptions: [],
  otherDocuments: 0,
  objects: 0,
  cluster: null,
});

const readInto = async (
  estate: Estate,
  items: AsyncIterable<SourceItem>,
  request: ScanRequest,
  tally: Tally,
): Promise<void> => {
  for await (const item of items) {
    switch (item.kind) {
      case 'resource': {
        const { resource } = item;
        tally.objects += 1;
        if (resource.origin.kind === 'cluster') tally.cluster = resource.origin.cluster;
        estate.add(resource);
        const written = exceptionsFromAnnotations(resource);
        tally.exceptions.push(...written.exceptions);
        tally.problems.push(...written.problems);
        break;
      }
      case 'problem':
        tally.problems.push(item.problem);
        break;
      case 'unread':
        tally.unread.push(item.unread);
        estate.miss(item.unread);
        break;
      case 'other-document':
        tally.otherDocuments += 1;
        break;
      case 'progress':
        request.progress(`${tally.objects} objects read`);
        break;
      case 'folder':
        // `readPaths` hands every folder to its renderer before it comes here.
        break;
    }
  }
};

const labelsOf = (finding: Finding, estates: readonly Estate[]): Readonly<Record<string, string>> => {
  for (const estate of estates) {
    const labels = estate.labelsOf(finding.subject);
    if (labels !== undefined) return labels;
  }
  return {};
};

/** Reports are comparable only where this is equal: the rules and all that changes what they say. */
const toPolicySet = (rules: readonly Rule[]): string =>
  `sha256:${hash('sha256', JSON.stringify([version, rules.map(({ id, severity, control, what }) => [id, severity, control, what])]), 'hex')}`;

/** Exceptions turn failures into skips after the rules were counted. */
const toSummary = (counts: readonly Summary[], findings: readonly Finding[]): Summary => {
  const sum = { subjects: 0, evaluated: 0, pass: 0, fail: 0, error: 0, skip: 0 };
  for (const each of counts) {
    sum.subjects += each.subjects;
    sum.evaluated += each.evaluated;
    sum.pass += each.pass;
    sum.fail += each.fail;
    sum.error += each.error;
    sum.skip += each.skip;
  }
  let fail = 0;
  let error = 0;
  for (const { status } of findings) {
    if (status === 'fail') fail += 1;
    else if (status === 'error') error += 1;
  }
  return { ...sum, fail, error, skip: sum.skip + (sum.fail - fail) + (sum.error - error) };
};
