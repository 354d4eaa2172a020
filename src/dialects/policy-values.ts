/** What a person tells a run that no document says: the values of a values file, as Kyverno's command line reads it. */

import type { Json, JsonObject } from '../model/json.ts';

/** Keys of values are variable names, with dots for what is inside: `request.operation`, `dictionary.data.env`. */
export interface PolicyValues {
  readonly globalValues: JsonObject;
  readonly policies: readonly {
    readonly name: string;
    /** For subjects of one name. */
    readonly resources: readonly { readonly name: string; readonly values: JsonObject }[];
    /** For one rule of the policy, whatever it judges. `foreachValues` holds a value for each element. */
    readonly rules: readonly {
      readonly name: string;
      readonly values: JsonObject;
      readonly foreachValues: Readonly<Record<string, readonly Json[]>>;
    }[];
  }[];
  /** Which kinds are subresources: objects of them are judged as `kind` of the parent with the subresource's name. */
  readonly subresources: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
    /** `scale` of `deployments/scale`. */
    readonly name: string;
    readonly parent: { readonly group: string; readonly version: string; readonly kind: string };
  }[];
}

/** Who asks for what is judged, with what a server would know of them. */
export interface PolicyUser {
  readonly name: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  /** `NAMESPACE:NAME` of the Roles bound to them; looked up by an admission webhook, told here. */
  readonly roles?: readonly string[];
  readonly clusterRoles?: readonly string[];
}

export const noValues: PolicyValues = { globalValues: {}, policies: [], subresources: [] };
