/** Which images a policy is about: all of them where it names none. */

import { renderType } from '../../../../lang/cel/type.ts';
import { EvaluationFault } from '../../../../lang/cel/value.ts';
import { compileGlob } from '../../../../lang/pattern/compile-glob.ts';
import type { SharedPrograms } from '../../../../kube/policy/shared-programs.ts';
import type { JsonObject } from '../../../../model/json.ts';
import type { RuleDefect } from '../../rule-response.ts';
import { createMatchImageEnvironment } from '../create-kyverno-environment.ts';
import { costLimit } from '../evaluation.ts';
import { objectsOf, textOf } from '../parse/fields.ts';

/** Throws an `EvaluationFault` where nobody can say: an image that is left out for that would be an image unseen. */
type TestImage = (image: string) => boolean;

export const compileImageMatch = (spec: JsonObject, programs: SharedPrograms, defects: RuleDefect[]): TestImage => {
  const tests = objectsOf(spec, 'matchImageReferences').map(([index, item]): TestImage => {
    const glob = textOf(item, 'glob');
    const path = ['spec', 'matchImageReferences', index];
    if (glob !== '') {
      const compiled = compileGlob(glob);
      if (compiled.kind === 'glob') return compiled.matches;
      defects.push({ severity: 'error', message: compiled.message, path: [...path, 'glob'] });
      return () => false;
    }
    const source = textOf(item, 'expression');
    if (source === '') {
      defects.push({ severity: 'error', message: 'a glob or an expression is required', path });
      return () => false;
    }
    return compileTest(source, programs, (message) =>
      defects.push({ severity: 'error', message, path: [...path, 'expression'] }),
    );
  });
  return tests.length === 0 ? () => true : (image) => tests.some((test) => test(image));
};

const compileTest = (source: string, programs: SharedPrograms, refuse: (message: string) => void): TestImage => {
  const compiled = programs.compile(source, createMatchImageEnvironment(), new Map());
  if (compiled.kind === 'defects') {
    for (const { message } of compiled.defects) refuse(message);
    return () => false;
  }
  const { program } = compiled.shared;
  if (renderType(program.type) !== 'bool') {
    refuse(`the expression must be of type bool, and is of type ${renderType(program.type)}`);
    return () => false;
  }
  return (image) => {
    const outcome = program.evaluate([image], { spent: 0, limit: costLimit });
    if (outcome instanceof EvaluationFault) throw outcome;
    return outcome === true;
  };
};
