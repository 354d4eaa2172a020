/** Where a connection starts or ends, as text: `workload/shop/web`, `pod/shop/web-1`, `cidr//10.0.0.0/8`, `internet//`. */

export type Place =
  /** `type` is the kind of its controller, given only where two workloads of one name have different kinds. */
  | { readonly kind: 'workload'; readonly namespace: string; readonly name: string; readonly type: string | null }
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'node'; readonly name: string }
  /** Addresses outside the cluster, as a prefix. */
  | { readonly kind: 'cidr'; readonly prefix: string }
  /** Every address outside the cluster that no policy names in a prefix narrower than all addresses. */
  | { readonly kind: 'internet' }
  /** Whatever addresses a name resolves to: nobody knows them from files. `*.example.com` too. */
  | { readonly kind: 'domain'; readonly name: string };

export const renderPlace = (place: Place): string => {
  switch (place.kind) {
    case 'workload':
      return `workload/${place.namespace}/${place.name}${place.type === null ? '' : `[${place.type}]`}`;
    case 'pod':
      return `pod/${place.namespace}/${place.name}`;
    case 'node':
      return `node//${place.name}`;
    case 'cidr':
      return `cidr//${place.prefix}`;
    case 'internet':
      return 'internet//';
    case 'domain':
      return `domain//${place.name}`;
  }
};
