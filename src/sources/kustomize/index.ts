/** The source `kustomize`: renders a kustomization's folder with kustomize or kubectl, never over the network. */

import { readRenderedObjects } from '../rendered-objects.ts';
import { toComplaint, toFolderProblem, toRunOptions, toUnscanned } from '../renderer-run.ts';
import type { RunResult, Source, SourceContext } from '../source.ts';
import { findReferences, readKustomization } from './references.ts';

export const kustomizeSource: Source = {
  id: 'kustomize',
  target: 'path',
  async *read(folder, context) {
    const kustomization = await readKustomization(folder, context.disk);
    if (kustomization.kind === 'problem') return yield toFolderProblem(kustomization.file, kustomization.message);
    const { file, value } = kustomization;
    // A component changes what other kustomizations build and cannot be built by itself.
    if (value['kind'] === 'Component') return yield { kind: 'other-document', file, document: 0 };
    const { remote } = await findReferences(folder, context.disk);
    const [first] = remote;
    if (first !== undefined) {
      const more = remote.length === 1 ? '' : ` and ${remote.length - 1} more`;
      return yield toUnscanned(
        folder,
        `not scanned: it builds on ${first}${more}, which is not on this disk, and Vauban fetches nothing; run kubectl kustomize ${folder} | vauban scan -`,
      );
    }
    const result = await build(folder, context);
    if (result === undefined) {
      return yield toUnscanned(
        folder,
        `not scanned: neither kustomize nor kubectl is on the PATH; run kubectl kustomize ${folder} | vauban scan -`,
      );
    }
    if (result.code !== 0)
      return yield toFolderProblem(file, `kustomize cannot render this folder: ${toComplaint(result)}`);
    yield* readRenderedObjects({ by: 'kustomize', folder, output: result.output });
  },
};

/** `.` in the folder itself, so that no folder's name is ever taken for an option. */
const build = async (folder: string, context: SourceContext): Promise<RunResult | undefined> =>
  (await context.run('kustomize', ['build', '.'], toRunOptions(folder))) ??
  context.run('kubectl', ['kustomize', '.'], toRunOptions(folder));
