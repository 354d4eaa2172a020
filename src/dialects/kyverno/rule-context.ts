/** What a rule's expressions see while it judges one subject: the request, its own variables, and what it may ask for. */

import type { Query, QueryCalls, QueryFault } from '../../lang/jmespath/query.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer, Request } from '../../model/request.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { Operation } from '../../model/subject.ts';
import type { PolicyUser } from '../policy-values.ts';
import type { ContextEntry } from './classic-policy.ts';
import type { WorkBudget } from './context/work-budget.ts';

/** What is judged, whatever the host made it from. */
export interface KyvernoSubject {
  readonly ref: ResourceRef;
  readonly operation: Operation;
  /** The empty text where none. */
  readonly subresource: string;
  /** What is judged now; `null` on DELETE. */
  readonly object: JsonObject | null;
  readonly oldObject: JsonObject | null;
  readonly user: PolicyUser | null;
  /** Throws a signal until the host has answered. The namespace's own labels for a Namespace. */
  namespaceLabels(): Readonly<Record<string, string>>;
}

export interface RuleContext {
  readonly subject: KyvernoSubject;
  /** What patterns are matched against: the object, the old one on DELETE, the target of a mutation. */
  readonly resource: JsonObject;
  /** Throws `RuleFault` where the query has no value. */
  query(query: Query): Json;
  /** As `query`, with the fault as a value. */
  tryQuery(query: Query): Json | QueryFault;
  /** Substitutes the variables; throws `RuleFault` where one cannot be resolved. Constant templates cost nothing. */
  render(template: Template): Json;
  /** A scope inside this one: `element` and `elementIndex` of a foreach, `target` of a mutation, then the entries. */
  within(variables: Readonly<Record<string, Json>>, entries: readonly CompiledEntry[]): RuleContext;
  /** The same scope after an earlier rule or patch changed the object: `request.object` and `resource` are this. */
  withObject(object: JsonObject): RuleContext;
  /** The same scope as if the old object of an update were created; `null` where there is none. */
  ofOldObject(): RuleContext | null;
  /** Of a namespaced policy: it may look at nothing outside; `null` of any other. */
  readonly policyNamespace: string | null;
  /** What had no value when it was asked for last: a rule that errs may do so for that reason. */
  readonly missing: Missing | null;
  /** For a query about something else than this context. */
  readonly calls: QueryCalls;
  /** What is left of what the rule may do about the subject. */
  readonly budget: WorkBudget;
  /** Throws `AnswerNeeded` of kube/policy/signals.ts where the host has not answered yet. */
  answer(request: Request): Answer;
}

/** A context entry that could not be loaded, or a query that found nothing. */
export type Missing =
  | { readonly kind: 'entry'; readonly entry: ContextEntry }
  | { readonly kind: 'query'; readonly source: string };

/** A document with variables, ready to be rendered many times. */
export interface Template {
  /** As written; where it is constant, with its references and escapes resolved. */
  readonly source: Json;
  /** There is no variable in it: rendering it gives `source` itself. */
  readonly isConstant: boolean;
  /** Renders by `query`; how is the template's own business. */
  readonly render: (context: TemplateContext) => Json;
}

/** What a template needs of a context. */
export interface TemplateContext {
  tryQuery(query: Query): Json | QueryFault;
  readonly operation: Operation;
  /** True in a mutation of existing resources, where `{{@}}` reads the target. */
  readonly hasTarget: boolean;
  readonly budget: WorkBudget;
}

/** A context entry with its queries and templates compiled. */
export interface CompiledEntry {
  readonly entry: ContextEntry;
  readonly load: (context: RuleContext) => Json;
}

/**
 * Why a rule could not be run on this subject. `not-found` is a variable nobody resolved; `no-evidence` and
 * `over-budget` are swallowed by nothing that would have the rule go on.
 */
export class RuleFault {
  readonly kind: 'not-found' | 'error' | 'no-evidence' | 'over-budget';
  readonly message: string;
  constructor(kind: RuleFault['kind'], message: string) {
    this.kind = kind;
    this.message = message;
  }

  /** A fault of the policy, as Kyverno has them: no answer of nobody, and no bound of ours. */
  get isOfPolicy(): boolean {
    return this.kind === 'not-found' || this.kind === 'error';
  }

  /** The reason of the response it becomes. */
  get reason(): 'no-evidence' | 'over-budget' {
    return this.kind === 'over-budget' ? 'over-budget' : 'no-evidence';
  }
}

export { AnswerNeeded } from '../../kube/policy/signals.ts';
