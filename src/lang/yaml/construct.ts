/** Turns the events of the YAML parser into the value Kubernetes would read, within the bounds its own library sets. */

import { EVENT_ID, SCALAR_STYLE, getScalarValue, type Event, type ScalarEvent } from 'js-yaml';
import { isJsonArray, isJsonObject, type Json, setField } from '../../model/json.ts';
import { toDefect, type Defect } from './explain-defect.ts';
import type { EventText } from './parse-events.ts';
import { resolvePlain, resolveTagged, toKey, type Scalar } from './resolve-scalar.ts';

/**
 * The value of the first document; what follows it in the text is not read, as Kubernetes does not read it.
 * An alias shares the value of its anchor, but counts as often as it would be copied: a walker of the result
 * does no more work than the limits below allow.
 */
export const construct = (
  given: string,
  { text, events, toGiven }: EventText,
  { hasOldWords }: Reading = asKubernetes,
): Constructed | Defect => {
  const state: State = {
    text,
    hasOldWords,
    events,
    index: 0,
    anchors: new Map(),
    handles: new Map(),
    weight: 0,
    aliased: 0,
    repeated: null,
  };
  try {
    const document = events[state.index];
    if (document?.type !== EVENT_ID.DOCUMENT) return { kind: 'value', value: null, repeated: null };
    for (const directive of document.directives) {
      if (directive.kind === 'tag') state.handles.set(directive.handle, directive.prefix);
    }
    state.index += 1;
    state.weight += 1;
    const value = readNode(state);
    const { repeated } = state;
    if (repeated === null) return { kind: 'value', value, repeated };
    const { line, column } = toDefect(given, toGiven(repeated.offset), '');
    return { kind: 'value', value, repeated: { field: repeated.field, line, column } };
  } catch (error) {
    if (error instanceof Refusal) return toDefect(given, toGiven(error.offset), error.message);
    throw error;
  }
};

export interface Reading {
  /** Whether `y`, `no`, `on` and their like are booleans, as in YAML 1.1, or texts, as in 1.2. */
  readonly hasOldWords: boolean;
}

const asKubernetes: Reading = { hasOldWords: true };

export interface Constructed {
  readonly kind: 'value';
  readonly value: Json;
  readonly repeated: Repeated | null;
}

/** The first field that is given twice in one object. The last counts; the API server's strict reading refuses it. */
export interface Repeated {
  readonly field: string;
  readonly line: number;
  readonly column: number;
}

/** The text of a mapping's key as Kubernetes reads it; `undefined` for what cannot be a key. */
export const readKeyText = (
  text: string,
  event: ScalarEvent,
  handles: ReadonlyMap<string, string>,
): string | undefined => {
  const scalar = resolveScalar(text, event, handles);
  return scalar === undefined ? undefined : toKey(scalar);
};

/** True for the key `<<`, written without quotes or with its tag, whose value is merged into the mapping. */
export const isMergeKey = (text: string, event: ScalarEvent): boolean =>
  event.valueEnd - event.valueStart === 2 &&
  event.style === SCALAR_STYLE.PLAIN &&
  text.startsWith('<<', event.valueStart) &&
  (event.tagStart < 0 || ['!', '!!merge'].includes(text.slice(event.tagStart, event.tagEnd)));

interface State {
  readonly text: string;
  readonly hasOldWords: boolean;
  readonly events: readonly Event[];
  index: number;
  readonly anchors: Map<string, Anchor>;
  readonly handles: Map<string, string>;
  /** Nodes read so far, each counted as often as aliases repeat it; and those of them reached through an alias. */
  weight: number;
  aliased: number;
  repeated: { readonly field: string; readonly offset: number } | null;
}

interface Anchor {
  readonly value: Json;
  readonly weight: number;
  /** False while the anchored node is still being read: an alias to it would contain itself. */
  readonly complete: boolean;
}

/** Leaves the recursion with a defect; never seen outside this file. */
class Refusal extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const readNode = (state: State): Json => {
  const event = state.events[state.index];
  state.index += 1;
  state.weight += 1;
  switch (event?.type) {
    case EVENT_ID.SCALAR:
      return readScalar(state, event);
    case EVENT_ID.ALIAS:
      return readAlias(state, event.anchorStart, event.anchorEnd);
    case EVENT_ID.SEQUENCE:
      return readAnchored(state, event, readSequence);
    case EVENT_ID.MAPPING:
      return readAnchored(state, event, readMapping);
    case EVENT_ID.DOCUMENT:
    case EVENT_ID.POP:
    case undefined:
    default:
      return null;
  }
};

const readAnchored = (
  state: State,
  event: { readonly anchorStart: number; readonly anchorEnd: number },
  read: (state: State) => Json,
): Json => {
  if (event.anchorStart < 0) return read(state);
  const name = state.text.slice(event.anchorStart, event.anchorEnd);
  const before = state.weight;
  state.anchors.set(name, { value: null, weight: 0, complete: false });
  const value = read(state);
  state.anchors.set(name, { value, weight: state.weight - before + 1, complete: true });
  return value;
};

const readSequence = (state: State): Json => {
  const items: Json[] = [];
  while (!atPop(state)) items.push(readNode(state));
  state.index += 1;
  return items;
};

const readMapping = (state: State): Json => {
  const fields: Record<string, Json> = {};
  // Fields that repeat what a merge brought are meant to.
  let merged = false;
  while (!atPop(state)) {
    const event = state.events[state.index];
    if (event?.type === EVENT_ID.SCALAR && isMergeKey(state.text, event)) {
      state.index += 1;
      merged = true;
      mergeInto(fields, state);
    } else {
      const key = readKey(state);
      if (state.repeated === null && event !== undefined && Object.hasOwn(fields, key) && !merged) {
        state.repeated = { field: key, offset: offsetOf(event) };
      }
      setField(fields, key, readNode(state));
    }
  }
  state.index += 1;
  return fields;
};

const atPop = (state: State): boolean =>
  state.index >= state.events.length || state.events[state.index]?.type === EVENT_ID.POP;

const readKey = (state: State): string => {
  const event = state.events[state.index];
  const offset = event === undefined ? state.text.length : offsetOf(event);
  if (event?.type === EVENT_ID.SCALAR) {
    state.index += 1;
    state.weight += 1;
    const scalar = requireScalar(state, event);
    if (event.anchorStart >= 0) keepScalar(state, event, scalar);
    const key = toKey(scalar);
    if (key === undefined) throw new Refusal(offset, 'a field has no name, or a name that is no text');
    return key;
  }
  if (event?.type === EVENT_ID.ALIAS) {
    const value = readNode(state);
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  throw new Refusal(offset, 'a field has a list or an object for its name');
};

/** Kubernetes' library lets a merge overwrite the fields written above it; those written below overwrite the merge. */
const mergeInto = (fields: Record<string, Json>, state: State): void => {
  const offset = offsetOf(state.events[state.index] as Event);
  const isSequence = state.events[state.index]?.type === EVENT_ID.SEQUENCE;
  const value = readNode(state);
  const sources = isSequence && isJsonArray(value) ? value.toReversed() : [value];
  for (const source of sources) {
    if (!isJsonObject(source)) throw new Refusal(offset, '`<<` can merge only an object or a list of objects');
    for (const key of Object.keys(source)) setField(fields, key, source[key] as Json);
    state.weight += Object.keys(source).length;
    checkWeight(state, offset);
  }
};

/** The messages name nothing: a password that begins with `*` or `&` and lacks its quotes is read as such a name. */
const readAlias = (state: State, start: number, end: number): Json => {
  const name = state.text.slice(start, end);
  const anchor = state.anchors.get(name);
  if (anchor === undefined) {
    throw new Refusal(start, 'the alias here has no anchor above it; a text that begins with * needs quotes');
  }
  if (!anchor.complete) throw new Refusal(start, 'the alias here stands inside its own anchor');
  state.weight += anchor.weight;
  state.aliased += anchor.weight;
  checkWeight(state, start);
  return anchor.value;
};

/**
 * The limit of go.yaml.in/yaml (decode.go, allowedAliasRatio), so that what Kubernetes reads is read and what it
 * refuses is refused: up to 400,000 nodes nearly all may come from aliases, from 4,000,000 nodes on a tenth. An
 * attacker's few hundred bytes thus never become more than that many nodes.
 */
const checkWeight = (state: State, offset: number): void => {
  const { weight, aliased } = state;
  if (aliased <= 100 || weight <= 1000) return;
  const share = weight <= 400_000 ? 0.99 : weight >= 4_000_000 ? 0.1 : 0.99 - 0.89 * ((weight - 400_000) / 3_600_000);
  if (aliased / weight > share) {
    throw new Refusal(offset, 'aliases repeat too much of the document (an alias bomb); write it out instead');
  }
};

const readScalar = (state: State, event: ScalarEvent): Json => {
  const scalar = requireScalar(state, event);
  if (scalar.kind === 'unrepresentable') {
    throw new Refusal(offsetOf(event), `${scalar.text} is no value in Kubernetes; write a number or quote it`);
  }
  if (event.anchorStart >= 0) keepScalar(state, event, scalar);
  return scalar.value;
};

const keepScalar = (state: State, event: ScalarEvent, scalar: Scalar): void => {
  const value = scalar.kind === 'value' ? scalar.value : scalar.text;
  state.anchors.set(state.text.slice(event.anchorStart, event.anchorEnd), { value, weight: 1, complete: true });
};

const requireScalar = (state: State, event: ScalarEvent): Scalar => {
  const scalar = resolveScalar(state.text, event, state.handles, state.hasOldWords);
  if (scalar !== undefined) return scalar;
  const tag = state.text.slice(event.tagStart, event.tagEnd);
  throw new Refusal(offsetOf(event), `the value does not fit its tag ${tag}`);
};

const oldWord = /^(y|n|yes|no|on|off)$/i;

const resolveScalar = (
  text: string,
  event: ScalarEvent,
  handles: ReadonlyMap<string, string>,
  hasOldWords = true,
): Scalar | undefined => {
  const value = event.valueStart < 0 ? '' : getScalarValue(text, event);
  if (event.tagStart >= 0) return resolveTagged(toTagName(text.slice(event.tagStart, event.tagEnd), handles), value);
  const isResolved = event.style === SCALAR_STYLE.PLAIN && (hasOldWords || !oldWord.test(value));
  return isResolved ? resolvePlain(value) : { kind: 'value', value, float: false };
};

const toTagName = (tag: string, handles: ReadonlyMap<string, string>): string => {
  if (tag.startsWith('!<')) return tag.slice(2, -1);
  const end = tag.indexOf('!', 1);
  const handle = end < 0 ? '!' : tag.slice(0, end + 1);
  const prefix = handles.get(handle) ?? (handle === '!!' ? 'tag:yaml.org,2002:' : handle);
  return prefix + tag.slice(handle.length);
};

const offsetOf = (event: Event): number => {
  if ('valueStart' in event && event.valueStart >= 0) return event.valueStart;
  if ('start' in event) return event.start;
  return 'anchorStart' in event ? Math.max(0, event.anchorStart) : 0;
};
