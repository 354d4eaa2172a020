/** Compiles the body of a validation rule, by the kind of its check. */

import { compileAssert } from '../assert/compile-assert.ts';
import { compilePodSecurity } from '../pod-security/compile-pod-security.ts';
import type { ClassicRule, ValidateBody } from '../classic-policy.ts';
import type { HandlerCompilation, RuleHandler } from '../rule-response.ts';
import { allowExisting } from './allow-existing.ts';
import type { At, Check, CheckCompilation } from './check.ts';
import { compileCel } from './compile-cel.ts';
import { compileCheck } from './compile-check.ts';
import { compileManifests } from './compile-manifests.ts';
import { compileMessage } from './compile-message.ts';

export interface ValidateOptions {
  /** What the policy does about failures where the rule says nothing. */
  readonly policyAction?: 'Enforce' | 'Audit';
  readonly allowUnverified?: boolean;
}

export const compileValidate = (
  rule: ClassicRule,
  body: ValidateBody,
  options: ValidateOptions = {},
): HandlerCompilation => {
  const at: At = [...rule.path.filter((segment) => typeof segment !== 'object'), 'validate'];
  const { check } = body;
  switch (check.kind) {
    case 'pattern':
    case 'anyPattern':
    case 'deny':
    case 'foreach': {
      const checked = { name: rule.name, message: compileMessage(body.message) };
      return toHandler(rule, body, options, compileCheck(checked, check, at));
    }
    case 'podSecurity':
      return toLenient(rule, body, options, compilePodSecurity(check.podSecurity, [...at, 'podSecurity'], rule.name));
    case 'assert':
      return compileAssert(check.assert, [...at, 'assert'], rule.name);
    case 'cel':
      return compileCel(rule, check.cel);
    case 'manifests':
      return compileManifests(check.manifests, [...at, 'manifests'], {
        allowUnverified: options.allowUnverified ?? false,
      });
  }
};

const toHandler = (
  rule: ClassicRule,
  body: ValidateBody,
  options: ValidateOptions,
  compiled: CheckCompilation,
): HandlerCompilation =>
  compiled.kind === 'defects'
    ? compiled
    : toLenient(rule, body, options, { kind: 'handler', handle: toHandle(compiled.check), warnings: [] });

const toHandle = (check: Check): RuleHandler => {
  const place = { element: null, nesting: 0 };
  return (context) => {
    const response = check(context, place);
    return response === null ? [] : [response];
  };
};

/** Where the policy enforces, what broke the rule already may go on breaking it. */
const toLenient = (
  rule: ClassicRule,
  body: ValidateBody,
  options: ValidateOptions,
  compiled: HandlerCompilation,
): HandlerCompilation => {
  const action = body.failureAction?.action ?? options.policyAction;
  if (compiled.kind === 'defects' || action !== 'Enforce' || !body.allowExistingViolations) return compiled;
  const { handle } = compiled;
  return { ...compiled, handle: toHandle(allowExisting(rule, (context) => handle(context)[0] ?? null)) };
};
