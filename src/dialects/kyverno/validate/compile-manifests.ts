/** `manifests`: signatures of whole manifests, which nobody here verifies. */

import { isJsonArray, isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { HandlerCompilation, RuleDefect, RuleResponse } from '../rule-response.ts';
import type { At } from './check.ts';

export interface ManifestOptions {
  /** What cannot be verified is a skip that counts for nothing, where it is else an error. */
  readonly allowUnverified: boolean;
}

export const compileManifests = (manifests: JsonObject, at: At, options: ManifestOptions): HandlerCompilation => {
  const defects = findDefects(manifests, at);
  if (defects.length > 0) return { kind: 'defects', defects };
  const message = 'The signatures of manifests are not verified here.';
  const response: RuleResponse = {
    status: options.allowUnverified ? 'skip' : 'error',
    reason: 'no-evidence',
    message,
    path: '',
  };
  return {
    kind: 'handler',
    handle: ({ subject }) => (subject.operation === 'DELETE' ? [] : [response]),
    warnings: [],
  };
};

const findDefects = (manifests: JsonObject, at: At): readonly RuleDefect[] => {
  const defects: RuleDefect[] = [];
  const refuse = (message: string, field: string): void => {
    defects.push({ severity: 'error', message, path: [...at, field] });
  };
  for (const field of Object.keys(manifests)) {
    const value = manifests[field] ?? null;
    const shape = fields.get(field);
    if (shape === undefined) refuse(`unknown field "${field}"`, field);
    else if (!shape.is(value)) refuse(`must be ${shape.name}`, field);
  }
  return defects;
};

interface Shape {
  readonly name: string;
  readonly is: (value: unknown) => boolean;
}

const text: Shape = { name: 'a text', is: (value) => typeof value === 'string' };
const list: Shape = { name: 'a list', is: isJsonArray };
const map: Shape = { name: 'a map', is: isJsonObject };

const fields: ReadonlyMap<string, Shape> = new Map([
  ['attestors', list],
  ['annotationDomain', text],
  ['ignoreFields', list],
  ['dryRun', map],
  ['repository', text],
]);
