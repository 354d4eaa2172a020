/** Compiles what a mutation changes: an overlay, a JSON patch, or either for each element of a list. */

import { applyJsonPatch, type JsonPatchOptions } from '../../../lang/patch/apply-json-patch.ts';
import { isEqualJson } from '../../../lang/patch/json-value.ts';
import { parseJsonPatch, type ParsedPatch } from '../../../lang/patch/parse-json-patch.ts';
import { readJson } from '../../../lang/yaml/read-json.ts';
import { deepestNesting, parseYaml } from '../../../lang/yaml/read-yaml.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { MutateChange } from '../classic-policy.ts';
import { compileTemplate } from '../context/compile-template.ts';
import type { RuleContext, Template } from '../rule-context.ts';
import { applyOverlay, toOverlay, type Patched } from './apply-overlay.ts';
import { toFault, type ChangeCompilation, type Changed } from './change.ts';
import { compileForeach } from './compile-foreach.ts';
import { createMeetsCondition } from './meets-condition.ts';
import type { Work } from './work.ts';

/** `at` is where the change stands in the rule; `inside` where it stands in what Kyverno substitutes as a whole. */
export const compileChange = (
  change: MutateChange,
  at: readonly (string | number)[],
  inside: readonly string[],
): ChangeCompilation => {
  switch (change.kind) {
    case 'strategic':
      return compilePatch(change.overlay, [...at, 'patchStrategicMerge'], [...inside, 'patchStrategicMerge'], toMerge);
    case 'json6902': {
      const wrong = inside.length === 0 ? undefined : findWrongPath(change.patches);
      const path = [...at, 'patchesJson6902'];
      if (wrong !== undefined) return { kind: 'defects', defects: [{ severity: 'error', message: wrong, path }] };
      return compilePatch(change.patches, [...at, 'patchesJson6902'], [...inside, 'patchesJson6902'], toPatch);
    }
    case 'foreach':
      return compileForeach(change.foreach, [...at, 'foreach'], compileChange);
  }
};

/** Kyverno takes no policy whose rule patches a path it cannot know; in loops it may be anywhere. */
const findWrongPath = (patches: string): string | undefined => {
  const parsed = parsePatch(patches);
  if (parsed.kind === 'defect') return undefined;
  for (const { path } of parsed.operations) {
    if (path.includes('{{')) return `the path ${path} holds a variable, which only a loop may have`;
  }
  return undefined;
};

type Patch = (object: JsonObject, work: Work) => Patched;

/** A patch without variables is read once. */
const compilePatch = (
  written: Json,
  at: readonly (string | number)[],
  inside: readonly string[],
  toPatchOf: () => (rendered: Json) => Patch,
): ChangeCompilation => {
  const compiled = compileTemplate(written, at, { inside });
  if (compiled.kind === 'defects') return compiled;
  const { template } = compiled;
  const read = toPatchOf();
  const constant = template.isConstant ? read(template.source) : undefined;
  return {
    kind: 'change',
    apply: (context, object, work) => {
      const patch = constant ?? readRendered(context, template, read);
      if (!(typeof patch === 'function')) return patch;
      return toChanged(object, patch(object, work), work);
    },
  };
};

const readRendered = (
  context: RuleContext,
  template: Template,
  read: (rendered: Json) => Patch,
): Patch | Extract<Changed, { kind: 'error' }> => {
  try {
    return read(context.render(template));
  } catch (thrown) {
    return toFault(thrown, 'variable substitution failed');
  }
};

const toMerge = (): ((rendered: Json) => Patch) => {
  const meets = createMeetsCondition();
  return (rendered) => {
    const overlay = toOverlay(rendered);
    if (overlay === undefined) return () => ({ kind: 'defect', message: 'failed to preProcess rule: it is no object' });
    return (object, { steps }) => applyOverlay(overlay, object, meets, steps);
  };
};

/** As Kyverno sets them. */
const options: JsonPatchOptions = { ensurePath: true, allowMissing: true };

const toPatch = (): ((rendered: Json) => Patch) => (rendered) => {
  const parsed = parsePatch(typeof rendered === 'string' ? rendered : '');
  if (parsed.kind === 'defect') return () => ({ kind: 'defect', message: parsed.message });
  return (object) => {
    const result = applyJsonPatch(object, parsed.operations, options);
    if (result.kind === 'fault') return { kind: 'defect', message: result.message };
    return isJsonObject(result.value)
      ? { kind: 'object', object: result.value }
      : { kind: 'defect', message: 'what is left is no object' };
  };
};

/** A text that starts as a list is JSON, any other YAML. */
const parsePatch = (text: string): ParsedPatch => {
  if (text.startsWith('[')) {
    const json = readJson(text, deepestNesting);
    return json?.kind === 'value'
      ? parseJsonPatch(json.value)
      : { kind: 'defect', message: 'failed to decode patches: invalid state detected', index: null };
  }
  const read = parseYaml(text);
  return read.kind === 'value'
    ? parseJsonPatch(read.value)
    : { kind: 'defect', message: `failed to convert patchesJSON6902 to JSON: ${read.message}`, index: null };
};

const toChanged = (before: JsonObject, patched: Patched, work: Work): Changed => {
  if (patched.kind !== 'object') {
    const reason = patched.kind === 'over-budget' ? patched.kind : 'no-evidence';
    return { kind: 'error', message: `failed to patch resource: ${patched.message}`, reason };
  }
  const tooMuch = work.chargePatch(before, patched.object);
  if (tooMuch !== undefined) return { kind: 'error', message: tooMuch, reason: 'over-budget' };
  if (isEqualJson(before, patched.object)) return { kind: 'unchanged', message: 'no patches applied' };
  const { kind } = patched.object;
  return typeof kind === 'string' && kind !== ''
    ? { kind: 'changed', object: patched.object }
    : {
        kind: 'error',
        message: "failed to unmarshal patched resource: Object 'Kind' is missing",
        reason: 'no-evidence',
      };
};
