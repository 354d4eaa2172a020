/** Kyverno's `random`: a text that a regular expression matches, made of the host's randomness. */

import { generateText } from '../../regex/generate-text.ts';
import { fault, pure, textAt, type Call, type QueryFunction } from './function.ts';

const random: Call = (given, run) => {
  const pattern = textAt(given, 0);
  if (pattern === '') return fault('no pattern provided');
  run.spend(pattern.length);
  const made = generateText(pattern, { seed: run.nextSeed(), spend: () => run.spend(1) });
  return made.kind === 'text' ? made.text.toWellFormed() : fault(made.message);
};

export const randomFunctions: readonly QueryFunction[] = [pure('random', [['string']], random)];
