/** Findings, estates and history as JSON Schemas: what `api/findings.ts`, `api/estate-state.ts` and the store's contract say. */

import type { JsonObject } from '../../model/json.ts';
import { layerGroups, layers } from '../../model/layer.ts';
import { severities } from '../../model/severity.ts';
import { facetNames } from '../../stores/findings-query.ts';
import {
  always,
  anyOf,
  day,
  flag,
  listOf,
  objectWith,
  moment,
  named,
  object,
  orNull,
  text,
  whole,
  words,
} from './schemas.ts';

const integer: JsonObject = { type: 'integer' };

const ref = { apiVersion: text, kind: text, namespace: orNull(text), name: text };

const editValue = anyOf(object({ kind: always('absent') }), object({ kind: always('value'), value: {} }));

const origin = anyOf(
  object({ kind: always('file'), file: text, document: integer, item: orNull(integer), start: integer, end: integer }),
  object({
    kind: always('rendered'),
    by: words('helm', 'kustomize'),
    folder: text,
    template: orNull(text),
    document: integer,
    item: orNull(integer),
  }),
  object({ kind: always('cluster'), cluster: text, uid: text }),
  object({ kind: always('built-in'), release: text }),
);

const storedFinding = {
  finding: named('Finding'),
  title: text,
  layer: words(...layers),
  place: orNull(object({ file: text, line: orNull(integer) })),
  fix: orNull(object({ key: text, title: text })),
  accepted: orNull(object({ reason: text, owner: orNull(text), until: orNull(text) })),
  exposes: flag,
  firstSeen: moment,
  lastSeen: moment,
  resolved: orNull(moment),
};

const listedFinding = { ...storedFinding, group: words(...layerGroups) };

const openBySeverity = object(Object.fromEntries(severities.map((severity) => [severity, whole])));

const depth = { place: text, title: text, depth: orNull(whole), proven: orNull(whole) };

export const findingSchemas: Readonly<Record<string, JsonObject>> = {
  EstateId: { type: 'string', pattern: '^[0-9a-f]{12}$' },
  Severity: words(...severities),
  EstateState: object({
    id: named('EstateId'),
    title: text,
    kind: words('cluster', 'manifests'),
    lookedAt: orNull(moment),
    looking: orNull(object({ since: moment, text })),
    failing: orNull(object({ since: moment, message: text })),
    complete: flag,
    missing: listOf(text),
    objects: whole,
    open: openBySeverity,
    policySet: orNull(text),
  }),
  LiveEvent: anyOf(
    object({ kind: always('looked'), estate: named('EstateId'), at: moment }),
    object({ kind: always('looking'), estate: named('EstateId'), text }),
    object({ kind: always('failed'), estate: named('EstateId'), message: text }),
  ),
  Finding: object({
    id: { type: 'string', pattern: '^[0-9a-f]{16}$' },
    rule: text,
    status: words('pass', 'fail', 'error', 'skip'),
    reason: orNull(words('excepted', 'not-applicable', 'manual', 'no-evidence', 'not-compiled', 'over-budget')),
    severity: named('Severity'),
    action: words('deny', 'warn', 'audit', 'none'),
    enforcement: words('enforced', 'declared', 'not-enforced', 'unknown'),
    message: text,
    path: text,
    subject: object({ ...ref, origin }),
    owner: orNull(object(ref)),
    responsible: words('you', 'platform', 'provider'),
    fix: orNull(
      object({
        target: object(ref),
        edits: listOf(object({ path: text, before: editValue, after: editValue })),
        reason: text,
        permissions: listOf(object({ group: text, resource: text, verb: text })),
      }),
    ),
    evidence: listOf(object({ text, source: text })),
  }),
  ListedFinding: object(listedFinding),
  ListedFindings: object({
    findings: listOf(named('ListedFinding')),
    next: orNull(text),
    total: whole,
    atLeast: flag,
  }),
  StoredFinding: object(storedFinding),
  FindingDetail: object({
    ...listedFinding,
    rule: orNull(named('RuleMetadata')),
    patch: orNull(text),
    command: text,
  }),
  RuleMetadata: object({
    id: text,
    title: text,
    severity: named('Severity'),
    layer: words(...layers),
    control: orNull(text),
    what: text,
    why: text,
    fine: text,
    remediation: text,
    references: listOf(text),
  }),
  Facets: object(Object.fromEntries(facetNames.map((name) => [name, listOf(object({ value: text, count: whole }))]))),
  FixGroup: object({ key: text, title: text, findings: whole, subjects: whole, worst: named('Severity') }),
  ExceptionDraft: object({
    finding: { type: 'string', pattern: '^[0-9a-f]{16}$' },
    reason: { type: 'string', minLength: 1, maxLength: 2000 },
    owner: { type: 'string', minLength: 1, maxLength: 253 },
    expires: day,
  }),
  DraftedException: object({ file: text, text, added: text, command: text }),
  HistoryRow: object({
    day,
    at: moment,
    policySet: text,
    digest: text,
    complete: flag,
    looks: whole,
    open: openBySeverity,
    accepted: whole,
    appeared: orNull(whole),
    resolved: orNull(whole),
    depths: listOf(object(depth)),
  }),
  Compared: anyOf(
    object({ kind: always('not-comparable'), why: text }),
    object({
      kind: always('compared'),
      from: text,
      to: text,
      appeared: listOf(named('StoredFinding')),
      resolved: listOf(named('StoredFinding')),
      counts: object({ appeared: whole, resolved: whole }),
      // Absent where it was not there that day.
      depths: listOf(objectWith({ place: text, title: text }, { before: orNull(whole), after: orNull(whole) })),
    }),
  ),
};
