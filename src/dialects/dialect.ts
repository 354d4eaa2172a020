/** The contract of the dialects: policy documents in, rules and problems out. */

import type { Action } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import type { Resource, ResourceRef } from '../model/resource.ts';
import type { Rule, RuleMetadata } from '../model/rule.ts';
import type { PolicyUser, PolicyValues } from './policy-values.ts';

export interface Dialect {
  /** Its folder's name. */
  readonly id: string;
  /** The API groups of what it claims: a text that names none of them holds no policy of this dialect. */
  readonly groups: readonly string[];
  /** True for a document this dialect compiles: a policy, a binding. Such documents are never subjects of its rules where its engine exempts them. */
  claims(ref: ResourceRef): boolean;
  /**
   * Compiles documents together: a policy finds its bindings among them. Cost is paid once, not per subject. A dialect
   * may load what compiles when it is first asked: most runs have no document of most dialects.
   */
  compile(documents: readonly Resource[], options: CompileOptions): CompiledPolicies | Promise<CompiledPolicies>;
}

export interface CompileOptions {
  /** Who creates what is judged (`--as`, `--as-group`); `null` where nobody was named: a rule that reads the user is then skipped. */
  readonly user: PolicyUser | null;
  /** Values for variables, and for what an expression would fetch; absent where nobody gave any. */
  readonly values?: PolicyValues;
  /** A signature nobody here can verify is a skip that counts for nothing, where it is else an error. */
  readonly allowUnverified?: boolean;
  /** What is judged stands for a request about it, and for none about a part of it: a rule on a subresource has no say. */
  readonly asRequests?: boolean;
  /** Judge objects as they were written, not as the API server would present them. */
  readonly asWritten: boolean;
  /** The line of a field of a document, for problems; `null` where it cannot be told. */
  locate(resource: Resource, path: string): { readonly line: number; readonly column: number } | null;
  /**
   * What a host knows better than the document, as of the built-in library: the rule's metadata, and what an unbound
   * policy asks for instead of deny. `null` to take the document's own words.
   */
  describe(policy: Resource): { readonly metadata: RuleMetadata; readonly action: Action } | null;
}

export interface CompiledPolicies {
  readonly rules: readonly Rule[];
  readonly problems: readonly Problem[];
  /** Kinds whose objects its rules will ask for: a host that streams keeps these. The kind `*` stands for all of a group. */
  readonly asked: readonly { readonly group: string; readonly kind: string }[];
}
