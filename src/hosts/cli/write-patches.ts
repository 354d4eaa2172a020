/** `vauban preview --write FOLDER`: one patch a workload, each in a file of its own. */

import { join } from 'node:path';
import type { Patch, Preview, Refusal } from '../assemble/preview-pod-security.ts';
import { printYaml } from '../../lang/patch/print-yaml.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { toPlainText } from '../../reports/plain-text.ts';
import type { CliContext } from './cli-context.ts';
import { explainWriteFailure } from './outputs.ts';

/** Says what was written, or in one line what could not be, and then gives false. */
export const writePatches = async (
  { refused }: Preview,
  folder: string,
  { files, error }: Pick<CliContext, 'files' | 'error'>,
): Promise<boolean> => {
  const taken = new Set<string>();
  let written = 0;
  for (const refusal of refused) {
    const { subject, patch } = refusal;
    if (patch === null) continue;
    const file = join(folder, toFreeName(subject, taken));
    try {
      await files.write(file, [renderHead(refusal, patch), printYaml(patch.body)]);
    } catch (cause) {
      await error.write(`vauban: ${file} could not be written: ${explainWriteFailure(cause)}\n`);
      return false;
    }
    written += 1;
  }
  await error.write(
    `vauban: ${written} ${written === 1 ? 'patch' : 'patches'} written to ${folder}; apply one with kubectl patch --patch-file, or as a kustomize patch\n`,
  );
  return true;
};

/**
 * No name of Kubernetes has `_` in it, so `a-b` and `c` never look like `a` and `b-c`. Objects of one name (in the
 * folders of two overlays) are numbered in the order of the report. Lower case: some file systems tell none from another.
 */
const toFreeName = ({ namespace, kind, name }: ResourceRef, taken: Set<string>): string => {
  const words = [namespace ?? '', kind, name].filter((word) => word !== '');
  const stem = words.map((word) => word.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-')).join('_');
  // File systems take 255 bytes; a namespace, a kind and a name may be longer.
  const short = stem.slice(0, 200);
  let file = `${short}.patch.yaml`;
  for (let number = 2; taken.has(file); number += 1) file = `${short}_${number}.patch.yaml`;
  taken.add(file);
  return file;
};

const renderHead = ({ file, line }: Refusal, { type }: Patch): string => {
  const place = file === null ? '' : `# For ${toPlainText(file)}${line === null ? '' : `:${line}`}\n`;
  return type === 'json' ? `${place}# kubectl patch --type json\n` : place;
};
