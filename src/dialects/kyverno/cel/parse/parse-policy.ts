/** A document of policies.kyverno.io as a policy, with what is wrong in its shape. */

import { isJsonObject, type JsonObject } from '../../../../model/json.ts';
import type { Resource } from '../../../../model/resource.ts';
import type { RuleDefect } from '../../rule-response.ts';
import { policyKinds, type CelPolicy, type PolicyKind } from '../cel-policy.ts';
import { objectOf, objectsOf } from './fields.ts';
import { specShapes } from './policy-shapes.ts';
import { findDefects } from './shape.ts';

export interface ParsedPolicy {
  readonly policy: CelPolicy;
  readonly defects: readonly RuleDefect[];
}

/** `null` for a kind that is no policy. */
export const parsePolicy = (resource: Resource): ParsedPolicy | null => {
  const kind = toPolicyKind(resource.ref.kind);
  if (kind === null) return null;
  const { spec } = resource.object;
  const isNamespaced = resource.ref.kind !== kind;
  const { name, namespace } = resource.ref;
  return {
    policy: {
      resource,
      kind,
      writtenKind: resource.ref.kind,
      name,
      namespace: isNamespaced ? (namespace === null || namespace === '' ? 'default' : namespace) : null,
      spec: isJsonObject(spec) ? spec : {},
      annotations: toAnnotations(resource.object),
    },
    defects:
      spec === undefined || spec === null
        ? [{ severity: 'error', message: 'the field spec is required', path: [] }]
        : [...findDefects(spec, specShapes[kind], ['spec']), ...findUnread(isJsonObject(spec) ? spec : {})],
  };
};

/** Which requests a cluster sends to Kyverno at all; its command line does not look at them either. */
const findUnread = (spec: JsonObject): readonly RuleDefect[] =>
  objectsOf(objectOf(spec, 'webhookConfiguration'), 'matchConditions').length === 0
    ? []
    : [
        {
          severity: 'warning',
          message: 'these conditions are not evaluated here: objects are judged as if all of them held',
          path: ['spec', 'webhookConfiguration', 'matchConditions'],
        },
      ];

const toPolicyKind = (kind: string): PolicyKind | null =>
  policyKinds.find((each) => kind === each || kind === `Namespaced${each}`) ?? null;

const toAnnotations = ({ metadata }: JsonObject): Readonly<Record<string, string>> => {
  const written = isJsonObject(metadata) ? metadata['annotations'] : undefined;
  if (!isJsonObject(written)) return {};
  return Object.fromEntries(
    Object.entries(written).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
};
