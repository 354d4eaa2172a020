/** Turns what a look found out into what a store keeps: findings to page through, depths, and the views of every page. */

import type { Json } from '../../../model/json.ts';
import type { RuleMetadata } from '../../../model/rule.ts';
import type { EstateName, Look } from '../../../stores/store.ts';
import { version } from '../version.ts';
import type { Views } from '../../console/api/views.ts';
import { boundLocating } from './bounded-locating.ts';
import type { Inspected } from './inspected.ts';
import { shown, showAll } from './shown-text.ts';
import { toRecords } from './to-records.ts';
import { viewAttacks } from './view-attacks.ts';
import { viewNetwork } from './view-network.ts';
import { viewPolicies } from './view-policies.ts';
import { viewRbac } from './view-rbac.ts';
import { viewStanding } from './view-standing.ts';
import { viewWorkloads } from './view-workloads.ts';

export const toLook = (inspected: Inspected, estate: EstateName): Look => {
  const { report, roadmap, objects, digest } = inspected;
  return {
    estate,
    at: report.asOf,
    policySet: report.policySet,
    version,
    complete: roadmap.complete,
    // Whole: a finding counts as gone only where the same was unread before, so that a cut list would resolve what nobody looked at.
    missing: roadmap.missing.map((text) => shown(text, 500)),
    digest,
    objects,
    findings: toRecords(report),
    rules: [...report.rules.values()].map(cutRule),
    depths: (report.walls?.assets ?? []).map(({ place, depth, proven }) => ({
      place: shown(place.id, 1000),
      title: shown(place.title, 200),
      depth,
      proven,
    })),
    views: showAll(toViews(bound(inspected)) as unknown as Json) as Readonly<Record<string, Json>>,
  };
};

/** A policy may bring a book of its own. */
const cutRule = (rule: RuleMetadata): RuleMetadata => ({
  id: rule.id,
  title: shown(rule.title, 300),
  severity: rule.severity,
  layer: rule.layer,
  control: rule.control,
  what: shown(rule.what, 5000),
  why: shown(rule.why, 5000),
  fine: shown(rule.fine, 5000),
  remediation: shown(rule.remediation, 5000),
  references: rule.references.slice(0, 50).map((reference) => shown(reference)),
});

/** A second's worth of text in which views look up lines. */
const mostLocated = 32 * 1024 * 1024;

const bound = (inspected: Inspected): Inspected => ({
  ...inspected,
  locate: boundLocating((origin, path) => inspected.locate(origin, path), mostLocated),
});

const toViews = (inspected: Inspected): Views => ({
  standing: viewStanding(inspected),
  roadmap: { ...inspected.roadmap, phases: inspected.roadmap.phases.map(cutPhase) },
  attacks: viewAttacks(inspected),
  network: viewNetwork(inspected),
  rbac: viewRbac(inspected),
  policies: viewPolicies(inspected),
  workloads: viewWorkloads(inspected),
});

/** What is open comes first: of thousands of items nobody reads the last. */
const mostItems = 300;

const cutPhase = (phase: Inspected['roadmap']['phases'][number]): Inspected['roadmap']['phases'][number] => ({
  ...phase,
  actions: phase.actions.map((action) => ({
    ...action,
    items: action.items.slice(0, mostItems).map((item) => ({
      ...item,
      what: shown(item.what, 300),
      why: shown(item.why, 600),
      source: shown(item.source, 600),
      controls: item.controls.slice(0, 20),
    })),
    sources: action.sources.slice(0, 50).map((source) => shown(source, 600)),
    files: action.files.slice(0, 200),
    buys: { ...action.buys, controls: action.buys.controls.slice(0, 50) },
  })),
});
