/** The composition of a scan: sources in, rules over what they read, exceptions and baseline, one Report out. */

import type { WallsAnswer } from '../../attack/walls-answer.ts';
import { applyExceptions } from '../../engine/except/apply-exceptions.ts';
import { checkBaseline, compareWithBaseline, type Baseline } from '../../engine/except/baseline.ts';
import { findUnknownRules } from '../../engine/except/unknown-rules.ts';
import type { Counts, Evaluated } from '../../engine/evaluate/evaluation.ts';
import { createSalts } from '../../engine/evaluate/salts.ts';
import type { Exception } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanScope } from '../../engine/except/scan-scope.ts';
import type { Problem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unread } from '../../model/unread.ts';
import type { Report, Summary } from '../../reports/report.ts';
import { createSourceTexts, readFactFile } from '../../sources/registry.ts';
import type { SourceContext, WantedKind } from '../../sources/source.ts';
import { createEstate, type Estate } from './estate.ts';
import { findSnapshots } from './find-snapshots.ts';
import { placeReviews } from './place-reviews.ts';
import { createTally, readInto } from './read-estate.ts';
import { readContext, readPaths, readSnapshot } from './read-targets.ts';
import {
  allRuleIds,
  asksOwnPolicies,
  createRuleSet,
  rulesLeftOut,
  toPolicySet,
  type RuleOptions,
  type RuleSet,
} from './rules.ts';
import type { ScannedWalls } from './scan-walls.ts';
import { suggestNext } from './suggest-next.ts';
import { version } from './version.ts';
import { listWantedKinds } from './wanted-kinds.ts';

export interface ScanRequest {
  /** What a person types to run Vauban, for what to run next. */
  readonly program: string;
  /** What to judge by. */
  readonly by: RuleOptions;
  /** Paths, or `-`. */
  readonly paths: readonly string[];
  /** Contexts of the kubeconfig; the empty text is the current one. */
  readonly contexts: readonly string[];
  /** The paths are fewer than what is scanned as a rule, so what is not found may be elsewhere. Default false. */
  readonly isPart?: boolean;
  /** Files of facts about the cluster: what a provider says of it. */
  readonly facts?: readonly string[];
  /** Only objects of these namespaces; empty for all. Namespaces themselves are always read. */
  readonly namespaces: readonly string[];
  readonly exceptions: readonly Exception[];
  /** Whether exceptions written on the objects count: the API server, for one, does not read them. Default true. */
  readonly honourAnnotations?: boolean;
  /** Called with each object as it is read. */
  readonly seen?: (resource: Resource) => void;
  readonly baseline: Baseline | null;
  /** RFC 3339. */
  readonly asOf: string;
  /** Objects of the cluster that a person describes beside what is scanned: namespaces. */
  readonly known?: readonly Resource[];
  /** Hexadecimal digits, two a byte; absent where no policy may ask for any. */
  readonly random?: (bytes: number) => string;
  readonly includePasses: boolean;
  readonly includeSkips: boolean;
  /** Whether the report begins with the walls before what matters, and what matters besides; absent for no. */
  readonly walls?: { readonly jewels: readonly string[] };
  /** More than the walls need, for who asks more of the same estate: what is kept of each resource, and which kinds a cluster is asked for besides. */
  readonly besides?: {
    readonly keep: (resource: Resource) => Resource | null;
    readonly kinds: readonly WantedKind[];
  };
  /** Problems met before the scan, such as in the exceptions file. */
  readonly problems: readonly Problem[];
  /** Called now and then with how far it is. */
  readonly progress: (text: string) => void;
}

export interface Scanned {
  readonly report: Report;
  /** True where not one object could be read: nothing may be called clean. */
  readonly nothingRead: boolean;
  /** Namespaces that exist or that some object is in. */
  readonly namespaces: ReadonlySet<string>;
  readonly objects: number;
  /** One for each estate in which something stands, where walls were asked for. */
  readonly attacked: readonly ScannedWalls[];
}

export const scanEstate = async (request: ScanRequest, context: SourceContext): Promise<Scanned> => {
  const ruleSet = await createRuleSet(request.by);
  const texts = createSourceTexts(context.disk);
  const tally = createTally();
  const { honourAnnotations = true, seen = () => undefined, progress } = request;
  const options = { honourAnnotations, seen, progress };
  const keepLabels = request.exceptions.some(({ scope }) => Object.keys(scope.labels).length > 0);
  const keepAttacks = asksWalls(request);
  const estateOptions = {
    ...request,
    ruleSet,
    handed: [...request.by.policies.documents, ...(request.known ?? [])],
    keepLabels,
    keepAttacks,
    ...(request.besides === undefined ? {} : { keep: request.besides.keep }),
    salts: createSalts(),
  };
  const estates: Estate[] = [];
  const clusters: string[] = [];
  const { paths, snapshots } = await findSnapshots(request.paths, context.disk);
  if (paths.length > 0) {
    const estate = createEstate({ ...estateOptions, kind: 'manifests' });
    estates.push(estate);
    await readInto(estate, readPaths(paths, context, texts), tally, options);
  }
  const lent = {
    ...context,
    namespaces: request.namespaces,
    kinds: toKinds(listWantedKinds(ruleSet, keepAttacks), request),
  };
  const asked = { controlPlane: asksControlPlane(ruleSet) };
  for (const { path, of, cluster } of snapshots) {
    const estate = createEstate({ ...estateOptions, kind: of });
    estates.push(estate);
    await readInto(estate, readSnapshot(path, lent, asked), tally, options);
    if (cluster !== null) clusters.push(cluster);
  }
  for (const name of request.contexts) {
    const estate = createEstate({ ...estateOptions, kind: 'cluster' });
    estates.push(estate);
    tally.cluster = null;
    await readInto(estate, readContext(name, lent, asked), tally, options);
    clusters.push(name === '' ? (tally.cluster ?? 'current context') : name);
  }
  const { facts = [] } = request;
  if (facts.length > 0) {
    // Of several clusters it cannot be told which one a file is about: each file then speaks for itself.
    const [known] = clusters.length > 1 ? [] : estates.slice(-1);
    const estate = known ?? createEstate({ ...estateOptions, kind: 'manifests' });
    if (known === undefined) estates.push(estate);
    for (const file of facts) await readInto(estate, readFactFile(file, context), tally, options);
  }
  tally.unread.push(...toUnreadPolicies(request, tally.unread));
  // All estates are read before any is finished: only then is it known which subjects stand in several places.
  const finished = estates.map((estate) => ({ ...estate.finish(), attacked: estate.toAttacked() }));
  const read = [
    ...toLeftOut(request, tally.unnamed),
    ...tally.problems,
    ...finished.flatMap(({ problems }) => problems),
  ];
  const { evaluated, walls, attacked } = await addWalls(finished, request, tally.problems);
  // What could not be judged by is as little clean as what could not be judged.
  const complete =
    tally.unread.length === 0 &&
    [...read, ...request.by.policies.problems].every(({ severity }) => severity !== 'error');
  const contexts = [...request.contexts, ...snapshots.flatMap(({ cluster }) => cluster ?? [])];
  const scan = toScanScope({ ...request, contexts }, ruleSet, complete);
  const { findings, reviews } = applyExceptions(
    evaluated.flatMap((each) => each.findings),
    [...request.exceptions, ...tally.exceptions],
    {
      asOf: request.asOf,
      labelsOf: ({ subject }) => evaluated.find(({ labels }) => labels.has(subject))?.labels.get(subject) ?? {},
      scan,
    },
  );
  const exceptions = placeReviews(reviews, tally.carriers, texts);
  const policySet = toPolicySet(ruleSet, request.by);
  const mismatch = request.baseline === null ? null : checkBaseline(request.baseline, policySet);
  const report: Report = {
    version,
    policySet,
    asOf: request.asOf,
    cluster: clusters.length === 0 ? null : clusters.join(','),
    complete,
    walls,
    roadmap: null,
    unread: tally.unread,
    findings,
    rules: new Map(ruleSet.metadata.map((rule) => [rule.id, rule])),
    judged: new Set(evaluated.flatMap(({ judged }) => [...judged])),
    summary: toSummary(
      evaluated.map(({ counts }) => counts),
      findings,
    ),
    problems: distinctProblems([
      ...request.problems,
      ...ruleSet.problems,
      ...(mismatch === null ? [] : [mismatch]),
      ...findUnknownRules(
        exceptions.map(({ exception }) => exception),
        [...allRuleIds(), ...ruleSet.metadata.map(({ id }) => id)],
      ),
      ...read,
    ]),
    exceptions,
    baseline: request.baseline === null ? null : compareWithBaseline(findings, request.baseline, scan),
    otherDocuments: tally.otherDocuments,
    next: [],
    locate: (origin, path) => texts.locate(origin, path),
  };
  return {
    report: { ...report, next: suggestNext(report, request) },
    nothingRead: tally.objects === 0,
    namespaces: tally.namespaces,
    objects: tally.objects,
    attacked,
  };
};

const toKinds = (kinds: readonly WantedKind[], { besides }: ScanRequest): readonly WantedKind[] =>
  besides === undefined
    ? kinds
    : [...new Map([...kinds, ...besides.kinds].map((each) => [`${each.group}/${each.kind}`, each])).values()];

/** Part of the rules, files or namespaces is asked for to see those, and part of an estate has other walls than the whole. */
export const asksWalls = ({ walls, by, namespaces, isPart = false }: ScanRequest): boolean =>
  walls !== undefined &&
  by.whose === 'all' &&
  by.library !== 'none' &&
  by.only.length === 0 &&
  namespaces.length === 0 &&
  !isPart;

type Finished = Evaluated & { readonly attacked: Snapshot | null };

/** Drawing is loaded where something stands: who scans a Role alone does not wait for it. */
const addWalls = async (
  finished: readonly Finished[],
  { walls: asked }: ScanRequest,
  problems: readonly Problem[],
): Promise<{
  readonly evaluated: readonly Finished[];
  readonly walls: WallsAnswer | null;
  readonly attacked: readonly ScannedWalls[];
}> => {
  if (asked === undefined || finished.every(({ attacked }) => attacked === null))
    return { evaluated: finished, walls: null, attacked: [] };
  const { pickWorst, scanWalls, withExposures } = await import('./scan-walls.ts');
  const { tryPods } = await import('./attack/try-pods.ts');
  const scanned = await Promise.all(
    finished.map(async ({ attacked }) =>
      attacked === null
        ? null
        : scanWalls(attacked, { jewels: asked.jewels, problems, evidence: await tryPods(attacked) }),
    ),
  );
  return {
    evaluated: finished.map((each, index) => {
      const own = scanned[index] ?? null;
      return own === null ? each : { ...each, findings: withExposures(each.findings, own) };
    }),
    walls: pickWorst(scanned.filter((each) => each !== null)),
    attacked: scanned.filter((each) => each !== null),
  };
};

/** Those that no rule looks at as objects are not missed when the cluster is read. */
const toUnreadPolicies = ({ by }: ScanRequest, known: readonly Unread[]): readonly Unread[] =>
  !asksOwnPolicies(by)
    ? []
    : by.policies.unread.filter(
        ({ cluster, group, kind }) =>
          !known.some((each) => each.cluster === cluster && each.group === group && each.kind === kind),
      );

/** One folder may hold both the policies and what they judge: what is wrong in it is said once. */
const distinctProblems = (problems: readonly Problem[]): readonly Problem[] => {
  const said = new Set<string>();
  return problems.filter(({ severity, message, span }) => {
    const key = JSON.stringify([severity, message, span?.file, span?.line, span?.column]);
    return said.size < said.add(key).size;
  });
};

/** Its facts are of use to one analyser: who asks for other rules spares the API server the questions. */
export const asksControlPlane = ({ analysers }: RuleSet): boolean => analysers.some(({ id }) => id === 'control-plane');

const toScanScope = (request: ScanRequest, { metadata }: RuleSet, complete: boolean): ScanScope => {
  const { paths, contexts, namespaces, isPart = false } = request;
  const leftOut = rulesLeftOut(request.by, metadata);
  const ran = new Set(metadata.map(({ id }) => id).filter((id) => !leftOut.includes(id)));
  return { paths, contexts, namespaces, rules: ran, rulesLeftOut: leftOut, isPart, complete };
};

/** `-n` means the namespaces that manifests name; one applied with `kubectl apply -n` names none. */
const toLeftOut = ({ namespaces }: ScanRequest, unnamed: number): readonly Problem[] =>
  namespaces.length === 0 || namespaces.includes('default') || unnamed === 0
    ? []
    : [
        {
          severity: 'warning',
          message: `${unnamed} ${unnamed === 1 ? 'object names' : 'objects name'} no namespace, which means default, and ${unnamed === 1 ? 'was' : 'were'} left out: add -n default to judge ${unnamed === 1 ? 'it' : 'them'} too`,
          span: null,
          policy: null,
        },
      ];

/** Exceptions turn failures into skips after the rules were counted. */
const toSummary = (counts: readonly Counts[], findings: readonly Finding[]): Summary => {
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
