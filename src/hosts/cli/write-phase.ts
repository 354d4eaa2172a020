/** Writes the files of one phase of the roadmap, ready for a pull request: a kustomize component, what lies beside it, and a README.md. */

import type { TellPlace } from '../../kube/network/generate/render-policies.ts';
import type { PhaseAnswer } from '../../posture/roadmap-answer.ts';
import { count } from '../../reports/plain-text.ts';
import { renderRef } from '../../reports/place.ts';
import { renderComponent } from '../assemble/attack/component/render-component.ts';
import type { Inspected } from '../assemble/inspect/inspected.ts';
import { createLocator } from '../assemble/network/locate.ts';
import type { BesideFile, PhaseFacts } from '../assemble/roadmap/phase-facts.ts';
import { planAction, planComponent } from '../assemble/roadmap/phase-files.ts';
import { policyDocumentMark, policyDocumentName, renderPolicyDocument } from '../assemble/roadmap/policy-document.ts';
import type { CliContext } from './cli-context.ts';
import { flagOption, type CommandInput } from './command.ts';
import { findOwnFiles, writeOwnFiles, type OwnFile } from './own-files.ts';
import { phaseGuideMark, renderPhaseGuide } from './roadmap-guide.ts';
import { renderWeeks } from './roadmap-text.ts';

/** How every other file begins that a later run may replace, the script behind its first line. */
const marks = ['# Made by vauban roadmap.', '#!/bin/sh\n# Made by vauban roadmap.', phaseGuideMark, policyDocumentMark];

export interface PhaseToWrite {
  readonly phase: PhaseAnswer;
  readonly inspected: Inspected;
  readonly folder: string;
}

/** False where something could not be written. */
export const writePhase = async (
  { phase, inspected, folder }: PhaseToWrite,
  input: CommandInput,
  context: CliContext,
): Promise<boolean> => {
  const { error, program } = context;
  const own = await findOwnFiles(folder, marks, context);
  const weeks = renderWeeks(phase).toLowerCase();
  const { plans, component } = planPhase(phase, inspected);
  const beside = plans.flatMap(({ plan }) => plan.beside);
  if (component.files.length + beside.length === 0) {
    await error.write(
      `vauban: nothing is written: no file makes what is open in ${weeks}; its commands are told above\n`,
    );
    return true;
  }
  const made = component.files.length === 0 ? [] : renderComponent(component.files, '# Made by vauban roadmap.');
  const guide = renderPhaseGuide({
    phase,
    plans,
    component,
    weighed: inspected.weighed,
    missing: inspected.roadmap.missing,
    folder,
    program,
  });
  const files: readonly OwnFile[] = [
    ...made.slice(0, -1),
    ...beside.map(({ name, text }) => ({ name, text })),
    { name: 'README.md', text: guide },
    // The kustomization last: until it is there nothing names the others.
    ...made.slice(-1),
  ];
  const dryRun = flagOption(input, 'dryRun');
  if (!(await writeOwnFiles({ files, own, folder, force: flagOption(input, 'force'), dryRun }, context))) return false;
  if (!dryRun)
    await error.write(
      `vauban: ${count(files.length, 'file')} for ${weeks} written to ${folder}; README.md says what each is for, how to see it first, apply it and take it back\n`,
    );
  return true;
};

const planPhase = (phase: PhaseAnswer, inspected: Inspected) => {
  const { snapshot, report, graph, weighed, roadmap } = inspected;
  const facts: PhaseFacts = { snapshot, findings: report.findings, controls: graph?.controls ?? [], weighed };
  const plans = phase.actions.map((action) => {
    const { id, items, state } = action;
    const open = items.filter((item) => item.state === 'unmet' && item.accepted === null);
    const plan = planAction({ id, open, isTold: state !== 'cannot-tell' }, facts);
    return { action, plan: id === 'policy-document' ? { ...plan, beside: [toDocument(inspected)] } : plan };
  });
  const component = planComponent(
    plans.map(({ plan }) => plan),
    facts,
    tellPlace(inspected),
    roadmap.missing,
  );
  return { plans, component };
};

const toDocument = (inspected: Inspected): BesideFile => ({
  name: policyDocumentName,
  text: renderPolicyDocument(inspected),
  use: 'What holds in this estate, made from what was read: commit it, and keep it true by making it anew. By its first line it is found again.',
});

const tellPlace = (inspected: Inspected): TellPlace => {
  const find = createLocator(inspected);
  return ({ resource, path }) => {
    if (resource === null) return '';
    const { file, line } = find(resource, path);
    if (file !== null && line !== null) return `${file}:${line}`;
    return [file ?? renderRef(resource.ref), path].filter((part) => part !== '').join(' ');
  };
};
