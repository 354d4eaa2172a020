/** The contract of the dialects: policy documents in, rules and problems out. */

import type { Problem } from '../model/problem.ts';
import type { Resource, ResourceRef } from '../model/resource.ts';
import type { Rule, RuleMetadata } from '../model/rule.ts';

export interface Dialect {
  /** Its folder's name. */
  readonly id: string;
  /** True for a document this dialect compiles: a policy, a binding. Such documents are never subjects of its rules where its engine exempts them. */
  claims(ref: ResourceRef): boolean;
  /** Compiles documents together: a policy finds its bindings among them. Cost is paid once, not per subject. */
  compile(documents: readonly Resource[], options: CompileOptions): CompiledPolicies;
}

export interface CompileOptions {
  /** Who creates what is judged (`--as`, `--as-group`); `null` where nobody was named: a rule that reads the user is then skipped. */
  readonly user: { readonly name: string; readonly groups: readonly string[] } | null;
  /** Judge objects as they were written, not as the API server would present them. */
  readonly asWritten: boolean;
  /** The line of a field of a document, for problems; `null` where it cannot be told. */
  locate(resource: Resource, path: string): { readonly line: number; readonly column: number } | null;
  /** Metadata a host knows better than the document, such as of the built-in library; `null` to take the document's. */
  describe(policy: Resource): RuleMetadata | null;
}

export interface CompiledPolicies {
  readonly rules: readonly Rule[];
  readonly problems: readonly Problem[];
}
