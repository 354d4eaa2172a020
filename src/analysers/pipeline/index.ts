/** Surveys the pipeline: whether images are scanned where they are built, and whether the cluster reports on what runs. */

import { at, textAt, textsAt } from '../../model/read-object.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import { findCharts, findRunning } from '../find-running.ts';
import { isOneOf } from '../is-one-of.ts';
import type { Survey, Where } from '../survey.ts';
import { toItem, toLack } from '../to-item.ts';

const reports = [
  { group: 'aquasecurity.github.io', kind: 'VulnerabilityReport' },
  { group: 'spdx.softwarecomposition.kubescape.io', kind: 'VulnerabilityManifestSummary' },
] as const;

export const pipelineSurvey: Survey = {
  id: 'pipeline',
  kinds: reports,
  keep: ({ ref, origin }) => (isOneOf(ref, reports) ? { ref, origin, object: {} } : null),
  observe: (snapshot, where) => [
    { criterion: 'image/pipeline-scan', items: listPipelines(snapshot), doubt: null },
    { criterion: 'image/cluster-reports', items: listScanners(snapshot, where), doubt: null },
  ],
};

/** Evidence `ci/workflow`, of `sources/repository`: only those that build an image are asked for a scan. */
const listPipelines = (snapshot: Snapshot): readonly Item[] => {
  const pipelines = snapshot.evidence.filter(({ kind }) => kind === 'ci/workflow');
  const building = pipelines.filter(({ value }) => at(value, 'builds') === true);
  return building.length === 0 ? [toUnseen(pipelines.length)] : building.map(judgePipeline);
};

/** Reports of the cluster alone must not make it look done: nobody has seen what lets images in. */
const toUnseen = (pipelines: number): Item => ({
  what: 'A pipeline that builds images',
  ref: null,
  state: 'unknown',
  proof: null,
  why: `${pipelines === 0 ? 'no pipeline file was found' : 'none of the pipelines that were read builds one'}; the roadmap of the repository that builds the images tells`,
  source: '',
  controls: [],
});

const judgePipeline = ({ value, source }: Evidence): Item => {
  const isMet = textAt(value, 'scanner') !== '' && at(value, 'canFail') === true;
  // What a pipeline takes over from elsewhere may hold the scan.
  const [elsewhere] = textsAt(value, 'elsewhere');
  const state = isMet ? 'met' : elsewhere === undefined ? 'unmet' : 'unknown';
  return {
    what: `Pipeline ${textAt(value, 'file')}`,
    ref: null,
    state,
    proof: isMet ? 'declared' : null,
    why: `${tellScan(value)}${state === 'unknown' ? `; it takes over ${elsewhere}, which was not read` : ''}`,
    source,
    controls: [],
  };
};

const tellScan = (value: Evidence['value']): string => {
  const scanner = textAt(value, 'scanner');
  const builder = textAt(value, 'builder');
  const builds = `builds images${builder === '' ? '' : ` (${builder})`}`;
  if (scanner === '') return `${builds} and scans none`;
  const step = textAt(value, 'step');
  const scan = `scans with ${scanner}${step === '' ? '' : ` (${step})`}`;
  if (at(value, 'canFail') === true) return `${scan}, which can fail it`;
  const why = textAt(value, 'harmless');
  return `${scan}, and goes on whatever is found${why === '' ? '' : `: ${why}`}`;
};

const scanners: ReadonlyMap<string, string> = new Map([
  ['trivy-operator', 'the Trivy operator'],
  ['kubevuln', 'Kubescape'],
]);

const listScanners = (snapshot: Snapshot, where: Where): readonly Item[] => {
  const [report] = reports.flatMap(({ group, kind }) => snapshot.list(group, kind));
  if (report !== undefined)
    return [toItem({ about: report, what: 'Reports on images that run', state: 'met', why: 'is one of them' }, where)];
  const [running] = findRunning(snapshot, scanners);
  if (running !== undefined)
    return [toItem({ about: running.workload.resource, state: 'met', why: `runs ${running.name}` }, where)];
  const [chart] = snapshot.kind === 'cluster' ? [] : findCharts(snapshot, scanners);
  if (chart !== undefined)
    return [toItem({ about: chart.resource, state: 'met', why: `installs ${chart.name}` }, where)];
  return [toLack('Reports on images that run', 'no scanner and no VulnerabilityReport was read', snapshot)];
};
