/** The source `helm`: renders a chart's folder with the helm on the PATH, never over the network. */

import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { readRenderedObjects } from '../rendered-objects.ts';
import { quotePath, toComplaint, toFolderProblem, toRunOptions, toUnscanned } from '../renderer-run.ts';
import type { SourceContext, SourceItem } from '../source.ts';
import { readYamlFile } from '../yaml-file.ts';

export async function* readChart(folder: string, context: SourceContext): AsyncGenerator<SourceItem> {
  const file = `${folder}/Chart.yaml`;
  const chart = await readYamlFile(file, context.disk);
  if (chart.kind === 'problem') return yield toFolderProblem(file, chart.message);
  if (!isJsonObject(chart.value)) return yield toFolderProblem(file, 'this is no chart: it holds no mapping');
  if (chart.value['type'] === 'library') {
    // Other charts include it, so nothing went unscanned.
    yield { kind: 'other-document', file, document: 0 };
    return yield toFolderProblem(file, 'this is a library chart, which deploys nothing by itself', 'warning');
  }
  // `.` in the folder itself, so that no folder's name is ever taken for an option.
  const result = await context.run('helm', ['template', toReleaseName(chart.value), '.'], toRunOptions(folder));
  if (result === undefined) {
    return yield toUnscanned(
      folder,
      `not scanned: no helm on the PATH; run helm template ${quotePath(folder)} | vauban scan -`,
    );
  }
  if (result.code !== 0) return yield toFolderProblem(file, explain(toComplaint(result), folder));
  yield* readRenderedObjects({ by: 'helm', folder, output: result.output });
}

/** Names in the output begin with it, so it must be the same every time: the chart's own, as far as helm takes it. */
const toReleaseName = ({ name }: JsonObject): string => {
  const plain = (typeof name === 'string' ? name : '').toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  return plain.slice(0, 53).replaceAll(/^-+|-+$/g, '') || 'release-name';
};

const explain = (complaint: string, folder: string): string =>
  /helm dependency build|missing in charts\/ directory/.test(complaint)
    ? `the chart's dependencies are not there, and Vauban fetches nothing: run helm dependency build ${quotePath(folder)}`
    : `helm cannot render this chart: ${complaint}`;
