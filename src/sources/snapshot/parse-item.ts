/** What the lines of a snapshot hold, read as untrusted text: objects with their origins, evidence, what was unread, problems. */

import { readJson } from '../../lang/yaml/read-json.ts';
import { deepestNesting } from '../../lang/yaml/read-yaml.ts';
import { isList, toResource } from '../../kube/schema/to-resource.ts';
import type { Evidence } from '../../model/evidence.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Problem, Span } from '../../model/problem.ts';
import { at, textAt } from '../../model/read-object.ts';
import type { Origin, Resource, ResourceRef } from '../../model/resource.ts';
import type { Unread } from '../../model/unread.ts';
import type { SnapshotHeader } from './snapshot-format.ts';

/** An object stands two levels deep in its line, and may nest as deep as anywhere else. */
const deepestLine = deepestNesting + 2;

/** `null` where the line is no JSON object. */
export const parseLine = (text: string): JsonObject | null => {
  const trimmed = text.endsWith(',') ? text.slice(0, -1) : text;
  const read = trimmed.startsWith('{') ? readJson(trimmed, deepestLine) : undefined;
  return read?.kind === 'value' && isJsonObject(read.value) ? read.value : null;
};

/** Whoever changed the file by hand may have put anything into it: it is redacted as it was when it was written. */
export const toItem = (line: JsonObject, header: SnapshotHeader): Resource | null => {
  const { object } = line;
  if (!isJsonObject(object) || isList(object)) return null;
  const origin = toOrigin(line['origin'], object, header);
  if (origin === null) return null;
  const result = toResource(object, origin);
  return result.kind === 'resource' ? result.resource : null;
};

const toOrigin = (value: Json | undefined, object: JsonObject, { cluster }: SnapshotHeader): Origin | null => {
  if (!isJsonObject(value)) return null;
  if (cluster !== null) return { kind: 'cluster', cluster, uid: textAt(object, 'metadata', 'uid') };
  const [file, folder, by] = [textAt(value, 'file'), textAt(value, 'folder'), textAt(value, 'by')];
  const [document, item] = [toCount(value['document']), toCount(value['item'])];
  if (document === null) return null;
  // An empty range: the text that the object was written in is not here, so that nothing says which line it was.
  if (file !== '') return { kind: 'file', file, document, item, start: 0, end: 0 };
  if (folder === '' || (by !== 'helm' && by !== 'kustomize')) return null;
  return { kind: 'rendered', by, folder, template: textOrNull(value['template']), document, item };
};

export const toEvidence = (line: JsonObject): Evidence | null => {
  const { value, confidence } = line;
  const about = line['about'] === null ? null : toRef(line['about']);
  const [kind, source] = [textAt(line, 'kind'), textAt(line, 'source')];
  if (kind === '' || value === undefined || about === undefined) return null;
  if (confidence !== 'certain' && confidence !== 'likely') return null;
  return { kind, about, value, source, confidence, at: textOrNull(line['at']) };
};

const toRef = (value: Json | undefined): ResourceRef | undefined => {
  const [apiVersion, kind] = [textAt(value, 'apiVersion'), textAt(value, 'kind')];
  if (apiVersion === '' || kind === '') return undefined;
  return { apiVersion, kind, namespace: textOrNull(at(value, 'namespace')), name: textAt(value, 'name') };
};

export const toUnread = (line: JsonObject, { cluster }: SnapshotHeader): Unread | null => {
  const [kind, reason] = [textAt(line, 'kind'), textAt(line, 'reason')];
  if (kind === '' || reason === '') return null;
  const group = textOrNull(line['group']);
  return {
    kind,
    group,
    cluster: group === null ? null : cluster,
    namespace: textOrNull(line['namespace']),
    reason,
    grant: textOrNull(line['grant']),
  };
};

export const toProblem = (line: JsonObject): Problem | null => {
  const { severity } = line;
  const message = textAt(line, 'message');
  if (message === '' || (severity !== 'error' && severity !== 'warning')) return null;
  return { severity, message, span: toSpan(line['span']), policy: textOrNull(line['policy']) };
};

const toSpan = (value: Json | undefined): Span | null => {
  const file = textAt(value, 'file');
  return file === '' ? null : { file, line: toCount(at(value, 'line')), column: toCount(at(value, 'column')) };
};

const toCount = (value: Json | undefined): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

const textOrNull = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
