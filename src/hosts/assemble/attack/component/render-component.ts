/** The text of every file of a component: the patches and objects, `kustomization.yaml`, and what takes patches back. */

import { printYaml } from '../../../../lang/patch/print-yaml.ts';
import type { Json, JsonObject } from '../../../../model/json.ts';
import { toGroup, type ResourceRef } from '../../../../model/resource.ts';
import type { PlannedFile } from './planned-file.ts';

export interface WrittenFile {
  readonly name: string;
  readonly text: string;
}

/** How every file but the README.md begins: what has it may be replaced by a later run. */
export const componentMark = '# Made by vauban next.';

/** `kustomization.yaml` last: until it is there nothing names the others. */
export const renderComponent = (
  files: readonly PlannedFile[],
  mark: string = componentMark,
): readonly WrittenFile[] => [
  ...files.flatMap(({ name, text, undo, reasons, controls }): readonly WrittenFile[] => [
    { name, text: `${renderHead(reasons, controls, mark)}${text}` },
    ...(undo === null ? [] : [{ name: toUndoName(name), text: `${mark} Takes ${name} back.\n${printYaml(undo)}` }]),
  ]),
  {
    name: 'kustomization.yaml',
    text: `${mark} README.md says how to use it.\n${printYaml(toKustomization(files))}`,
  },
];

/** Not of YAML by its name: a scan of what is above would read it as a manifest, since no kustomization names it. */
export const toUndoName = (name: string): string => name.replace(/\.yaml$/, '.undo');

const renderHead = (reasons: readonly string[], controls: readonly string[], mark: string): string =>
  [`${mark} ${controls.join(', ')}`, ...reasons.map((reason) => `# ${reason}`)]
    .map((line) => `${toOneLine(line)}\n`)
    .join('');

/** A comment is one line, whatever a name in it holds: nothing of it may become YAML, or move what a terminal shows. */
const toOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').slice(0, 600);

const toKustomization = (files: readonly PlannedFile[]): JsonObject => {
  const resources = files.flatMap(({ kind, name }) => (kind === 'create' ? [name] : []));
  const patches = files.flatMap(({ kind, name, ref }): readonly Json[] => {
    if (kind === 'create') return [];
    return kind === 'json-patch' ? [{ path: name, target: toTarget(ref) }] : [{ path: name }];
  });
  return {
    apiVersion: 'kustomize.config.k8s.io/v1alpha1',
    kind: 'Component',
    ...(resources.length === 0 ? {} : { resources }),
    ...(patches.length === 0 ? {} : { patches }),
  };
};

/** kustomize reads each of them as a regular expression that must fit as a whole. */
const toTarget = ({ apiVersion, kind, namespace, name }: ResourceRef): JsonObject => ({
  group: toGroup(apiVersion),
  version: apiVersion.slice(apiVersion.indexOf('/') + 1),
  kind,
  name: name.replaceAll(/[^\w-]/g, String.raw`\$&`),
  ...(namespace === null || namespace === '' ? {} : { namespace }),
});
