/** Reads what a renderer printed: a stream of YAML documents, each with the template it came from where the renderer says so. */

import { createDocumentSplitter } from '../lang/yaml/split-documents.ts';
import { parseYaml } from '../lang/yaml/read-yaml.ts';
import { findShapeProblems } from '../kube/schema/shape.ts';
import { toResources } from '../kube/schema/to-resource.ts';
import type { Problem } from '../model/problem.ts';
import type { Origin } from '../model/resource.ts';
import { toFolderProblem } from './renderer-run.ts';
import type { SourceItem } from './source.ts';

export interface Rendering {
  readonly by: 'helm' | 'kustomize';
  /** The folder that was rendered, as the person gave it. */
  readonly folder: string;
  readonly output: Uint8Array;
}

/** One document may be as large as one of a file's: etcd takes half of this. */
const mostDocument = 3_000_000;

/** What was rendered, or why there is nothing to judge. */
export function* readRenderedObjects(rendering: Rendering): Generator<SourceItem> {
  let isTold = false;
  for (const item of readDocuments(rendering)) {
    isTold ||= item.kind !== 'other-document';
    yield item;
  }
  if (!isTold)
    yield toFolderProblem(rendering.folder, `${rendering.by} rendered no Kubernetes object from this`, 'warning');
}

function* readDocuments(rendering: Rendering): Generator<SourceItem> {
  let document = 0;
  for (const bytes of splitDocuments(rendering.output)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    const template = toTemplate(text);
    const place = { by: rendering.by, folder: rendering.folder, template, document };
    document += 1;
    if (bytes.length > mostDocument)
      yield toProblem(rendering, template, `is larger than ${mostDocument} bytes and was not scanned`);
    else yield* readDocument(text, { kind: 'rendered', ...place, item: null }, rendering);
  }
}

function* readDocument(
  text: string,
  origin: Extract<Origin, { kind: 'rendered' }>,
  rendering: Rendering,
): Generator<SourceItem> {
  const parsed = parseYaml(text);
  if (parsed.kind === 'defect') {
    yield toProblem(rendering, origin.template, `is not YAML once rendered: ${parsed.message}`);
    return;
  }
  // A template whose condition is false leaves its comment behind, and nothing to count.
  if (parsed.value === null) return;
  for (const result of toResources(parsed.value, origin)) {
    if (result.kind === 'resource') {
      for (const { severity, message } of findShapeProblems(result.resource.object))
        yield toProblem(rendering, origin.template, `is not as meant: ${message}`, severity);
      yield result;
    } else if (result.kind === 'other')
      yield { kind: 'other-document', file: rendering.folder, document: origin.document };
    else yield toProblem(rendering, origin.template, `holds ${result.problem.message}`);
  }
}

/** The documents, without their separators. A long one is a copy; most are views. */
function* splitDocuments(output: Uint8Array): Generator<Uint8Array> {
  const splitter = createDocumentSplitter();
  let parts: Uint8Array[] = [];
  for (const part of [...splitter.push(output), ...splitter.end()]) {
    if (part.kind === 'bytes') {
      parts.push(part.bytes);
      continue;
    }
    if (parts.length > 0) yield Buffer.concat(parts);
    parts = [];
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}

/** Helm writes `# Source: CHART/templates/web.yaml`; the chart's own name is no folder below it. */
const toTemplate = (text: string): string | null =>
  /^# Source: [^/\s]+\/(\S+)\s*$/m.exec(text.slice(0, 1024))?.[1] ?? null;

const toProblem = (
  { by, folder }: Rendering,
  template: string | null,
  what: string,
  severity: Problem['severity'] = 'error',
): SourceItem =>
  toFolderProblem(
    folder,
    `${template === null ? `what ${by} rendered` : `what ${by} rendered from ${template}`} ${what}`,
    severity,
  );
