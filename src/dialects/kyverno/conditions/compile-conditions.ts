/** Compiles conditions, as preconditions and deny have them: `any` and `all`, or the flat list of the first versions. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { RuleContext } from '../rule-context.ts';
import type { RuleDefect } from '../rule-response.ts';
import { compileCondition, type Condition } from './compile-condition.ts';

export interface Conditions {
  /**
   * In the order written, and no further than the answer needs: a variable nobody resolves is a fault only where it
   * is looked at. The message is made of those the conditions give, variables and all; empty where they give none.
   */
  decide(context: RuleContext): ConditionsDecision;
}

export interface ConditionsDecision {
  readonly holds: boolean;
  readonly message: string;
}

export type ConditionsCompilation =
  | { readonly kind: 'conditions'; readonly conditions: Conditions }
  | { readonly kind: 'defects'; readonly defects: readonly RuleDefect[] };

/** `null`, or nothing at all, always holds. */
export const compileConditions = (written: Json, at: readonly (string | number)[]): ConditionsCompilation => {
  const defects: RuleDefect[] = [];
  const decide = compileWritten(written, at, defects);
  return defects.length > 0 ? { kind: 'defects', defects } : { kind: 'conditions', conditions: { decide } };
};

type Decide = Conditions['decide'];
type At = readonly (string | number)[];

const compileWritten = (written: Json, at: At, defects: RuleDefect[]): Decide => {
  if (written === null) return alwaysHolds;
  if (isJsonObject(written)) return compileBlock(written, at, defects);
  if (isJsonArray(written)) return compileList(written, at, defects);
  defects.push({ severity: 'error', message: 'conditions must be an object with any and all, or a list', path: at });
  return alwaysHolds;
};

const held: ConditionsDecision = { holds: true, message: '' };
const failed: ConditionsDecision = { holds: false, message: '' };

const alwaysHolds: Decide = () => held;

/** Each must hold: conditions, or blocks of them as attestations have them. */
const compileList = (written: readonly Json[], at: At, defects: RuleDefect[]): Decide => {
  const items = written.map((item, index): Decide => {
    const path = [...at, index];
    if (isJsonObject(item) && item['operator'] === undefined && isBlock(item)) return compileBlock(item, path, defects);
    return toDecide(compileCondition(item, path, defects));
  });
  return (context) => {
    const messages: string[] = [];
    for (const decide of items) {
      const decision = decide(context);
      if (!decision.holds) return decision;
      messages.push(decision.message);
    }
    return { holds: true, message: joinMessages(messages, ';') };
  };
};

const isBlock = ({ any, all }: JsonObject): boolean => any !== undefined || all !== undefined;

const toDecide = ({ message, holds }: Condition): Decide => {
  const whereHeld = { holds: true, message };
  const whereFailed = { holds: false, message };
  return (context) => (holds(context) ? whereHeld : whereFailed);
};

/** At least one of `any`, where it is there, and each of `all`; `all` is looked at even where `any` has failed. */
const compileBlock = (written: JsonObject, at: At, defects: RuleDefect[]): Decide => {
  for (const key of Object.keys(written)) {
    if (key === 'any' || key === 'all') continue;
    const message = `conditions have any and all, and no ${JSON.stringify(key)}`;
    defects.push({ severity: 'error', message, path: [...at, key] });
  }
  const any = compileConditionList(written['any'], [...at, 'any'], defects);
  const all = compileConditionList(written['all'], [...at, 'all'], defects) ?? [];
  if ([...(any ?? []), ...all].every(({ message }) => message === ''))
    return (context) => {
      const isAnyHeld = any === null || isSomeHeld(any, context);
      return isEachHeld(all, context) && isAnyHeld ? held : failed;
    };
  return (context) => {
    const reached: Reached = { held: [], failed: [] };
    const isAnyHeld = any === null || any.some((condition) => reach(condition, context, reached));
    const isAllHeld = all.every((condition) => reach(condition, context, reached));
    const holds = isAnyHeld && isAllHeld;
    return { holds, message: joinMessages(holds ? reached.held : reached.failed, '; ') };
  };
};

const isSomeHeld = (conditions: readonly Condition[], context: RuleContext): boolean => {
  for (const { holds } of conditions) if (holds(context)) return true;
  return false;
};

const isEachHeld = (conditions: readonly Condition[], context: RuleContext): boolean => {
  for (const { holds } of conditions) if (!holds(context)) return false;
  return true;
};

/** The messages of the conditions looked at. */
interface Reached {
  readonly held: string[];
  readonly failed: string[];
}

const reach = ({ holds, message }: Condition, context: RuleContext, { held, failed }: Reached): boolean => {
  const isHeld = holds(context);
  if (message !== '') (isHeld ? held : failed).push(message);
  return isHeld;
};

const compileConditionList = (
  written: Json | undefined,
  at: At,
  defects: RuleDefect[],
): readonly Condition[] | null => {
  if (written === undefined || written === null) return null;
  if (isJsonArray(written)) return written.map((item, index) => compileCondition(item, [...at, index], defects));
  defects.push({ severity: 'error', message: `${String(at.at(-1))} must be a list of conditions`, path: at });
  return null;
};

const joinMessages = (messages: readonly string[], separator: string): string =>
  messages.length === 0 ? '' : messages.filter((message) => message !== '').join(separator);
