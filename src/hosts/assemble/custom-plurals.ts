/** Which custom kind a plural means, told by definitions and by the objects that are there. */

import { isJsonObject } from '../../model/json.ts';
import { toGroup, type Resource } from '../../model/resource.ts';
import type { KindOfPlural } from './answer-objects.ts';

export interface CustomPlurals {
  note(resource: Resource): void;
  readonly kindOf: KindOfPlural;
}

export const createCustomPlurals = (): CustomPlurals => {
  const defined = new Map<string, string>();
  const guessed = new Map<string, string>();
  return {
    note({ ref, object }) {
      const { spec } = object;
      if (ref.kind !== 'CustomResourceDefinition' || !isJsonObject(spec) || !isJsonObject(spec['names'])) {
        // An object without its definition: its plural is what Kubernetes itself would guess.
        const guess = `${toGroup(ref.apiVersion)}/${guessPlural(ref.kind)}`;
        if (!guessed.has(guess)) guessed.set(guess, ref.kind);
        return;
      }
      const { plural, kind } = spec['names'];
      if (typeof plural === 'string' && typeof kind === 'string' && typeof spec['group'] === 'string')
        defined.set(`${spec['group']}/${plural}`, kind);
    },
    kindOf: (group, plural) => defined.get(`${group}/${plural}`) ?? guessed.get(`${group}/${plural}`),
  };
};

const guessPlural = (kind: string): string => {
  const lower = kind.toLowerCase();
  if (lower.endsWith('s')) return `${lower}es`;
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
};
