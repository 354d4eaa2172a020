/** The names of the files that are made for an action: what an answer promises, and `--write` keeps. */

import type { PhaseFacts } from './phase-facts.ts';
import { planAction, planComponent, type PlannedAction } from './phase-files.ts';
import { policyDocumentName } from './policy-document.ts';

export const listFileNames = (action: PlannedAction, facts: PhaseFacts): readonly string[] => {
  const plan = planAction(action, facts);
  const { files } =
    plan.controls.length + plan.whole.length === 0 ? { files: [] } : planComponent([plan], facts, () => '', []);
  return [
    ...files.map(({ name }) => name),
    ...plan.beside.map(({ name }) => name),
    // Made anew whenever it is asked for: it is as old as what it says.
    ...(action.id === 'policy-document' ? [policyDocumentName] : []),
  ];
};
