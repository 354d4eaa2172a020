/** The source `kustomize`: renders a kustomization's folder with kustomize or kubectl, never over the network. */

import { readKustomization } from '../kustomization-file.ts';
import { readRenderedObjects } from '../rendered-objects.ts';
import { quotePath, toComplaint, toFolderProblem, toRunOptions, toUnscanned } from '../renderer-run.ts';
import type { RunResult, SourceContext, SourceItem } from '../source.ts';
import { findReferences, type References } from './references.ts';

export async function* readKustomizationFolder(folder: string, context: SourceContext): AsyncGenerator<SourceItem> {
  const kustomization = await readKustomization(folder, context.disk);
  if (kustomization.kind === 'problem') return yield toFolderProblem(kustomization.file, kustomization.message);
  const { file, value } = kustomization;
  // A component changes what other kustomizations build and cannot be built by itself.
  if (value['kind'] === 'Component') {
    yield { kind: 'other-document', file, document: 0 };
    return yield toFolderProblem(file, 'this is a Component, which deploys nothing by itself', 'warning');
  }
  const { remote, missing, inflating } = await findReferences(folder, context.disk);
  const place = quotePath(folder);
  const [first] = remote;
  if (first !== undefined) {
    const more = remote.length === 1 ? '' : ` and ${remote.length - 1} more`;
    return yield toUnscanned(
      folder,
      `not scanned: it builds on ${first}${more}, which is not on this disk, and Vauban fetches nothing; run kubectl kustomize ${place} | vauban scan -`,
    );
  }
  if (missing.length > 0) return yield* toMissing(missing);
  if (inflating.length > 0) {
    const where = inflating.includes(file) ? '' : ` in ${inflating[0]}`;
    return yield toUnscanned(
      folder,
      `not scanned: its \`helmCharts\`${where} need Helm, which may fetch them, and Vauban fetches nothing; run kustomize build --enable-helm ${place} | vauban scan -`,
    );
  }
  const result = await build(folder, file, context);
  if (result === undefined) {
    return yield toUnscanned(
      folder,
      `not scanned: neither kustomize nor kubectl is on the PATH; run kubectl kustomize ${place} | vauban scan -`,
    );
  }
  if (result.code !== 0)
    return yield toFolderProblem(file, `kustomize cannot render this folder: ${toComplaint(result)}`);
  yield* readRenderedObjects({ by: 'kustomize', folder, output: result.output });
}

/** kustomize would take what is not there for a repository and clone it, so it is not asked. */
function* toMissing(missing: References['missing']): Generator<SourceItem> {
  for (const { file, entry } of missing)
    yield toFolderProblem(file, `this builds on ${entry}, which is not there, so the folder was not scanned`);
}

/** `.` in the folder itself, so that no folder's name is ever taken for an option. */
const build = async (folder: string, file: string, context: SourceContext): Promise<RunResult | undefined> =>
  (await context.run('kustomize', ['build', '.'], toRunOptions(folder))) ??
  // Some builds of kubectl ask the current cluster for its version whatever they run: below a file there is no kubeconfig.
  context.run('kubectl', ['kustomize', `--kubeconfig=${toName(file)}/none`, '.'], toRunOptions(folder));

const toName = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
