/** What a PolicyException excepts from: whole policies, single rules, or controls of Pod Security. */

import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { listAt, textAt, textsAt } from '../documents.ts';
import { toCounterpart } from '../../engine/except/foreign-rules.ts';

export interface Check {
  /** `<policy>`, `<policy>/<rule>` (`*` for all of them) or `control: <name>`. */
  readonly id: string;
  readonly limit: string | null;
}

export const readChecks = (spec: JsonObject): readonly Check[] => {
  const controls = listAt(spec, 'podSecurity');
  if (controls.length > 0) return controls.flatMap((control) => (isJsonObject(control) ? readControl(control) : []));
  return [...listAt(spec, 'exceptions').flatMap(readPolicy), ...listAt(spec, 'policyRefs').flatMap(readReference)];
};

const readControl = (control: JsonObject): readonly Check[] => {
  const name = textAt(control, 'controlName');
  if (name === null) return [];
  const isNarrowed = textsAt(control, 'images').length > 0 || textAt(control, 'restrictedField') !== null;
  return [
    {
      id: `control: ${name}`,
      limit: isNarrowed ? 'it is for some images or values alone, which a scope cannot say' : null,
    },
  ];
};

const readPolicy = (entry: unknown): readonly Check[] => {
  if (!isJsonObject(entry)) return [];
  // A namespaced policy is written namespace/name.
  const policy = textAt(entry, 'policyName');
  if (policy === null) return [];
  const isOurs = toCounterpart('kyverno', policy).rules.every((rule) => rule.startsWith('pod-security/'));
  const rules = textsAt(entry, 'ruleNames');
  if (isOurs) return [{ id: policy, limit: null }];
  const name = policy.replace('/', '.');
  if (rules.length === 0 || rules.includes('*')) return [{ id: `${name}/*`, limit: null }];
  return [...new Set(rules.map(toWritten))].map((rule) => ({ id: `${name}/${rule}`, limit: null }));
};

/** What autogen makes of a rule is found under the rule that was written. */
const toWritten = (rule: string): string => rule.replace(/^autogen-(?:cronjob-)?(?=.)/, '');

const readReference = (entry: unknown): readonly Check[] => {
  const name = isJsonObject(entry) ? textAt(entry, 'name') : null;
  return name === null ? [] : [{ id: name, limit: null }];
};
