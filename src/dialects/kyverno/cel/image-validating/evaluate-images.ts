/** What an ImageValidatingPolicy says of a subject: its images are found, their digests asked for, its validations asked. */

import { EvidenceMissing } from '../../../../kube/policy/signals.ts';
import { EvaluationFault } from '../../../../lang/cel/value.ts';
import { applyExceptions } from '../apply-exceptions.ts';
import { conditionsNotMet, faulted, respond, toNotes, type CelResponse } from '../cel-response.ts';
import type { CompiledException, CompiledSpec } from '../compile-spec.ts';
import type { Evaluation } from '../evaluation.ts';
import type { RuleWorld } from '../rule-world.ts';
import { decideMessage } from '../validating/decide-message.ts';
import type { ExtractImages, Images } from './compile-extractors.ts';

export interface ImageJudge {
  readonly spec: CompiledSpec;
  readonly world: RuleWorld;
  /** Those that take a subject out whole. */
  readonly exceptions: readonly CompiledException[];
  readonly extract: ExtractImages;
  readonly matchesImage: (image: string) => boolean;
  readonly verifiesDigest: boolean;
  /** An image that no policy verified fails. */
  readonly isRequired: boolean;
  /** Whether any policy of the run verifies images. */
  readonly isVerifiedElsewhere: boolean;
}

export const evaluateImages = (judge: ImageJudge, evaluation: Evaluation, resource: string | null): CelResponse => {
  const { spec, world } = judge;
  const holds = evaluation.holds(spec.matchConditions);
  if (holds instanceof EvaluationFault)
    return spec.written.failurePolicy === 'Ignore' ? conditionsNotMet : faulted(failed, holds);
  if (!holds) return conditionsNotMet;
  const excepted = applyExceptions(judge.exceptions, evaluation, world);
  if (excepted instanceof EvaluationFault) return faulted(failed, excepted);
  if (excepted !== null) return excepted;
  const found = judge.extract(evaluation, resource);
  if (found instanceof EvaluationFault) return faulted(failed, found);
  const images = chooseImages(found, judge.matchesImage);
  if (images instanceof EvaluationFault) return faulted(failed, images);
  const matched = Object.values(images).flat();
  const undigested = judge.verifiesDigest ? matched.find((image) => !image.includes('@')) : undefined;
  if (undigested !== undefined) return respond('fail', `image ${undigested} does not have a digest`);
  evaluation.setImages(images);
  return validate(judge, evaluation, matched);
};

const failed = 'failed to evaluate policy';

const chooseImages = (found: Images, matches: ImageJudge['matchesImage']): Images | EvaluationFault => {
  try {
    return Object.fromEntries(Object.entries(found).map(([category, list]) => [category, list.filter(matches)]));
  } catch (thrown) {
    if (thrown instanceof EvaluationFault) return thrown;
    throw thrown;
  }
};

const validate = (judge: ImageJudge, evaluation: Evaluation, matched: readonly string[]): CelResponse => {
  for (const [index, validation] of judge.spec.validations.entries()) {
    const outcome = evaluation.run(validation.shared.program);
    if (outcome instanceof EvaluationFault) return faulted(failed, outcome);
    if (outcome === true) continue;
    const annotations = evaluation.annotate("'");
    if (annotations instanceof EvaluationFault) return faulted(failed, annotations);
    return respond('fail', decideMessage(validation, index, evaluation), toNotes(annotations));
  }
  const annotations = evaluation.annotate("'");
  if (annotations instanceof EvaluationFault) return faulted(failed, annotations);
  const [first] = matched;
  if (judge.isRequired && first !== undefined) return requireVerified(judge, first, toNotes(annotations));
  return respond('pass', 'success', toNotes(annotations));
};

/** Nothing is verified here: whether Kyverno would have is known only where no policy asks for it. */
const requireVerified = (judge: ImageJudge, image: string, notes: CelResponse['notes']): CelResponse => {
  if (judge.isVerifiedElsewhere) {
    // oxlint-disable-next-line typescript/only-throw-error -- a signal, see signals.ts
    throw new EvidenceMissing(
      judge.world.unverified,
      `The signatures of ${image} are not verified: that is a later step.`,
    );
  }
  return respond(
    'fail',
    `image ${image} is not verified: no policy performed a signature or attestation check on it`,
    notes,
  );
};
