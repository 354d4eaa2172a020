/** Whether a value of an object meets a condition of an overlay: the condition is a pattern, as in validation. */

import { compilePattern } from '../../../lang/pattern/compile-pattern.ts';
import type { Pattern } from '../../../lang/pattern/pattern.ts';
import type { Json } from '../../../model/json.ts';
import { MergeFault } from './merge-fault.ts';
import { isList, isMap, toJson, toText } from './node.ts';
import type { MeetsCondition } from './resolve-anchors.ts';

/** Patterns kept of one overlay: variables may make as many as there are subjects. */
const mostKept = 128;

/** One for each overlay, so that what it asks of every subject is compiled once. */
export const createMeetsCondition = (): MeetsCondition => {
  const kept = new Map<string, Pattern>();
  return (pattern, value) => {
    if (isMap(pattern) || isList(pattern)) return compile(toJson(pattern)).match(toAsked(value)).kind === 'pass';
    const text = toText(pattern);
    let compiled = kept.get(text);
    if (compiled === undefined) {
      compiled = compile(text);
      if (kept.size >= mostKept) kept.clear();
      kept.set(text, compiled);
    }
    return compiled.match(toAsked(value)).kind === 'pass';
  };
};

/** Scalars are compared as texts: the reference takes them from the YAML they are written in. */
const toAsked = (value: Json): Json => (value === null || typeof value !== 'object' ? String(value) : value);

const compile = (pattern: Json): Pattern => {
  const compiled = compilePattern(pattern);
  if (compiled.kind === 'pattern') return compiled.pattern;
  throw new MergeFault(compiled.defects[0]?.message ?? 'a condition is no pattern');
};
