/** The context of a rule and one subject: cheap to make, since nothing is put together before something asks. */

import { QueryFault, type Query, type QueryCalls } from '../../../lang/jmespath/query.ts';
import { isJsonObject, type Json, type JsonObject, setField } from '../../../model/json.ts';
import type { Answer, Request } from '../../../model/request.ts';
import type { Operation } from '../../../model/subject.ts';
import {
  RuleFault,
  type CompiledEntry,
  type KyvernoSubject,
  type Missing,
  type RuleContext,
  type Template,
} from '../rule-context.ts';
import { type EntryIndex, indexEntries, isNamed } from './entry-index.ts';
import { mergeMaps } from './merge-values.ts';
import { readImages } from './read-images.ts';
import { toSubjectVariables } from './request-values.ts';
import type { RuleValues } from './rule-values.ts';
import { tellSubject } from './tell-subject.ts';
import { overBudget, WorkBudget } from './work-budget.ts';

export interface RuleContextInput {
  readonly subject: KyvernoSubject;
  /** Throws `AnswerNeeded` where the host has not answered yet. */
  readonly answer: (request: Request) => Answer;
  readonly values?: RuleValues | null;
  /** Of the policy, where it is a namespaced one: it may look no further. */
  readonly policyNamespace?: string | null;
  readonly imageExtractors?: JsonObject | null;
  /** An admission request says more than an object that merely exists: its name, its kind. */
  readonly isAdmission?: boolean;
  readonly entries?: readonly CompiledEntry[];
  /** Of the rule, where contexts are shared by several. */
  readonly budget?: WorkBudget;
}

export const createRuleContext = (input: RuleContextInput): RuleContext => {
  const given = toGiven(input);
  const subject = tellSubject(input.subject, given);
  const base = new Scope(new World(input, subject, given), subject, null, null, noEntries);
  return input.entries === undefined || input.entries.length === 0 ? base : base.within({}, input.entries);
};

const noEntries: readonly CompiledEntry[] = [];

/** Variables are copied into it. */
const costOfScope = 100;

/** Each is loaded inside the one that needs it. A policy has a dozen entries. */
const longestChain = 100;

/** Of a request the operation is known. */
const toGiven = ({ values, subject, isAdmission }: RuleContextInput): JsonObject | null => {
  const given = values?.ofSubject(subject.ref.name) ?? null;
  const request = given?.['request'];
  if (given === null || isAdmission !== true || !isJsonObject(request)) return given;
  return { ...given, request: { ...request, operation: subject.operation } };
};

/** What all scopes of one context share. */
class World {
  readonly calls: QueryCalls;
  readonly budget: WorkBudget;
  readonly answer: (request: Request) => Answer;
  readonly policyNamespace: string | null;
  readonly given: JsonObject | null;
  readonly ofRule: JsonObject | null;
  readonly isAdmission: boolean;
  readonly imageExtractors: JsonObject | null;
  /** Images are those of the object that was given, whatever a rule makes of it. */
  readonly imagesOf: JsonObject | null;
  /** While an entry is loaded it sees those before it; -1 where all are seen. */
  limit = -1;
  /** How many entries are being loaded, each for the one before. */
  depth = 0;
  missing: Missing | null = null;
  #images: JsonObject | QueryFault | null | undefined;

  constructor(input: RuleContextInput, subject: KyvernoSubject, given: JsonObject | null) {
    this.answer = input.answer;
    this.policyNamespace = input.policyNamespace ?? null;
    this.given = given;
    this.ofRule = input.values?.ofRule ?? null;
    this.isAdmission = input.isAdmission ?? false;
    this.imageExtractors = input.imageExtractors ?? null;
    this.imagesOf = subject.object;
    this.budget = input.budget ?? new WorkBudget();
    this.calls = {
      budget: this.budget,
      now: () => this.#text({ kind: 'time' }),
      random: (bytes) => this.#text({ kind: 'random', bytes }),
    };
  }

  images(): JsonObject | QueryFault | null {
    this.#images ??=
      this.imagesOf === null ? null : (readImages(this.imagesOf, this.imageExtractors, this.calls) ?? null);
    return this.#images;
  }

  /** What asks for an entry that could not be loaded is missing that entry. */
  noteQuery(source: string): void {
    const { missing } = this;
    if (missing?.kind !== 'entry' || !isNamed(missing.entry.name, source)) this.missing = { kind: 'query', source };
  }

  #text(request: Request): string {
    const answer = this.answer(request);
    if (answer.kind === 'value' && typeof answer.value === 'string') return answer.value;
    throw new RuleFault('no-evidence', `There is no answer for the ${request.kind} that a policy asks for.`);
  }
}

type Variables = Record<string, Json>;

class Scope implements RuleContext {
  readonly subject: KyvernoSubject;
  readonly #world: World;
  readonly #parent: Scope | null;
  readonly #entries: readonly CompiledEntry[];
  readonly #index: EntryIndex | null;
  /** How many entries the scopes around it have. */
  readonly #offset: number;
  /** Numbers of the entries of this scope, and of the waiting ones around it, whose turn has come. */
  #turned: Set<number> | null = null;
  #variables: Variables | null;

  constructor(
    world: World,
    subject: KyvernoSubject,
    parent: Scope | null,
    variables: Variables | null,
    entries: readonly CompiledEntry[],
  ) {
    this.#world = world;
    this.subject = subject;
    this.#parent = parent;
    this.#variables = variables;
    this.#entries = entries;
    this.#index = entries.length === 0 ? null : indexEntries(entries);
    this.#offset = parent === null ? 0 : parent.#offset + parent.#entries.length;
  }

  get resource(): JsonObject {
    const target = this.#variables?.['target'];
    if (isJsonObject(target)) return target;
    return this.subject.object ?? this.subject.oldObject ?? {};
  }

  get operation(): Operation {
    return this.subject.operation;
  }

  get hasTarget(): boolean {
    return Object.hasOwn(this.#all(), 'target');
  }

  get policyNamespace(): string | null {
    return this.#world.policyNamespace;
  }

  get budget(): WorkBudget {
    return this.#world.budget;
  }

  get missing(): Missing | null {
    return this.#world.missing;
  }

  get calls(): QueryCalls {
    return this.#world.calls;
  }

  query(query: Query): Json {
    const value = this.tryQuery(query);
    if (value instanceof QueryFault) throw new RuleFault(value.kind, value.message);
    return value;
  }

  tryQuery(query: Query): Json | QueryFault {
    const fault = this.#load(query.source);
    if (fault !== null) return fault;
    const value = query.evaluate(this.#all(), this.#world.calls);
    if (!(value instanceof QueryFault)) return value;
    if (value.kind === 'over-budget') throw overBudget(value.message);
    if (value.kind === 'not-found') this.#world.noteQuery(query.source);
    return new QueryFault(value.kind, `JMESPath query failed: ${value.message}`);
  }

  render(template: Template): Json {
    return template.isConstant ? template.source : template.render(this);
  }

  within(variables: Readonly<Record<string, Json>>, entries: readonly CompiledEntry[]): RuleContext {
    this.#world.budget.spend(costOfScope + this.#offset + this.#entries.length + entries.length);
    let inner: Variables = { ...this.#all(), ...variables };
    if (this.#world.ofRule !== null) inner = { ...mergeMaps(inner, this.#world.ofRule) };
    return new Scope(this.#world, this.subject, this, inner, entries);
  }

  withObject(object: JsonObject): RuleContext {
    return this.#withSubject({ ...this.subject, object }, { object });
  }

  ofOldObject(): RuleContext | null {
    const { oldObject } = this.subject;
    if (oldObject === null) return null;
    const subject: KyvernoSubject = { ...this.subject, operation: 'CREATE', object: oldObject, oldObject: null };
    return this.#withSubject(subject, { object: oldObject, oldObject: null, operation: 'CREATE' });
  }

  answer(request: Request): Answer {
    return this.#world.answer(request);
  }

  /** What was loaded stays as it is. */
  #withSubject(subject: KyvernoSubject, fields: JsonObject): Scope {
    const parent = this.#parent === null ? null : this.#parent.#withSubject(subject, fields);
    const { request } = this.#all();
    const changed = { ...(isJsonObject(request) ? request : {}), ...fields };
    const variables: Variables = { ...this.#all(), request: changed };
    const scope = new Scope(this.#world, subject, parent, variables, this.#entries);
    scope.#turned = this.#turned === null ? null : new Set(this.#turned);
    return scope;
  }

  #all(): Variables {
    this.#variables ??= this.#gather();
    return this.#variables;
  }

  #gather(): Variables {
    const own = toSubjectVariables(this.subject, this.#world.isAdmission);
    const { given, ofRule } = this.#world;
    const withGiven = given === null ? own : mergeMaps(own, given);
    return { ...(ofRule === null ? withGiven : mergeMaps(withGiven, ofRule)) };
  }

  /** Loads what a query names. A fault is that of the query, whatever would have swallowed a missing variable. */
  #load(source: string): QueryFault | null {
    const around = this.#offset + this.#entries.length;
    if (around > 0) {
      this.#world.budget.spend(around);
      const limit = this.#world.limit < 0 ? Infinity : this.#world.limit;
      const fault = this.#loadChain(this, source, limit);
      if (fault !== null) return fault;
    }
    return source.includes('images') && isNamed('images', source) ? this.#loadImages() : null;
  }

  /** The outermost scope first. */
  #loadChain(current: Scope, source: string, limit: number): QueryFault | null {
    const fault = this.#parent === null ? null : this.#parent.#loadChain(current, source, limit);
    if (fault !== null || this.#index === null) return fault;
    for (const at of this.#index.namedIn(source)) {
      if (this.#offset + at >= limit) break;
      const failed = this.#loadEntry(current, at);
      if (failed !== null) return failed;
    }
    return null;
  }

  #loadEntry(current: Scope, at: number): QueryFault | null {
    const compiled = this.#entries[at];
    if (compiled === undefined) return null;
    const waits = this.#index?.waitsForInner[at] === true && current !== this;
    const scope = waits ? current : this;
    const number = this.#offset + at;
    scope.#turned ??= new Set();
    if (scope.#turned.has(number) || this.#turned?.has(number) === true) return null;
    scope.#turned.add(number);
    const { name, kind } = compiled.entry;
    // What a person gave takes the place of what would be asked for.
    if (kind !== 'variable' && this.#isGiven(name)) return null;
    const value = this.#run(compiled, scope, number);
    if (value instanceof QueryFault) return value;
    for (let inner: Scope | null = current; inner !== null; inner = inner === scope ? null : inner.#parent) {
      inner.#put(name, value, kind === 'variable');
    }
    return null;
  }

  #run(compiled: CompiledEntry, scope: Scope, number: number): Json | QueryFault {
    const world = this.#world;
    if (world.depth >= longestChain)
      throw overBudget(`more than ${longestChain} context entries are needed, one by another`);
    world.limit = number;
    world.depth += 1;
    try {
      const value = compiled.load(scope);
      world.budget.spendValue(value);
      return value;
    } catch (thrown) {
      if (!(thrown instanceof RuleFault) || !thrown.isOfPolicy) throw thrown;
      world.missing = { kind: 'entry', entry: compiled.entry };
      return new QueryFault('error', thrown.message);
    } finally {
      world.limit = -1;
      world.depth -= 1;
    }
  }

  #isGiven(name: string): boolean {
    const { given, ofRule } = this.#world;
    return (given !== null && Object.hasOwn(given, name)) || (ofRule !== null && Object.hasOwn(ofRule, name));
  }

  #put(name: string, value: Json, replaces: boolean): void {
    const all = this.#all();
    const before = Object.hasOwn(all, name) ? all[name] : undefined;
    setField(all, name, !replaces && isJsonObject(before) && isJsonObject(value) ? mergeMaps(before, value) : value);
  }

  #loadImages(): QueryFault | null {
    const images = this.#world.images();
    if (images instanceof QueryFault && images.kind === 'over-budget') throw overBudget(images.message);
    if (images instanceof QueryFault) return images;
    const all = this.#all();
    if (images !== null && all['images'] !== images) {
      const before = this.#world.given?.['images'];
      all['images'] = isJsonObject(before) ? mergeMaps(before, images) : images;
    }
    return null;
  }
}
