/** Kyverno's `random`: a text that a regular expression matches, made of the host's randomness. */

import { parseRe2 } from '../../regex/parse-re2.ts';
import { generateText } from '../generate-text.ts';
import { QueryFault } from '../query.ts';
import { fault, textAt, type Call, type QueryFunction } from './function.ts';

const random = (): Call => {
  let last: { readonly source: string; readonly parsed: ReturnType<typeof parseRe2> | QueryFault } | null = null;
  return (given, run) => {
    const source = textAt(given, 0);
    if (source === '') return fault('no pattern provided');
    if (last?.source !== source) last = { source, parsed: refusePerl(source) ?? parseRe2(source) };
    const { parsed } = last;
    if (parsed instanceof QueryFault) return parsed;
    if (parsed.kind === 'defect') return fault(parsed.message);
    return generateText(parsed.root, run);
  };
};

/** Kyverno parses these patterns without Perl's additions: no `\d`, no `(?…)`. */
const refusePerl = (source: string): QueryFault | null => {
  for (let at = 0; at < source.length; at++) {
    if (source.charAt(at) === '\\') {
      const escaped = source.charAt(at + 1);
      if (escaped !== '' && 'ABCDEPQSWbdpswz'.includes(escaped)) {
        return fault(`error parsing regexp: invalid escape sequence: \`\\${escaped}\``);
      }
      at++;
    } else if (source.startsWith('(?', at)) {
      return fault('error parsing regexp: missing argument to repetition operator: `?`');
    }
  }
  return null;
};

export const randomFunctions: readonly QueryFunction[] = [{ name: 'random', takes: [['string']], bind: random }];
