/** Looks at one estate once, and says everything: findings, walls, what to build next, and where the roadmap stands. */

import { keepForAttacks } from '../../../analysers/keep-for-attacks.ts';
import { surveys } from '../../../analysers/registry.ts';
import { weighControls } from '../../../attack/weigh-controls.ts';
import { createSnapshotBuilder } from '../../../kube/snapshot/build-snapshot.ts';
import type { Evidence } from '../../../model/evidence.ts';
import type { Resource, ResourceRef } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeRoadmap } from '../../../posture/judge-roadmap.ts';
import type { OwnRoadmap } from '../../../posture/own-roadmap.ts';
import type { Roadmap } from '../../../posture/framework.ts';
import { renderUnread } from '../../../reports/overview.ts';
import { renderPlace, renderRef, toPlace } from '../../../reports/place.ts';
import type { Report } from '../../../reports/report.ts';
import type { SourceContext } from '../../../sources/source.ts';
import { createLocator } from '../network/locate.ts';
import { listFileNames } from '../roadmap/list-file-names.ts';
import { scanEstate, type ScanRequest } from '../scan-estate.ts';
import { inspectKinds } from '../snapshot-kinds.ts';
import { createObjectsDigest } from './digest-objects.ts';
import type { Inspected } from './inspected.ts';
import { keepForViews } from './keep-for-views.ts';

export interface InspectRequest {
  /** Of one estate: paths, or one context. */
  readonly scan: ScanRequest;
  readonly jewels: readonly string[];
  readonly roadmap: Roadmap;
  readonly own: OwnRoadmap | null;
  /** What was found beside the objects: pipelines, documents. */
  readonly evidence: readonly Evidence[];
  /** As a person would type what was looked at. */
  readonly estate: string;
}

export const inspectEstate = async (request: InspectRequest, context: SourceContext): Promise<Inspected> => {
  const digest = createObjectsDigest();
  const read = new Map<string, ResourceRef[]>();
  const { scan } = request;
  const scanned = await scanEstate(
    {
      ...scan,
      walls: { jewels: request.jewels },
      besides: { keep: keepForInspect, kinds: inspectKinds },
      seen: (resource) => {
        digest.add(resource);
        noteRef(read, resource);
        scan.seen?.(resource);
      },
    },
    context,
  );
  const { report, nothingRead, objects, namespaces } = scanned;
  const [attacked] = scanned.attacked;
  const snapshot = withEvidence(attacked?.snapshot ?? emptySnapshot(report, request), request.evidence);
  const graph = attacked?.graph ?? null;
  const entry = attacked?.entry ?? null;
  scan.progress('weighing what to build next');
  const weighed = graph === null || entry === null ? [] : weighControls(graph, entry);
  const locate: Inspected['locate'] = (origin, path) => report.locate(origin, path);
  const placeOf = createLocator({ locate });
  const surveyed = surveys.flatMap((survey) =>
    survey.observe(snapshot, (resource, path) => {
      const { file, line } = placeOf(resource, path);
      return file === null ? renderRef(resource.ref) : line === null ? file : `${file}:${line}`;
    }),
  );
  const facts = { snapshot, findings: report.findings, controls: graph?.controls ?? [], weighed };
  const roadmap = judgeRoadmap({
    roadmap: request.roadmap,
    own: request.own,
    surveyed,
    findings: report.findings,
    objects: (kinds) => kinds.flatMap((kind) => read.get(kind) ?? []),
    judged: report.summary.subjects,
    where: (finding) => renderPlace(toPlace(report, finding), finding.subject.origin),
    weighed,
    filesOf: ({ id }, open, isTold) => listFileNames({ id, open, isTold }, facts),
    of: snapshot.kind,
    asOf: scan.asOf,
    complete: report.complete && report.walls?.complete !== false,
    missing: [...report.unread.map(renderUnread), ...(report.walls?.unknowns ?? [])],
    estate: request.estate,
    program: scan.program,
  });
  return {
    report: { ...report, roadmap },
    snapshot,
    graph,
    entry,
    from: report.walls?.from ?? null,
    weighed,
    surveyed,
    roadmap,
    estate: request.estate,
    program: scan.program,
    nothingRead,
    objects,
    namespaces,
    digest: digest.done(),
    locate,
  };
};

const keepForInspect = (resource: Resource): Resource | null => {
  const kept = keepForAttacks(resource);
  if (kept !== null) return kept;
  for (const survey of surveys) {
    const own = survey.keep(resource);
    if (own !== null) return own;
  }
  return keepForViews(resource);
};

/** For criteria that count objects of a kind, whether anything is wrong with them or not. */
const noteRef = (read: Map<string, ResourceRef[]>, { ref }: Resource): void => {
  const group = ref.apiVersion.includes('/') ? ref.apiVersion.slice(0, ref.apiVersion.indexOf('/')) : '';
  if (group !== 'rbac.authorization.k8s.io' || ref.name.startsWith('system:')) return;
  const key = `${group}/${ref.kind}`;
  const known = read.get(key);
  if (known === undefined) read.set(key, [ref]);
  else known.push(ref);
};

const withEvidence = (snapshot: Snapshot, evidence: readonly Evidence[]): Snapshot => ({
  kind: snapshot.kind,
  list: (group, kind) => snapshot.list(group, kind),
  find: (group, kind, namespace, name) => snapshot.find(group, kind, namespace, name),
  evidence: [...snapshot.evidence, ...evidence],
  unread: snapshot.unread,
});

/** Where nothing stands there is nothing to attack, and a roadmap all the same. */
const emptySnapshot = ({ unread }: Report, { scan }: InspectRequest): Snapshot =>
  createSnapshotBuilder(scan.contexts.length > 0 ? 'cluster' : 'manifests').build({ evidence: [], unread });
