/** The README.md of the component that `next --write` makes: what it is, what each wall buys, how to apply it and take it back. */

import type { Weighed } from '../../attack/weigh-controls.ts';
import type { Place } from '../../model/place.ts';
import { toGroup, type ResourceRef } from '../../model/resource.ts';
import { renderRef } from '../../reports/place.ts';
import type { PlannedFile, PlannedFiles } from '../assemble/attack/component/planned-file.ts';
import { toUndoName } from '../assemble/attack/component/render-component.ts';
import { quoteWord } from './quote-word.ts';
import { tellGain } from './tell-gain.ts';

export const componentGuideMark = '<!-- Made by vauban next. -->';

export interface ComponentGuide {
  readonly from: Place;
  readonly plan: boolean;
  readonly folder: string;
  readonly program: string;
  readonly missing: readonly string[];
}

export const renderComponentGuide = (
  controls: readonly Weighed[],
  { files, advice }: PlannedFiles,
  { from, plan, folder, program, missing }: ComponentGuide,
): string =>
  [
    componentGuideMark,
    '# Walls to build\n',
    `${plan ? 'A plan: each wall is counted with those before it standing. It is a plan, not the least set of walls.' : 'Each wall is counted alone; two that stand on one way add up, two on ways side by side buy more together.'} Counted against ${from.title}.\n`,
    ...(missing.length === 0
      ? []
      : ['## Partial\n', 'Not everything was read, and other ways in may be missing here:\n', ...list(missing), '']),
    '## What each is for\n',
    ...controls.flatMap((weighed, index) => renderControl(weighed, index + 1, files)),
    ...(advice.length === 0
      ? []
      : ['## For a person to do\n', ...list(advice.map(({ control, text }) => `\`${control}\`: ${text}`)), '']),
    ...renderUse(files, { folder, command: `${program} walls`, counts: 'the walls' }),
  ].join('\n');

export interface ComponentUse {
  readonly folder: string;
  /** What is run on the result: `vauban walls`. */
  readonly command: string;
  readonly counts: string;
}

/** How a component is seen first, applied, and taken back. */
export const renderUse = (
  files: readonly PlannedFile[],
  { folder, command, counts }: ComponentUse,
): readonly string[] => [
  '## See it first\n',
  `Put the component on top of what you deploy, in a folder beside them, and count ${counts} of that:\n`,
  '    # kustomization.yaml',
  '    resources: [THE FOLDER YOU DEPLOY]',
  `    components: [${folder}]\n`,
  `    ${command} THAT FOLDER\n`,
  ...(files.some(({ ref }) => ref.kind === 'NetworkPolicy')
    ? [
        'Network policies here allow what the manifests show to be needed. Watch a busy hour in a test cluster before production.\n',
      ]
    : []),
  '## Apply it with kustomize\n',
  'Name this folder under `components:` of the kustomization that you deploy. A patch finds its object by kind, name and namespace as they are there: where that kustomization sets the namespace itself, put one above it, as in the example.\n',
  'Manifests that no kustomization names yet need one first: `kustomize create --autodetect --recursive` in their folder.\n',
  '## Apply it with kubectl\n',
  'From this folder, one line a wall. What is deleted is kept in a file first:\n',
  ...inOrder(files)
    .flatMap(toApplyLines)
    .map((line) => `    ${line}`),
  '',
  '## Take it back\n',
  'With kustomize: remove the line under `components:` and apply again; what only this component made, delete. With kubectl:\n',
  ...inOrder(files)
    .reverse()
    .map(toUndoLine)
    .map((line) => `    ${line}`),
  '',
];

const renderControl = (
  { control, gain, tight, after }: Weighed,
  number: number,
  files: readonly PlannedFile[],
): readonly string[] => {
  const own = files.filter(({ controls }) => controls.includes(control.id));
  return [
    `${number}. **${escapeText(control.title)}** (\`${toCode(control.id)}\`, layer ${control.layer}, ${escapeText(control.scope)})`,
    `   - buys: ${escapeText(tellGain(after) || 'nothing alone')} (gain ${gain}, on ${tight === 1 ? '1 step' : `${tight} steps`} of shortest ways)`,
    ...own
      .flatMap(({ reasons }) => reasons)
      .filter((reason, index, all) => reason !== control.title && all.indexOf(reason) === index)
      .map((reason) => `   - why: ${escapeText(reason)}`),
    ...own.map(({ name, ref }) => `   - \`${toCode(name)}\`: ${escapeText(renderRef(ref))}`),
    '',
  ];
};

const list = (lines: readonly string[]): readonly string[] => lines.map((line) => `- ${escapeText(line)}`);

/** One line, in which nothing is HTML, a link or an emphasis of a stranger's. */
export const escapeText = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/[<>[\]*_|\\]/g, String.raw`\$&`);

export const toCode = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`]+/gu, ' ');

/** What a namespace is to refuse is mended first, and connections are closed last. */
const inOrder = (files: readonly PlannedFile[]): PlannedFile[] => {
  const rank = ({ kind, ref }: PlannedFile): number => (kind === 'create' ? 2 : ref.kind === 'Namespace' ? 1 : 0);
  return files.toSorted((a, b) => rank(a) - rank(b));
};

const toApplyLines = ({ kind, name, ref }: PlannedFile): readonly string[] => {
  switch (kind) {
    case 'patch':
      return [`kubectl patch ${toObject(ref)} --patch-file ${quoteWord(name)}`];
    case 'json-patch':
      return [`kubectl patch ${toObject(ref)} --type json --patch-file ${quoteWord(name)}`];
    case 'delete':
      return [
        `kubectl get ${toObject(ref)} -o yaml > ${quoteWord(toKeptName(name))}`,
        `kubectl delete ${toObject(ref)}`,
      ];
    case 'create':
      return [`kubectl apply -f ${quoteWord(name)}`];
  }
};

const toUndoLine = ({ kind, name, ref }: PlannedFile): string => {
  switch (kind) {
    case 'patch':
      return `kubectl patch ${toObject(ref)} --patch-file ${quoteWord(toUndoName(name))}`;
    case 'json-patch':
      return `kubectl patch ${toObject(ref)} --type json --patch-file ${quoteWord(toUndoName(name))}`;
    case 'delete':
      return `kubectl create -f ${quoteWord(toKeptName(name))}`;
    case 'create':
      return `kubectl delete -f ${quoteWord(name)}`;
  }
};

/** No manifest by its name, as what takes a patch back is none. */
const toKeptName = (name: string): string => name.replace(/\.delete\.yaml$/, '.before');

const toObject = ({ apiVersion, kind, namespace, name }: ResourceRef): string => {
  const group = toGroup(apiVersion);
  const type = `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;
  return `${quoteWord(type)} ${quoteWord(name)}${namespace === null || namespace === '' ? '' : ` -n ${quoteWord(namespace)}`}`;
};
