/** Compiles a mutation: what it would make of what is judged, or of other objects, as patches. */

import type { ClassicPolicy, ClassicRule, MutateBody } from '../classic-policy.ts';
import type { HandlerCompilation } from '../rule-response.ts';
import { compileChange } from './compile-change.ts';
import { compileTargets } from './compile-targets.ts';
import { toResponse } from './to-response.ts';
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
