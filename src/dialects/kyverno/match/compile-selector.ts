/** Label selectors in which keys and values may be wildcards. */

import { parseLabelSelector } from '../../../kube/selector/label-selector.ts';
import { compileWildcard, isWildcard } from '../../../lang/pattern/wildcard.ts';
import type { JsonObject } from '../../../model/json.ts';
import { object, textMap } from '../parse/read-field.ts';

export type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

/** A selector nobody can read matches nothing, as in Kyverno. */
export const compileSelector = (written: JsonObject): LabelTest => {
  const labels = Object.entries(textMap(written, 'matchLabels'));
  const wild = labels.filter(([key, value]) => isWildcard(key) || isWildcard(value));
  const plain = labels.filter(([key, value]) => !isWildcard(key) && !isWildcard(value));
  const parsed = parseLabelSelector({
    ...(object(written, 'matchLabels') === null ? {} : { matchLabels: Object.fromEntries(plain) }),
    matchExpressions: written['matchExpressions'] ?? null,
  });
  if (parsed.kind === 'defects') return () => false;
  const tests = wild.map(([key, value]) => toTest(key, value));
  return (own) => parsed.selector.matches(own) && tests.every((test) => test(own));
};

const toTest = (key: string, value: string): LabelTest => {
  const isKey = compileWildcard(key);
  const isValue = compileWildcard(value);
  return (labels) => {
    for (const name in labels) if (isKey(name) && isValue(labels[name] ?? '')) return true;
    return false;
  };
};
