/** Makes of an ImageValidatingPolicy what judges the images of a subject by it, as far as that needs no signature. */

import { judgeTemplates, type TemplatePod } from '../autogen/judge-templates.ts';
import type { CelResponse } from '../cel-response.ts';
import { beginSpec } from '../compile-spec.ts';
import { Evaluation, toBaseValues } from '../evaluation.ts';
import { compileMatch } from '../match-subject.ts';
import { objectOf, objectsOf, textOf } from '../parse/fields.ts';
import { parseSpec } from '../parse/parse-spec.ts';
import type { CompileKind } from '../policy-kind.ts';
import type { JsonObject } from '../../../../model/json.ts';
import { compileExtractors } from './compile-extractors.ts';
import { compileImageMatch } from './compile-image-match.ts';
import { evaluateImages, type ImageJudge } from './evaluate-images.ts';

export const compileImageValidating: CompileKind = ({ policy, variant, exceptions, workshop, world, defects }) => {
  const written = parseSpec(variant.spec);
  const isJson = written.mode === 'JSON';
  const environment = workshop.environmentOf(policy, { isJson });
  const compiler = beginSpec(written, exceptions, environment, workshop, defects, { conditionsSeeVariables: false });
  const extract = compileExtractors(variant.spec, compiler.compile);
  const matchesImage = compileImageMatch(variant.spec, workshop.programs, defects);
  world.setImages(matchesImage);
  const spec = compiler.finish();
  const base = [...toBaseValues(spec, world)];
  const { slots } = spec;
  if (slots.attestors >= 0) base[slots.attestors] = byName(variant.spec, 'attestors', (item) => item);
  if (slots.attestations >= 0)
    base[slots.attestations] = byName(variant.spec, 'attestations', (item) => textOf(item, 'name'));
  const configuration = objectOf(variant.spec, 'validationConfigurations');
  const judge: ImageJudge = {
    spec,
    world,
    // One that allows something excepts nothing, as expressions cannot read what it allows; none is reported as a pass.
    exceptions: spec.exceptions
      .filter(({ exception: { images, allowedValues } }) => images.length === 0 && allowedValues.length === 0)
      .map((each) => ({ ...each, exception: { ...each.exception, reportResult: 'skip' } })),
    extract,
    matchesImage,
    verifiesDigest: configuration['verifyDigest'] !== false,
    isRequired: configuration['required'] !== false,
    isVerifiedElsewhere: workshop.verifiesImages,
  };
  const match = compileMatch(written.match);
  const common = { match, constraints: [written.match], isJson, readsNamespace: spec.readsNamespace };
  if (isJson) {
    return {
      ...common,
      evaluate: (view): readonly CelResponse[] => {
        const input = { object: view.given, oldObject: null, request: null, namespaceObject: null, kept: null };
        return [evaluateImages(judge, new Evaluation(spec, base, input), null)];
      },
    };
  }
  return {
    ...common,
    evaluate: (view, namespaceObject): readonly CelResponse[] => {
      const judgeOne = (pod: TemplatePod, resource: string): CelResponse =>
        evaluateImages(judge, new Evaluation(spec, base, { ...pod, namespaceObject, kept: null }), resource);
      if (variant.config === 'extract') return [judgeTemplates(view, (pod) => judgeOne(pod, 'pods'))];
      const { object, oldObject, request, attributes } = view;
      return [judgeOne({ object, oldObject, request }, attributes.resource)];
    },
  };
};

const byName = <Item>(
  spec: JsonObject,
  field: string,
  toItem: (item: JsonObject) => Item,
): { readonly [name: string]: Item } =>
  Object.fromEntries(objectsOf(spec, field).map(([, item]) => [textOf(item, 'name'), toItem(item)]));
