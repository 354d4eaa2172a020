/** Compiles the body of a validation rule, by the kind of its check. */

import { compileAssert } from '../assert/compile-assert.ts';
import { compilePodSecurity } from '../pod-security/compile-pod-security.ts';
import type { ClassicRule, ValidateBody } from '../classic-policy.ts';
import type { HandlerCompilation } from '../rule-response.ts';
import { allowExisting } from './allow-existing.ts';
import type { At, CheckCompilation } from './check.ts';
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
      return compilePodSecurity(check.podSecurity, [...at, 'podSecurity'], rule.name);
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
): HandlerCompilation => {
  if (compiled.kind === 'defects') return compiled;
  const action = body.failureAction?.action ?? options.policyAction;
  const isLenient = action === 'Enforce' && body.allowExistingViolations;
  const check = isLenient ? allowExisting(rule, compiled.check) : compiled.check;
  const place = { element: null, nesting: 0 };
  return {
    kind: 'handler',
    handle: (context) => {
      const response = check(context, place);
      return response === null ? [] : [response];
    },
    warnings: [],
  };
};
