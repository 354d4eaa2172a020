/** Exceptions from single controls of the Pod Security Standards: what fails is checked again without them. */

import type { JsonObject } from '../../../model/json.ts';
import type { HandlerCompilation, RuleHandler, RuleResponse } from '../rule-response.ts';
import { toExcepted, type CompiledException } from './compile-exception.ts';
import { withControls } from './parse-exception.ts';

type CompileControls = (podSecurity: JsonObject) => HandlerCompilation;

export const exceptControls = (
  handle: RuleHandler,
  podSecurity: JsonObject,
  exceptions: readonly CompiledException[],
  compile: CompileControls,
): RuleHandler => {
  const without = new Map<string, RuleHandler | null>();
  const handlerWithout = (holding: readonly CompiledException[]): RuleHandler | null => {
    const key = holding.map((each) => exceptions.indexOf(each)).join(' ');
    let known = without.get(key);
    if (known === undefined) {
      const compiled = compile(
        withControls(
          podSecurity,
          holding.map(({ exception }) => exception),
        ),
      );
      known = compiled.kind === 'handler' ? compiled.handle : null;
      without.set(key, known);
    }
    return known;
  };
  return (context) => {
    const holding = exceptions.filter((each) => each.holds(context));
    const whole = holding.find(({ exception }) => exception.podSecurity.length === 0);
    if (whole !== undefined) return [toExcepted([whole])];
    const responses = handle(context);
    if (holding.length === 0 || !responses.some(isFailure)) return responses;
    const again = handlerWithout(holding)?.(context) ?? responses;
    return again.some(isFailure) ? again : [toExcepted(holding)];
  };
};

const isFailure = ({ status }: RuleResponse): boolean => status === 'fail';
