/** The views of the pages as JSON Schemas: what the files of `api/` and `posture/roadmap-answer.ts` say. */

import type { JsonObject } from '../../model/json.ts';
import { layerGroups, layers } from '../../model/layer.ts';
import { day, flag, listOf, moment, named, number, object, orNull, text, whole, words } from './schemas.ts';

const integer: JsonObject = { type: 'integer' };
const proof = orNull(words('enforced', 'declared'));
const layer = words(...layers);
const wallName = object({ id: text, title: text });
const place = object({
  id: text,
  kind: words(
    'internet',
    'any-workload',
    'container',
    'new-pod',
    'node',
    'identity',
    'secret',
    'data',
    'namespace',
    'cluster-admin',
    'cloud',
    'outside',
    'hub',
  ),
  title: text,
});
const actionState = words('done', 'partly', 'not-begun', 'cannot-tell', 'accepted');
const openBySeverity = object({ critical: whole, high: whole, medium: whole, low: whole, info: whole });

export const viewSchemas: Readonly<Record<string, JsonObject>> = {
  Overview: object({
    sentence: text,
    weakest: orNull(text),
    from: text,
    sections: listOf(named('JewelSection')),
    left: whole,
    week: orNull(object({ title: text, number: orNull(integer), late: flag })),
    actions: listOf(
      object({
        id: text,
        title: text,
        why: text,
        gain: number,
        phase: orNull(text),
        files: listOf(text),
        command: text,
      }),
    ),
    changes: object({
      since: orNull(text),
      note: orNull(text),
      appeared: whole,
      resolved: whole,
      lines: listOf(
        object({
          kind: words('open-way', 'closed-way', 'finding', 'resolved', 'not-enforced', 'exception-ending'),
          severity: orNull(named('Severity')),
          text,
          link: text,
        }),
      ),
    }),
    trend: listOf(object({ day, open: whole, total: whole, severe: whole, breaks: flag })),
  }),
  JewelSection: object({
    place: text,
    title: text,
    number: whole,
    depth: orNull(whole),
    proven: orNull(whole),
    columns: listOf(
      object({
        group: words(...layerGroups),
        state: words('solid', 'hatched', 'gap'),
        walls: listOf(wallName),
        missing: listOf(wallName),
      }),
    ),
    way: listOf(object({ place: text, title: text })),
  }),
  RoadmapAnswer: object({
    asOf: moment,
    start: orNull(day),
    week: orNull(integer),
    current: orNull(text),
    of: words('cluster', 'manifests'),
    complete: flag,
    missing: listOf(text),
    phases: listOf(
      object({
        id: text,
        weeks: object({ first: integer, last: integer }),
        title: text,
        why: text,
        state: actionState,
        daysLeft: orNull(integer),
        actions: listOf(named('ActionAnswer')),
      }),
    ),
  }),
  ActionAnswer: object({
    id: text,
    title: text,
    why: text,
    state: actionState,
    proof,
    met: whole,
    of: whole,
    items: listOf(
      object({
        what: text,
        ref: orNull(object({ apiVersion: text, kind: text, namespace: orNull(text), name: text })),
        state: words('met', 'unmet', 'unknown'),
        proof,
        why: text,
        source: text,
        controls: listOf(text),
        accepted: orNull(object({ reason: text, owner: orNull(text), until: orNull(text) })),
      }),
    ),
    sources: listOf(text),
    doubts: listOf(text),
    responsible: words('you', 'platform', 'provider'),
    owner: orNull(text),
    settle: orNull(text),
    commands: listOf(object({ line: text, why: text })),
    caveat: orNull(text),
    buys: object({ gain: number, controls: listOf(object({ id: text, title: text, gain: number })) }),
    files: listOf(text),
  }),
  Attacks: object({
    from: place,
    complete: flag,
    unknowns: listOf(text),
    notes: listOf(text),
    ways: listOf(
      object({
        to: place,
        depth: whole,
        proven: whole,
        layers: listOf(layer),
        moves: listOf(
          object({
            from: place,
            to: place,
            technique: orNull(text),
            text,
            grant: text,
            by: listOf(object({ what: text, place: text })),
            standing: listOf(named('AttackWall')),
            missing: listOf(named('AttackWall')),
          }),
        ),
      }),
    ),
    safe: listOf(place),
    left: whole,
  }),
  AttackWall: object({ id: text, title: text, layer, proof, todo: orNull(text) }),
  Network: object({
    complete: flag,
    doubts: listOf(text),
    nodes: listOf(
      object({
        id: text,
        title: text,
        kind: words('workload', 'outside', 'group'),
        namespace: orNull(text),
        guarded: object({ ingress: flag, egress: flag }),
      }),
    ),
    edges: listOf(
      object({
        from: text,
        to: text,
        ports: text,
        because: words('no-policy', 'allowed'),
        needed: flag,
        why: listOf(text),
      }),
    ),
    left: whole,
  }),
  Rbac: object({
    complete: flag,
    unknowns: listOf(text),
    powers: listOf(
      object({
        title: text,
        severity: named('Severity'),
        command: text,
        holders: listOf(object({ subject: text, where: text, through: text })),
      }),
    ),
    subjects: listOf(
      object({
        id: text,
        kind: words('user', 'group', 'service-account'),
        builtIn: flag,
        worst: orNull(named('Severity')),
        workloads: listOf(text),
        grants: listOf(object({ where: text, role: text, binding: text, rules: listOf(text), place: text })),
      }),
    ),
  }),
  Policies: object({
    complete: flag,
    policies: listOf(
      object({
        name: text,
        kind: text,
        dialect: text,
        namespace: orNull(text),
        title: text,
        action: words('deny', 'warn', 'audit', 'mutate', 'none'),
        enforcement: words('enforced', 'declared', 'not-enforced', 'unknown'),
        why: text,
        fails: whole,
        excepted: whole,
        rules: listOf(text),
        place: text,
      }),
    ),
  }),
  Workloads: object({
    workloads: listOf(
      object({
        id: text,
        kind: text,
        namespace: text,
        name: text,
        place: text,
        open: openBySeverity,
        depth: orNull(whole),
        exposed: flag,
        account: orNull(text),
        tokenMounted: flag,
        podSecurity: words('restricted', 'baseline', 'privileged', 'unknown'),
        containers: listOf(
          object({
            name: text,
            image: text,
            ports: listOf(text),
            runsAsRoot: orNull(flag),
            privileged: flag,
            limits: flag,
          }),
        ),
        rights: listOf(text),
        reaches: listOf(text),
        reachedBy: listOf(text),
        secrets: listOf(text),
      }),
    ),
    left: whole,
  }),
};
