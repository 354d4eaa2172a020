/** Which exceptions of a policy hold for a subject: one that names nothing takes it out whole, the others allow something. */

import { ask, type KyvernoWorld } from './kyverno-world.ts';
import { EvaluationFault } from '../../../lang/cel/value.ts';
import { respond, withReason, type CelResponse } from './cel-response.ts';
import type { CompiledException } from './compile-spec.ts';
import type { Evaluation } from './evaluation.ts';
import type { CelException } from './exception.ts';

/**
 * `null` where the policy is to be asked, with what is allowed set; a fault where a condition cannot be told, unless
 * faults are to be ignored: such an exception then excepts nothing.
 */
export const applyExceptions = (
  exceptions: readonly CompiledException[],
  evaluation: Evaluation,
  world: KyvernoWorld,
  { ignoresFaults }: { readonly ignoresFaults: boolean } = { ignoresFaults: false },
): CelResponse | EvaluationFault | null => {
  if (exceptions.length === 0) {
    evaluation.allow(none, none);
    return null;
  }
  const matched: CelException[] = [];
  const images: string[] = [];
  const values: string[] = [];
  let isExempt = false;
  for (const { exception, conditions } of exceptions) {
    if (isExpired(exception, world)) continue;
    const holds = evaluation.holds(conditions);
    // What was granted is not taken back by a later one that cannot be told.
    if (holds instanceof EvaluationFault && !isExempt && !ignoresFaults) return holds;
    if (holds !== true) continue;
    matched.push(exception);
    if (exception.images.length === 0 && exception.allowedValues.length === 0) isExempt = true;
    else {
      images.push(...exception.images);
      values.push(...exception.allowedValues);
    }
  }
  if (isExempt) return report(matched);
  evaluation.allow(images, values);
  return null;
};

const none: readonly string[] = [];

const isExpired = ({ expiresAt }: CelException, world: KyvernoWorld): boolean => {
  if (expiresAt === null) return false;
  const answer = ask(world, { kind: 'time' });
  const now = answer.kind === 'value' && typeof answer.value === 'string' ? Date.parse(answer.value) : Number.NaN;
  // Who does not know what time it is excepts nothing that ends.
  return !(now <= expiresAt);
};

/** Of several, the one with the highest priority says what is reported. */
const report = (matched: readonly CelException[]): CelResponse => {
  const [first] = matched;
  const selected = matched.reduce<CelException | undefined>(
    (best, each) => (best === undefined || each.priority > Math.max(best.priority, 0) ? each : best),
    first,
  );
  const keys = matched.map(({ key }) => key).join(', ');
  return selected?.reportResult === 'pass'
    ? respond('pass', `rule is passed due to policy exception: ${keys}`)
    : withReason(respond('skip', `rule is skipped due to policy exception: ${keys}`), 'excepted');
};
