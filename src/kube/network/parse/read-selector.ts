/** Label selectors in policies, with what is wrong in them said at its place. */

import { everything, parseLabelSelector } from '../../selector/label-selector.ts';
import { isJsonObject, setField, type Json, type JsonObject } from '../../../model/json.ts';
import type { LabelTest, NamespaceTest } from '../network-policy.ts';
import type { Field } from './read-field.ts';

/** An absent selector asks for nothing, as an empty one. */
export const readSelector = ({ value, path, notes }: Field): LabelTest => {
  const result = parseLabelSelector(withTexts(value));
  if (result.kind === 'selector') return result.selector;
  for (const defect of result.defects) {
    notes.refuse([...path, ...defect.path], `${defect.message}: the API server refuses such a selector`);
  }
  return everything;
};

export const readNamespaces = (field: Field): NamespaceTest => toNamespaces(readSelector(field));

export const toNamespaces = (labels: LabelTest): NamespaceTest =>
  labels.isEmpty ? { kind: 'all' } : { kind: 'labels', labels };

/** `app:` with nothing behind it is the empty text to Go. */
const withTexts = (value: Json | undefined): Json | undefined => {
  if (!isJsonObject(value) || !isJsonObject(value['matchLabels'])) return value;
  const labels: JsonObject = value['matchLabels'];
  if (!Object.values(labels).includes(null)) return value;
  const texts: Record<string, Json> = {};
  for (const [key, text] of Object.entries(labels)) setField(texts, key, text ?? '');
  return { ...value, matchLabels: texts };
};
