/** The JSON of `vauban next`. */

import type { Weighed } from '../../attack/weigh-controls.ts';
import { writeJson, writeJsonLines } from '../../reports/write-json.ts';
import type { FindGrant } from '../assemble/attack/find-grants.ts';
import { tellRemedy } from '../assemble/attack/tell-remedy.ts';
import type { AttackEstate } from './attack-estate.ts';
import { toHead } from './attack-json.ts';

export interface NextJson {
  readonly plan: boolean;
  readonly left: number;
  readonly filesOf: (control: string) => readonly string[];
  readonly find: FindGrant;
}

export function* renderNextJson(
  controls: readonly Weighed[],
  estate: Pick<AttackEstate, 'entry' | 'missing'>,
  { plan, left, filesOf, find }: NextJson,
): Generator<string> {
  yield '{\n';
  for (const [key, value] of Object.entries(toHead(estate))) yield `  "${key}": ${writeJson(value)},\n`;
  yield `  "plan": ${plan},\n  "left": ${left},\n  "controls": `;
  yield* writeJsonLines(controls, ({ control, gain, tight, after }) => ({
    control: control.id,
    layer: control.layer,
    scope: control.scope,
    gain,
    tight,
    title: control.title,
    effect: control.effect,
    remedy: tellRemedy(control, find),
    after: after.map(({ asset, before, after: then }) => ({ asset: asset.place, before, after: then })),
    files: [...filesOf(control.id)],
  }));
  yield '\n}\n';
}
