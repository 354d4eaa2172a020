/** The exceptions of policies.kyverno.io: what they name, when they hold, what they report. */

import { isJsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import type { RuleDefect } from '../rule-response.ts';
import type { CelPolicy, Written } from './cel-policy.ts';
import { objectOf, objectsOf, textOf, textsOf } from './parse/fields.ts';
import { parseNamed } from './parse/parse-spec.ts';
import { specShapes } from './parse/policy-shapes.ts';
import { findDefects } from './parse/shape.ts';

export interface CelException {
  readonly resource: Resource;
  /** `NAMESPACE/NAME`, as Kyverno's messages name it. */
  readonly key: string;
  readonly refs: readonly { readonly name: string; readonly kind: string }[];
  readonly matchConditions: readonly Written[];
  /** With neither images nor values it takes the subject out whole; else expressions read what it allows. */
  readonly images: readonly string[];
  readonly allowedValues: readonly string[];
  readonly reportResult: 'skip' | 'pass';
  /** In milliseconds since 1970; `null` for one that does not end. */
  readonly expiresAt: number | null;
  /** Of several, the one with the highest decides what is reported. */
  readonly priority: number;
}

export interface ParsedException {
  readonly exception: CelException;
  readonly defects: readonly RuleDefect[];
}

export const parseException = (resource: Resource): ParsedException => {
  const written = resource.object['spec'];
  const spec = isJsonObject(written) ? written : {};
  const defects = [...findDefects(written ?? {}, specShapes.PolicyException, ['spec'])];
  const refs = objectsOf(spec, 'policyRefs').map(([, ref]) => ({
    name: textOf(ref, 'name'),
    kind: textOf(ref, 'kind'),
  }));
  if (refs.length === 0 && defects.length === 0) {
    defects.push({ severity: 'error', message: 'at least one policy must be named', path: ['spec', 'policyRefs'] });
  }
  const ends = textOf(spec, 'expiresAt');
  const expiresAt = ends === '' ? null : Date.parse(ends);
  if (expiresAt !== null && !isTime(ends)) {
    const message = `${JSON.stringify(ends.slice(0, 80))} is no time such as 2026-05-01T00:00:00Z`;
    defects.push({ severity: 'error', message, path: ['spec', 'expiresAt'] });
  }
  const { namespace, name } = resource.ref;
  return {
    defects,
    exception: {
      resource,
      key: namespace === null ? name : `${namespace === '' ? 'default' : namespace}/${name}`,
      refs,
      matchConditions: parseNamed(spec, 'matchConditions'),
      images: textsOf(spec, 'images'),
      allowedValues: textsOf(spec, 'allowedValues'),
      reportResult: textOf(spec, 'reportResult') === 'pass' ? 'pass' : 'skip',
      expiresAt,
      priority: toPriority(resource),
    },
  };
};

const isTime = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));

const toPriority = ({ object }: Resource): number => {
  const labels = objectOf(objectOf(object, 'metadata'), 'labels');
  const written = textOf(labels, 'polex.kyverno.io/priority');
  return /^\+?\d{1,15}$/.test(written) ? Number(written) : 0;
};

export const appliesTo = ({ refs }: CelException, { name, writtenKind }: CelPolicy): boolean =>
  refs.some((ref) => ref.name === name && ref.kind === writtenKind);
