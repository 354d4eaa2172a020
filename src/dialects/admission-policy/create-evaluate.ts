/** How a policy is evaluated for a subject: validations give conclusions, mutations effects. */

import type { Edit } from '../../model/change.ts';
import type { Conclusion } from '../../model/rule.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { PolicyToCompile } from './compiled-policy.ts';
import { notApplicable, passOf, toConclusions, type Stance } from './conclude.ts';
import { toValues } from '../../kube/policy/slots.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import type { Evaluate, Evaluated } from './judge-subject.ts';
import { evaluateMutations } from './mutation/evaluate-mutations.ts';
import { placeOfFailure } from './place/place-of-failure.ts';
import type { Present } from './present.ts';

export const createValidation =
  ({ compiled }: PolicyToCompile, stance: Stance): Evaluate =>
  (input, { attributes }, parameter, { matched, kept }) => {
    const policy = compiled();
    const result = evaluatePolicy(policy, input, kept);
    if (result.kind === 'passed') return result;
    // In another version than was written a field may have another name.
    const isAsWritten = matched.version === attributes.version && matched.group === attributes.group;
    const pathOf = (index: number): string => {
      if (!isAsWritten) return '';
      const values = toValues(policy.slots, input);
      values[policy.slots.namespaceObject] = input.namespaceObject;
      return placeOfFailure(policy, index, values);
    };
    switch (result.kind) {
      case 'need':
        return result;
      case 'not-asked':
        return concluded([notApplicable(stance, result.condition)]);
      case 'concluded':
        return concluded(toConclusions(result.parts, result.annotations, parameter, stance, pathOf));
    }
  };

export const createMutation =
  ({ compiled }: PolicyToCompile, stance: Stance, rule: string, present: Present): Evaluate =>
  (input, asked, parameter) => {
    const policy = compiled();
    const { attributes, ref } = asked;
    const result = evaluateMutations(policy, input, attributes, (object) => {
      const presented =
        attributes.operation === 'CREATE'
          ? present.created(object, attributes, attributes.namespace)
          : present.held(object, attributes);
      return presented.kind === 'object' ? presented.object : object;
    });
    switch (result.kind) {
      case 'need':
        return result;
      case 'not-asked':
        return concluded([notApplicable(stance, result.condition)]);
      case 'mutated': {
        const { edits, parts } = result;
        const conclusions =
          parts.length > 0 ? toConclusions(parts, [], parameter, stance, () => '') : [toMutated(edits, stance)];
        const effects = edits.length === 0 ? [] : [{ kind: 'patch', rule, target: toTarget(ref), edits } as const];
        return { kind: 'concluded', conclusions, effects };
      }
    }
  };

const toTarget = ({ apiVersion, kind, namespace, name }: ResourceRef): ResourceRef => ({
  apiVersion,
  kind,
  namespace,
  name,
});

const toMutated = (edits: readonly Edit[], stance: Stance): Conclusion => ({
  ...passOf(stance),
  action: 'none',
  message: edits.length === 0 ? 'The policy changes nothing here.' : `The policy changes ${listPaths(edits)}.`,
});

const listPaths = (edits: readonly Edit[]): string => {
  const paths = [...new Set(edits.map(({ path }) => path))];
  const shown = paths.slice(0, 3).join(', ');
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown;
};

const concluded = (conclusions: readonly Conclusion[]): Evaluated => ({ kind: 'concluded', conclusions, effects: [] });
