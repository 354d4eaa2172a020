/** Says what a mutation did to one object. */

import { toEdits } from '../../../kube/policy/mutation/to-edits.ts';
import type { Effect } from '../../../model/effect.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { ResourceRef } from '../../../model/resource.ts';
import type { ClassicRule } from '../classic-policy.ts';
import type { RuleResponse } from '../rule-response.ts';
import type { Changed } from './change.ts';

/** A change that changes nothing is a skip. */
export const toResponse = (
  rule: ClassicRule,
  before: JsonObject,
  changed: Changed,
  target: ResourceRef,
): RuleResponse => {
  switch (changed.kind) {
    case 'error':
      return { status: 'error', message: changed.message, path: '', reason: changed.reason };
    case 'unchanged':
      return { status: 'skip', message: changed.message, path: '' };
    case 'changed': {
      const edits = toEdits(before, changed.object);
      const effect: Effect = { kind: 'patch', rule: rule.name, target, edits };
      return { status: 'pass', message: describe(changed.object), path: '', effects: [effect] };
    }
  }
};

const describe = ({ kind, metadata }: JsonObject): string => {
  const { name, namespace } = isJsonObject(metadata) ? metadata : {};
  const what = `mutated ${toText(kind)}/${toText(name)}`;
  return toText(namespace) === '' ? what : `${what} in namespace ${toText(namespace)}`;
};

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');
