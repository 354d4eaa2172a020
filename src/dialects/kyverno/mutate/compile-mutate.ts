/** Compiles a mutation: what it would make of what is judged, or of other objects, as patches. */

import { toEdits } from '../../../kube/policy/mutation/to-edits.ts';
import type { Effect } from '../../../model/effect.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { ResourceRef } from '../../../model/resource.ts';
import type { ClassicPolicy, ClassicRule, MutateBody } from '../classic-policy.ts';
import type { HandlerCompilation, RuleResponse } from '../rule-response.ts';
import { compileChange, type Changed } from './compile-change.ts';
import { compileTargets } from './compile-targets.ts';
import { Work } from './work.ts';

export const compileMutate = (
  rule: ClassicRule,
  body: MutateBody,
  { namespace }: Pick<ClassicPolicy, 'namespace'>,
): HandlerCompilation => {
  const at = [...rule.path.filter((segment) => typeof segment !== 'object'), 'mutate'];
  const change = compileChange(body.change, at, ['mutate']);
  if (change.kind === 'defects') return change;
  const { apply } = change;
  if (body.targets !== null) return compileTargets(rule, body.targets, { apply, at, namespace });
  return {
    kind: 'handler',
    warnings: [],
    handle: (context) => {
      const before = context.resource;
      return [toResponse(rule, before, apply(context, before, new Work(), 0), context.subject.ref)];
    },
  };
};

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
