/** Compiles what a rule does, by the compiler of its kind. */

import type { JsonObject } from '../../model/json.ts';
import { exceptControls } from './exceptions/except-controls.ts';
import type { CompiledException } from './exceptions/compile-exception.ts';
import type { RuleToCompile } from './compile-rule.ts';
import type { HandlerCompilation } from './rule-response.ts';
import { compileGenerate } from './generate/compile-generate.ts';
import { compileMutate } from './mutate/compile-mutate.ts';
import { compileValidate } from './validate/compile-validate.ts';
import { compileVerifyImages } from './verify-images/compile-verify-images.ts';

export const compileBody = (
  { policy, rule, allowUnverified }: RuleToCompile,
  exceptions: readonly CompiledException[],
): HandlerCompilation => {
  const { body } = rule;
  switch (body.kind) {
    case 'validate': {
      const options = { policyAction: policy.failureAction.action, allowUnverified };
      const compiled = compileValidate(rule, body.validate, options);
      const { check } = body.validate;
      if (compiled.kind === 'defects' || check.kind !== 'podSecurity' || exceptions.length === 0) return compiled;
      const compile = (podSecurity: JsonObject): HandlerCompilation =>
        compileValidate(rule, { ...body.validate, check: { kind: 'podSecurity', podSecurity } });
      return { ...compiled, handle: exceptControls(compiled.handle, check.podSecurity, exceptions, compile) };
    }
    case 'mutate':
      return compileMutate(rule, body.mutate, policy);
    case 'generate':
      return compileGenerate(rule, body.generate, policy);
    case 'verifyImages':
      return compileVerifyImages(body.verifyImages, { allowUnverified });
  }
};
