/** Reads a ClusterPolicy or Policy: what it says, what is wrong with it, and whether Kyverno would take it at all. */

import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import type { ClassicPolicy, ClassicRule } from '../classic-policy.ts';
import type { RuleDefect } from '../rule-response.ts';
import { checkSpec, versionsOf } from './check-shape.ts';
import { flag, object, objects, text, textMap } from './read-field.ts';
import { toClassicRule } from './to-classic-rule.ts';
import { toFailureAction, type Inherited } from './to-rule-body.ts';

export interface ParsedPolicy {
  readonly kind: 'policy';
  readonly policy: ClassicPolicy;
  readonly spec: JsonObject;
  readonly inherited: Inherited;
}

export type PolicyParse =
  | ParsedPolicy
  /** Nothing of it can be judged; what could be read may have more wrong in it. */
  | { readonly kind: 'refused'; readonly defects: readonly RuleDefect[]; readonly rest: ParsedPolicy | null };

export const parseClassicPolicy = (resource: Resource): PolicyParse => {
  const { apiVersion, kind } = resource.ref;
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const defects = checkSpec(version, kind, resource.object['spec']);
  if (defects === undefined) return refuseVersion(apiVersion, kind);
  const spec = object(resource.object, 'spec');
  if (spec === null || defects.some(({ isUnknown }) => !isUnknown)) return { kind: 'refused', defects, rest: null };
  const inherited = { generateExisting: flag(spec, 'generateExisting', false), failureAction: toFailureAction(spec) };
  const rules: ClassicRule[] = [];
  const ruleDefects: RuleDefect[] = [];
  objects(spec, 'rules').forEach((written, index) => {
    const path = ['spec', 'rules', index];
    const rule = toClassicRule(written, path, inherited);
    if (rule === null) ruleDefects.push({ severity: 'error', message: doesNothing, path });
    else rules.push(rule);
  });
  const rest = ruleDefects.length > 0 ? null : toParsed(resource, spec, rules, inherited);
  // What the rule does may be what is misspelt.
  const found = [...defects, ...ruleDefects.filter(({ path }) => !defects.some((one) => one.path[2] === path[2]))];
  return rest === null || found.length > 0 ? { kind: 'refused', defects: found, rest } : rest;
};

const toParsed = (
  resource: Resource,
  spec: JsonObject,
  rules: readonly ClassicRule[],
  inherited: Inherited,
): ParsedPolicy => ({ kind: 'policy', policy: toPolicy(resource, spec, rules, inherited), spec, inherited });

const doesNothing =
  'the rule says nothing to do: it needs one of validate, mutate, generate and verifyImages, with something in it';

const refuseVersion = (apiVersion: string, kind: string): PolicyParse => ({
  kind: 'refused',
  rest: null,
  defects: [
    {
      severity: 'error',
      message: `there is no ${kind} in ${apiVersion}; write ${versionsOf(kind)
        .map((version) => `kyverno.io/${version}`)
        .join(' or ')}`,
      path: ['apiVersion'],
    },
  ],
});

const toPolicy = (
  resource: Resource,
  spec: JsonObject,
  rules: readonly ClassicRule[],
  { failureAction }: Inherited,
): ClassicPolicy => {
  const { kind, name, namespace } = resource.ref;
  const metadata = isJsonObject(resource.object['metadata']) ? resource.object['metadata'] : {};
  const annotations = textMap(metadata, 'annotations');
  return {
    resource,
    kind: kind === 'Policy' ? 'Policy' : 'ClusterPolicy',
    name,
    namespace: kind === 'Policy' ? namespace || 'default' : null,
    annotations,
    rules,
    applyRules: text(spec, 'applyRules') === 'One' ? 'One' : 'All',
    failurePolicy: text(spec, 'failurePolicy') === 'Ignore' ? 'Ignore' : 'Fail',
    background: flag(spec, 'background', true),
    admission: flag(spec, 'admission', true),
    failureAction,
    isScored: annotations['policies.kyverno.io/scored'] !== 'false',
  };
};
