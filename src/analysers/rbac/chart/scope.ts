/** Where a role holds once it is bound: over the whole cluster, or in one namespace. */

export type Scope =
  | { readonly kind: 'cluster' }
  /** In every namespace, by a RoleBinding in each: nothing that lives in none. */
  | { readonly kind: 'each' }
  | { readonly kind: 'namespace'; readonly namespace: string };

export const toScope = (namespace: string | null): Scope =>
  namespace === null ? cluster : { kind: 'namespace', namespace };

const cluster: Scope = { kind: 'cluster' };

/** As hubs are named by it: no namespace is called so. */
export const renderScope = (scope: Scope): string => {
  switch (scope.kind) {
    case 'cluster':
      return '*';
    case 'each':
      return '+';
    case 'namespace':
      return scope.namespace;
  }
};

/** `null` for all namespaces. */
export const namespaceOf = (scope: Scope): string | null => (scope.kind === 'namespace' ? scope.namespace : null);

/** After what is allowed. */
export const renderWhere = (namespace: string | null): string =>
  namespace === null ? 'in all namespaces' : `in namespace ${namespace}`;
