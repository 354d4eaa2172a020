/** Which images a policy is about: all of them where it names none. */

import { compileWildcard } from '../../../../lang/pattern/wildcard.ts';
import { renderType } from '../../../../lang/cel/type.ts';
import type { SharedPrograms } from '../../../../kube/policy/shared-programs.ts';
import type { JsonObject } from '../../../../model/json.ts';
import type { RuleDefect } from '../../rule-response.ts';
import { createMatchImageEnvironment } from '../create-kyverno-environment.ts';
import { costLimit } from '../evaluation.ts';
import { objectsOf, textOf } from '../parse/fields.ts';

type TestImage = (image: string) => boolean;

export const compileImageMatch = (spec: JsonObject, programs: SharedPrograms, defects: RuleDefect[]): TestImage => {
  const tests = objectsOf(spec, 'matchImageReferences').map(([index, item]): TestImage => {
    const glob = textOf(item, 'glob');
    if (glob !== '') return compileWildcard(glob);
    const path = ['spec', 'matchImageReferences', index];
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
  return (image) => program.evaluate([image], { spent: 0, limit: costLimit }) === true;
};
