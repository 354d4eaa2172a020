/** What people read about a policy that is their own: its annotations where it has them, else what its dialect knows of it. */

import { layers, type Layer } from '../model/layer.ts';
import type { RuleMetadata } from '../model/rule.ts';
import { isSeverity, type Severity } from '../model/severity.ts';
import { chooseLayer } from './choose-layer.ts';

/** What holds where the annotations say nothing. */
export interface PolicyWords {
  readonly id: string;
  /** The policy's own name. */
  readonly name: string;
  readonly severity: Severity;
  /** What it is about for certain; `null` where its annotations may tell. */
  readonly layer: Layer | null;
  /** What it demands, in general words. */
  readonly demands: string;
  /** What it says itself to who breaks it; the empty text for nothing. It goes before the annotations. */
  readonly message?: string;
}

/** Those of Vauban's own library, and Kyverno's. `description` says why where something else says what. */
export const describePolicy = (
  annotations: Readonly<Record<string, unknown>>,
  { id, name, severity, layer, demands, message = '' }: PolicyWords,
): RuleMetadata => {
  const note = toNotes(annotations);
  const description = note('description');
  const what = message === '' ? note('what') : message;
  return {
    id,
    title: note('title') ?? name,
    severity: toSeverity(note('severity')) ?? severity,
    layer: layers.find((each) => each === note('layer')) ?? layer ?? chooseLayer(toTexts(note)) ?? 'cluster',
    control: note('control') ?? null,
    what: what ?? description ?? demands,
    why: note('why') ?? (what === undefined ? '' : (description ?? '')),
    fine: note('fine') ?? '',
    // With variables in it a message is for one object.
    remediation: note('remediation') ?? (message.includes('{{') ? '' : message),
    references: (note('references') ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  };
};

const toTexts = (note: (name: string) => string | undefined): readonly (string | undefined)[] =>
  ['title', 'category', 'subject'].map(note);

const prefixes: readonly string[] = ['policies.vauban.dev/', 'policies.kyverno.io/'];

const toNotes =
  (annotations: Readonly<Record<string, unknown>>) =>
  (name: string): string | undefined => {
    for (const prefix of prefixes) {
      const value = Object.hasOwn(annotations, prefix + name) ? annotations[prefix + name] : undefined;
      if (typeof value === 'string' && value.trim() !== '') return value.trim();
    }
    return undefined;
  };

const toSeverity = (text: string | undefined): Severity | undefined =>
  text !== undefined && isSeverity(text) ? text : undefined;
