/**
 * Functions that reach outside an expression and are called on nothing: `time.now()`, `random()`, the verification of
 * images. Each is read as a call on a variable no expression can name, which carries what they need.
 */

import { generateText } from '../../../../lang/regex/generate-text.ts';
import { member } from '../../../../kube/cel/declare-overload.ts';
import { EvidenceMissing } from '../../../../kube/policy/signals.ts';
import type { CallExpression } from '../../../../lang/cel/expression.ts';
import type { Library, Macro, Overload } from '../../../../lang/cel/overload.ts';
import { parseTimestamp } from '../../../../lang/cel/standard/timestamps.ts';
import { dynType, intType, listOf, opaqueType, stringType, timestampType } from '../../../../lang/cel/type.ts';
import type { Value } from '../../../../lang/cel/value.ts';
import { ask, refuse, type KyvernoWorld, WorldValue } from '../kyverno-world.ts';
import { getImage } from './context-libraries.ts';

export const worldVariable = '@world';
export const worldType = opaqueType('kyverno.World');

const callOnWorld = (
  name: string,
  { parameters, offset }: Pick<CallExpression, 'parameters' | 'offset'>,
): CallExpression => ({
  kind: 'call',
  offset,
  name: `@${name}`,
  target: { kind: 'identifier', offset, name: worldVariable },
  parameters,
});

/** `name(…)`. */
const bare = (name: string): Macro => ({
  name,
  isMember: false,
  arity: null,
  expand: (call) => callOnWorld(name, call),
});

/** `space.name(…)`, which is else no use of the macro. */
const within = (space: string, name: string): Macro => ({
  name,
  isMember: true,
  arity: null,
  expand: (call) => (call.target?.kind === 'identifier' && call.target.name === space ? callOnWorld(name, call) : null),
});

const libraryOf = (id: string, macros: readonly Macro[], overloads: readonly Overload[]): Library => ({
  id,
  overloads,
  macros,
  constants: [],
  literalChecks: [],
});

const worldOf = (context: Value): KyvernoWorld => (context as WorldValue).world;

const now = (context: Value): Value => {
  const answer = ask(worldOf(context), { kind: 'time' });
  const time = answer.kind === 'value' && typeof answer.value === 'string' ? parseTimestamp(answer.value) : null;
  return time ?? refuse('the time is not known');
};

export const nowLibrary: Library = libraryOf(
  'kyverno.time.now',
  [within('time', 'now')],
  [member('time_now', '@now', [worldType], timestampType, now)],
);

/** One seed for a subject: each call then takes another part of what follows from it. */
const random = (context: Value, pattern: Value): Value => {
  const world = context as RandomWorldValue;
  const answer = ask(world.world, { kind: 'random', bytes: 16 });
  if (answer.kind !== 'value' || typeof answer.value !== 'string') return refuse('nothing random is known');
  const made = generateText(pattern as string, { seed: `${answer.value} ${world.calls++}` });
  return made.kind === 'text' ? made.text : refuse(made.message);
};

/** Counts the calls, so that two of them in one evaluation give two texts. */
export class RandomWorldValue extends WorldValue {
  calls = 0;
}

/** A letter is drawn by arithmetic of 64 bits. */
const randomCost = (_: readonly Value[], made: Value): number => 1 + (made as string).length * 150;

export const randomLibrary: Library = libraryOf(
  'kyverno.random',
  [bare('random'), within('random', 'random')],
  [
    { ...member('random_string', '@random', [worldType, stringType], stringType, random), cost: randomCost },
    member('random_string_default_expr', '@random', [worldType], stringType, (context) =>
      random(context, '[0-9a-z]{8}'),
    ),
  ],
);

const attestorsType = listOf(dynType);

/** Signatures are verified in a later step: until then nobody may take an image for verified. */
const verify = (context: Value, image: Value): Value => {
  const world = worldOf(context);
  if (!world.matchesImage(image as string)) return 0;
  // oxlint-disable-next-line typescript/only-throw-error -- a signal, see signals.ts
  throw new EvidenceMissing(
    world.unverified,
    `The signatures of ${image as string} are not verified: that is a later step.`,
  );
};

export const imageVerifyLibrary: Library = libraryOf(
  'kyverno.imageverify',
  [bare('verifyImageSignatures'), bare('verifyAttestationSignatures'), bare('extractPayload'), bare('getImageData')],
  [
    member(
      'verify_image_signature_string_stringarray',
      '@verifyImageSignatures',
      [worldType, stringType, attestorsType],
      intType,
      verify,
    ),
    member(
      'verify_image_attestations_string_string_stringarray',
      '@verifyAttestationSignatures',
      [worldType, stringType, stringType, attestorsType],
      intType,
      verify,
    ),
    member(
      'payload_string_string',
      '@extractPayload',
      [worldType, stringType, stringType],
      dynType,
      (context, image) => {
        // oxlint-disable-next-line typescript/only-throw-error -- a signal, see signals.ts
        throw new EvidenceMissing(
          worldOf(context).unverified,
          `The attestations of ${image as string} are not verified: that is a later step.`,
        );
      },
    ),
    member('get_image_data_string', '@getImageData', [worldType, stringType], dynType, (context, image) =>
      getImage(worldOf(context), image as string, 'failed to get imagedata'),
    ),
  ],
);
