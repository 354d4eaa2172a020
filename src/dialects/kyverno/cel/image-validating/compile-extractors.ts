/** Where the images of an object stand: known for what holds Pods, written for all else. */

import { toJson } from '../../../../kube/policy/mutation/to-json.ts';
import type { Program } from '../../../../lang/cel/program.ts';
import { EvaluationFault } from '../../../../lang/cel/value.ts';
import { isJsonArray, type JsonObject } from '../../../../model/json.ts';
import type { CompileExpression } from '../compile-spec.ts';
import type { Evaluation } from '../evaluation.ts';
import { parseNamed } from '../parse/parse-spec.ts';

export type Images = Readonly<Record<string, readonly string[]>>;

/** `resource` is the plural of what is judged; `null` for a document that is no object of Kubernetes. */
export type ExtractImages = (evaluation: Evaluation, resource: string | null) => Images | EvaluationFault;

export const compileExtractors = (spec: JsonObject, compile: CompileExpression): ExtractImages => {
  const compileAll = (
    list: readonly { readonly name: string; readonly source: string; readonly path: readonly (string | number)[] }[],
  ): readonly Extractor[] =>
    list.flatMap((each) => {
      const shared = compile(each, ['list(string)', 'dyn', 'list(dyn)']);
      return shared === null ? [] : [{ name: each.name, program: shared.program }];
    });
  const written = parseNamed(spec, 'images').map((each, index) => ({
    ...each,
    path: ['spec', 'images', index, 'expression'],
  }));
  const own = compileAll(written);
  const usual = new Map<string, readonly Extractor[]>();
  for (const [resource, template] of templates) {
    usual.set(
      resource,
      compileAll(fields.map((name) => ({ name, source: toExpression(template, name), path: ['spec'] }))),
    );
  }
  return (evaluation, resource) => {
    const images: Record<string, readonly string[]> = {};
    for (const { name, program } of [...((resource === null ? null : usual.get(resource)) ?? []), ...own]) {
      const found = evaluation.run(program);
      if (found instanceof EvaluationFault) return found;
      const json = toJson(found);
      if (json === undefined || !isJsonArray(json) || !json.every((image) => typeof image === 'string'))
        return new EvaluationFault(`the images of ${JSON.stringify(name)} are no list of texts`);
      images[name] = json;
    }
    return images;
  };
};

interface Extractor {
  readonly name: string;
  readonly program: Program;
}

const fields = ['containers', 'initContainers', 'ephemeralContainers'] as const;

const templates: ReadonlyMap<string, string> = new Map([
  ['pods', 'spec'],
  ...['jobs', 'deployments', 'statefulsets', 'daemonsets', 'replicasets'].map(
    (resource) => [resource, 'spec.template.spec'] as const,
  ),
  ['cronjobs', 'spec.jobTemplate.spec.template.spec'],
]);

const toExpression = (template: string, field: string): string =>
  `(object != null ? object : oldObject).${template}.?${field}.orValue([]).map(e, e.image)`;
