/** The walls of one move, a row for each layer: solid where proved, hatched where declared, a gap where none stands. */

import type { Control, Remedy } from '../../model/control.ts';
import { layers, type Layer } from '../../model/layer.ts';
import { renderStrategicPatch } from '../../lang/patch/to-strategic-patch.ts';
import { printYaml } from '../../lang/patch/print-yaml.ts';
import { escapeHtml, escapeHtmlLines } from '../escape-html.ts';
import { mostOfPatch, mostOfTitle, shorten } from '../shorten.ts';

export type Strength = 'enforced' | 'declared';

/** The best guard that stands in a layer; `null` for none. */
export const toStrength = (controls: readonly Control[], layer: Layer): Strength | null => {
  let best: Strength | null = null;
  for (const { layer: of, effect, state } of controls) {
    if (of !== layer || effect !== 'guard' || state.kind !== 'standing') continue;
    if (state.proof === 'enforced') return 'enforced';
    best = 'declared';
  }
  return best;
};

export const renderWalls = (controls: readonly Control[]): string => {
  const rows = layers.flatMap((layer) => {
    const own = controls.filter((control) => control.layer === layer);
    return own.length === 0 ? [] : [renderLayer(layer, own)];
  });
  return rows.length === 0 ? '' : `<ul class="walls">\n${rows.join('')}</ul>`;
};

const words = {
  enforced: 'stands, proved',
  declared: 'stands, as declared',
  unknown: 'may hold nothing up',
  missing: 'missing',
} as const;

const renderLayer = (layer: Layer, controls: readonly Control[]): string => {
  const strength = toStrength(controls, layer);
  const look = strength ?? (controls.some(({ state }) => state.kind === 'unknown') ? 'unknown' : 'missing');
  return `<li class="wall ${look}"><span class="bar" aria-hidden="true"></span><span class="layer">${layer}</span><span class="state">${words[look]}</span>\n<ul>${controls.slice(0, most).map(renderControl).join('')}${controls.length > most ? `<li class="soft">and ${controls.length - most} more</li>` : ''}</ul></li>\n`;
};

const most = 12;

const renderControl = (control: Control): string => {
  const { title, id, scope, state, effect, remedy } = control;
  const said =
    state.kind === 'standing'
      ? state.proof
      : state.kind === 'unknown'
        ? `unknown: ${state.why}`
        : effect === 'remove'
          ? 'not done: it would take this move away'
          : 'not there: it would stand here';
  const name = `<span class="order">${escapeHtml(shorten(title, mostOfTitle))}</span> <span class="soft">${escapeHtml(shorten(`${scope}; ${said}`, mostOfTitle))}</span> <code>${escapeHtml(shorten(id, mostOfTitle))}</code>`;
  const how = state.kind === 'standing' || remedy === null ? '' : renderRemedy(remedy);
  return `<li class="${state.kind}">${name}${how === '' ? '' : `<details><summary>How to build it</summary>${how}</details>`}</li>`;
};

const renderRemedy = (remedy: Remedy): string => {
  switch (remedy.kind) {
    case 'change':
      return remedy.changes
        .map(
          ({ target, edits, reason }) =>
            `<p>${escapeHtml(shorten(reason, mostOfTitle))}</p>${renderText(renderStrategicPatch(edits, target) ?? '')}`,
        )
        .join('');
    case 'create':
      return remedy.objects.map((object) => renderText(printYaml(object))).join('');
    case 'delete':
      return `<ul>${remedy.objects.map(({ kind, namespace, name }) => `<li>Delete ${escapeHtml(shorten(`${kind} ${namespace ? `${namespace}/` : ''}${name}`, mostOfTitle))}</li>`).join('')}</ul>`;
    case 'network-policies':
      return `<p>Let <code>vauban next --write</code> or <code>vauban network generate</code> write the policies of namespace ${escapeHtml(shorten(remedy.namespace, mostOfTitle))}: a denial of everything, with what its workloads need allowed.</p>`;
    case 'advice':
      return `<p>${escapeHtml(shorten(remedy.text, mostOfPatch))}</p>`;
  }
};

const renderText = (text: string): string =>
  text === '' ? '' : `<pre tabindex="0">${escapeHtmlLines(shorten(text, mostOfPatch))}</pre>`;
