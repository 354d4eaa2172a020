/** A policy of kyverno.io as parsed: checked in shape, with what may hold variables left as the JSON that was written. */

import type { FieldPath } from '../../model/field-path.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';

export interface ClassicPolicy {
  readonly resource: Resource;
  readonly kind: 'ClusterPolicy' | 'Policy';
  readonly name: string;
  /** Of a Policy: it judges what lives there and nothing else. */
  readonly namespace: string | null;
  readonly annotations: Readonly<Record<string, string>>;
  /** As written, in order; without what autogen makes of them. */
  readonly rules: readonly ClassicRule[];
  readonly applyRules: 'All' | 'One';
  readonly failurePolicy: 'Fail' | 'Ignore';
  /** False for a policy that is only asked when somebody asks for a change: it may then read who does. */
  readonly background: boolean;
  /** False for a policy that only judges what exists already. */
  readonly admission: boolean;
  readonly failureAction: FailureAction;
  /** The annotation `policies.kyverno.io/scored` is not "false". A failure that is not scored is a warning. */
  readonly isScored: boolean;
}

/** Enforce or Audit; the first override whose namespace fits wins. */
export interface FailureAction {
  readonly action: 'Enforce' | 'Audit';
  readonly overrides: readonly {
    readonly action: 'Enforce' | 'Audit';
    readonly namespaces: readonly string[];
    /** A LabelSelector as written, or `null`. */
    readonly namespaceSelector: JsonObject | null;
  }[];
}

export interface ClassicRule {
  readonly name: string;
  /** Of the rule in the document: `['spec', 'rules', 0]`; for problems. What autogen made points to what it was made from. */
  readonly path: FieldPath;
  readonly match: MatchBlock;
  readonly exclude: MatchBlock | null;
  readonly context: readonly ContextEntry[];
  /** `preconditions` as written: an object with any and all, or a list; `null` where there is none. */
  readonly preconditions: Json;
  readonly celPreconditions: readonly NamedExpression[];
  readonly imageExtractors: JsonObject | null;
  readonly body: RuleBody;
}

/** Exactly one of the four. */
export type RuleBody =
  | { readonly kind: 'validate'; readonly validate: ValidateBody }
  | { readonly kind: 'mutate'; readonly mutate: MutateBody }
  | { readonly kind: 'generate'; readonly generate: GenerateBody }
  | { readonly kind: 'verifyImages'; readonly verifyImages: readonly JsonObject[] };

export interface MatchBlock {
  readonly any: readonly ResourceFilter[];
  readonly all: readonly ResourceFilter[];
  /** What stands directly under `match`, as the first versions had it. */
  readonly direct: ResourceFilter | null;
}

export interface ResourceFilter {
  readonly roles: readonly string[];
  readonly clusterRoles: readonly string[];
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
  readonly kinds: readonly string[];
  readonly name: string;
  readonly names: readonly string[];
  readonly namespaces: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly selector: JsonObject | null;
  readonly namespaceSelector: JsonObject | null;
  readonly operations: readonly string[];
}

export type ContextEntry = { readonly name: string } & (
  | { readonly kind: 'variable'; readonly value: Json; readonly jmesPath: string; readonly fallback: Json | undefined }
  | { readonly kind: 'configMap'; readonly configMap: { readonly name: string; readonly namespace: string } }
  | { readonly kind: 'apiCall'; readonly call: ApiCall; readonly jmesPath: string; readonly fallback: Json | undefined }
  | { readonly kind: 'imageRegistry'; readonly reference: string; readonly jmesPath: string }
  | { readonly kind: 'globalReference'; readonly entry: string; readonly jmesPath: string }
);

export interface ApiCall {
  readonly urlPath: string;
  readonly method: 'GET' | 'POST';
  /** `key` and `value` pairs of the body. */
  readonly data: readonly { readonly key: string; readonly value: Json }[];
  /** A service's URL in place of the API server's path. */
  readonly serviceUrl: string | null;
}

export interface NamedExpression {
  readonly name: string;
  readonly expression: string;
}

export interface ValidateBody {
  /** Of the rule, or what it takes from its policy. */
  readonly failureAction: FailureAction;
  readonly allowExistingViolations: boolean;
  readonly message: string;
  readonly check: ValidateCheck;
}

/** Exactly one. `Json` is as written, variables and all. */
export type ValidateCheck =
  | { readonly kind: 'pattern'; readonly pattern: Json }
  | { readonly kind: 'anyPattern'; readonly patterns: readonly Json[] }
  /** The conditions as written; `null` denies whatever matches. */
  | { readonly kind: 'deny'; readonly conditions: Json }
  | { readonly kind: 'foreach'; readonly foreach: readonly ForeachValidation[] }
  | { readonly kind: 'podSecurity'; readonly podSecurity: JsonObject }
  | { readonly kind: 'cel'; readonly cel: JsonObject }
  | { readonly kind: 'manifests'; readonly manifests: JsonObject }
  | { readonly kind: 'assert'; readonly assert: Json };

export interface Foreach {
  /** A JMESPath expression. */
  readonly list: string;
  readonly context: readonly ContextEntry[];
  readonly preconditions: Json;
}

export interface ForeachValidation extends Foreach {
  /** `null` where it is not written: then it depends on whether the element is an object. */
  readonly elementScope: boolean | null;
  readonly check: Extract<ValidateCheck, { readonly kind: 'pattern' | 'anyPattern' | 'deny' | 'foreach' }>;
}

export interface MutateBody {
  /** `null`: what is judged is what is changed. */
  readonly targets: readonly MutateTarget[] | null;
  readonly change: MutateChange;
}

/** Texts as written: they may hold variables. */
export interface MutateTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly selector: Json;
  readonly context: readonly ContextEntry[];
  readonly preconditions: Json;
}

export type MutateChange =
  | { readonly kind: 'strategic'; readonly overlay: Json }
  /** The text of a JSON patch, in YAML or JSON. */
  | { readonly kind: 'json6902'; readonly patches: string }
  | { readonly kind: 'foreach'; readonly foreach: readonly ForeachMutation[] };

export interface ForeachMutation extends Foreach {
  readonly order: 'Ascending' | 'Descending';
  readonly change: MutateChange;
}

export interface GenerateBody {
  readonly synchronize: boolean;
  readonly generateExisting: boolean;
  readonly what: GeneratePattern | { readonly kind: 'foreach'; readonly foreach: readonly ForeachGeneration[] };
}

export type GeneratePattern = {
  readonly apiVersion: string;
  readonly targetKind: string;
  readonly namespace: string;
  readonly name: string;
} & (
  | { readonly kind: 'data'; readonly data: Json }
  | { readonly kind: 'clone'; readonly from: { readonly namespace: string; readonly name: string } }
  | {
      readonly kind: 'cloneList';
      /** Where the originals live; `namespace` is where the copies go. */
      readonly sourceNamespace: string;
      readonly kinds: readonly string[];
      readonly selector: JsonObject | null;
    }
);

export interface ForeachGeneration extends Foreach {
  readonly what: GeneratePattern;
}
