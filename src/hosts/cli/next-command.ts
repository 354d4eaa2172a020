/** `vauban next`: the walls to build next, by what each buys, and the files that build them. */

import { join } from 'node:path';
import { planControls } from '../../attack/plan-controls.ts';
import { weighControls, type Weighed } from '../../attack/weigh-controls.ts';
import { generatePolicies } from '../../kube/network/generate/generate-policies.ts';
import type { TellPlace } from '../../kube/network/generate/render-policies.ts';
import { count } from '../../reports/plain-text.ts';
import { renderRef } from '../../reports/place.ts';
import { planFiles } from '../assemble/attack/component/plan-files.ts';
import type { PlannedFiles } from '../assemble/attack/component/planned-file.ts';
import { componentMark, renderComponent } from '../assemble/attack/component/render-component.ts';
import { createGrantFinder } from '../assemble/attack/find-grants.ts';
import { createLocator } from '../assemble/network/locate.ts';
import type { LoadedSnapshot } from '../assemble/load-snapshot.ts';
import { readAttackEstate, type AttackEstate } from './attack-estate.ts';
import { readMost, toTextWidth } from './attacks-command.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, textOption, type CommandInput, type RunCommand } from './command.ts';
import { componentGuideMark, renderComponentGuide } from './next-guide.ts';
import { renderNextJson } from './next-json.ts';
import { renderNextText } from './next-text.ts';
import { findOwnFiles, writeOwnFiles } from './own-files.ts';

export const run: RunCommand = async (input, context) => {
  const most = toMost(input);
  const folder = readFolder(input);
  const own =
    folder === null ? new Set<string>() : await findOwnFiles(folder, [componentMark, componentGuideMark], context);
  const estate = await readAttackEstate(input, context);
  const isPlan = flagOption(input, 'plan');
  const all = weigh(estate, isPlan, most);
  const controls = all.slice(0, most);
  const planned = planAll(controls, estate, folder === null ? () => '' : tellPlace(estate.loaded));
  const filesOf = toFilesOf(planned);
  const left = all.length - controls.length;
  const find = createGrantFinder(estate.loaded);
  const { output, program } = context;
  const pieces =
    textOption(input, 'output') === 'json'
      ? renderNextJson(controls, estate, { plan: isPlan, left, filesOf, find })
      : renderNextText(controls, {
          from: estate.entry.place,
          missing: estate.missing,
          plan: isPlan,
          left,
          filesOf,
          find,
          width: toTextWidth(output.width),
          program,
          written: folder !== null,
        });
  for (const piece of pieces) await output.write(piece);
  if (folder !== null) {
    if (estate.exitCode !== 0 && !flagOption(input, 'dryRun')) {
      await context.error.write(
        'vauban: nothing is written: walls built from half a picture may cut what was not read. Read the rest, or --allow-partial; --dry-run shows the files\n',
      );
      return 1;
    }
    if (!(await writeComponent({ controls, planned, estate, own, folder, isPlan }, input, context))) return 2;
  }
  return estate.exitCode;
};

const usualMost = 10;
/** Of a plan each wall is weighed anew: more than anybody plans at once. */
const mostOfPlan = 100;

const toMost = (input: CommandInput): number => {
  const asked = readMost(input);
  if (asked !== null) return asked;
  if (flagOption(input, 'all')) return flagOption(input, 'plan') ? mostOfPlan : Infinity;
  const listsAll = textOption(input, 'output') === 'json' && !flagOption(input, 'plan') && readFolder(input) === null;
  return listsAll ? Infinity : usualMost;
};

const readFolder = (input: CommandInput): string | null => {
  const folder = textOption(input, 'write');
  if (folder === '') throw new UsageError('--write names the folder to write into; . is this one');
  return folder ?? null;
};

const weigh = ({ graph, entry }: AttackEstate, isPlan: boolean, most: number): readonly Weighed[] => {
  if (entry.number === null) return [];
  return isPlan ? planControls(graph, entry.number, most) : weighControls(graph, entry.number);
};

/** `place` is for comments in files: where none is written, nobody reads them. */
const planAll = (controls: readonly Weighed[], { loaded, missing }: AttackEstate, place: TellPlace): PlannedFiles => {
  const { snapshot } = loaded;
  return planFiles({
    controls: controls.map(({ control }) => control),
    snapshot,
    policiesFor: (namespaces) => ({
      generation: generatePolicies({ snapshot, namespaces }),
      place,
      partial: missing,
    }),
  });
};

/** `shop/web.yaml:12`; of an object of a cluster its name and the field. */
const tellPlace = (loaded: LoadedSnapshot): TellPlace => {
  const locate = createLocator(loaded);
  return ({ resource, path }) => {
    if (resource === null) return '';
    const { file, line } = locate(resource, path);
    if (file !== null && line !== null) return `${file}:${line}`;
    return [file ?? renderRef(resource.ref), path].filter((part) => part !== '').join(' ');
  };
};

const toFilesOf = ({ files }: PlannedFiles): ((control: string) => readonly string[]) => {
  const byControl = new Map<string, string[]>();
  for (const { name, controls } of files)
    for (const control of controls) {
      const known = byControl.get(control);
      if (known === undefined) byControl.set(control, [name]);
      else known.push(name);
    }
  return (control) => byControl.get(control) ?? [];
};

interface Component {
  readonly controls: readonly Weighed[];
  readonly planned: PlannedFiles;
  readonly estate: AttackEstate;
  readonly own: ReadonlySet<string>;
  readonly folder: string;
  readonly isPlan: boolean;
}

const writeComponent = async (
  { controls, planned, estate, own, folder, isPlan }: Component,
  input: CommandInput,
  context: CliContext,
): Promise<boolean> => {
  if (planned.files.length === 0) {
    await context.error.write('vauban: nothing is written: no wall that is told has a file\n');
    return true;
  }
  const guide = renderComponentGuide(controls, planned, {
    from: estate.entry.place,
    plan: isPlan,
    folder,
    program: context.program,
    missing: estate.missing,
  });
  const made = renderComponent(planned.files);
  const last = made.at(-1);
  const files = [...made.slice(0, -1), { name: 'README.md', text: guide }, ...(last === undefined ? [] : [last])];
  const dryRun = flagOption(input, 'dryRun');
  const force = flagOption(input, 'force');
  if (!(await writeOwnFiles({ files, own, folder, force, dryRun }, context))) return false;
  if (!dryRun)
    await context.error.write(
      `vauban: a component of ${count(planned.files.length, 'file')} for ${count(controls.length, 'wall')} written to ${folder}; ${join(folder, 'README.md')} says how to see it first, apply it and take it back\n`,
    );
  return true;
};
