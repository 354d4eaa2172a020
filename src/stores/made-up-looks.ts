/** Looks for tests of stores: findings with few words, each by a number. */

import type { Finding } from '../model/finding.ts';
import { severities } from '../model/severity.ts';
import type { FindingRecord } from './finding-record.ts';
import type { Look } from './store.ts';

export interface FindingShape {
  readonly namespace?: string;
  readonly name?: string;
  readonly kind?: string;
  readonly rule?: string;
  readonly message?: string;
  readonly severity?: Finding['severity'];
  readonly accepted?: FindingRecord['accepted'];
  readonly exposes?: boolean;
  readonly fix?: string | null;
  readonly file?: string | null;
  readonly owner?: string | null;
}

export const makeFinding = (id: string, shape: FindingShape = {}): FindingRecord => {
  const number = Array.from(id).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  const {
    namespace = 'shop',
    name = `web-${id}`,
    kind = 'Deployment',
    rule = 'pod-security/baseline/privileged',
  } = shape;
  const { accepted = null, fix = 'privileged', file = 'web.yaml', owner = null } = shape;
  return {
    finding: {
      id,
      rule,
      status: accepted === null ? 'fail' : 'skip',
      reason: accepted === null ? null : 'excepted',
      severity: shape.severity ?? severities[number % 5] ?? 'info',
      action: 'deny',
      enforcement: 'declared',
      message: shape.message ?? `container ${name} is privileged`,
      path: 'spec',
      subject: {
        apiVersion: 'apps/v1',
        kind,
        namespace,
        name,
        origin: { kind: 'file', file: file ?? 'x.yaml', document: 0, item: null, start: 0, end: 1 },
      },
      owner: owner === null ? null : { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: owner },
      responsible: 'you',
      fix: null,
      evidence: [],
    },
    layer: 'runtime',
    title: 'No privileged containers',
    fix: fix === null ? null : { key: fix, title: `Mend ${fix}` },
    place: file === null ? null : { file, line: 3 },
    accepted,
    exposes: shape.exposes ?? false,
  };
};

/** A look of an estate called `shop`, at noon of a day unless a time is told. */
export const makeLook = (when: string, findings: Iterable<FindingRecord>, rest: Partial<Look> = {}): Look => ({
  estate: { id: '0123456789ab', title: 'shop', kind: 'manifests' },
  at: when.length === 10 ? `${when}T12:00:00Z` : when,
  policySet: 'set-1',
  version: '1.0.0',
  complete: true,
  missing: [],
  digest: 'digest',
  objects: 7,
  findings,
  rules: [],
  depths: [],
  views: {},
  ...rest,
});
