/** Who talks to whom as the console is given it: workloads and the outside as nodes, allowed connections as edges, and why. */

export interface Network {
  readonly complete: boolean;
  readonly doubts: readonly string[];
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
  /** Edges beyond `most`, which are not told. */
  readonly left: number;
}

export interface NetworkNode {
  /** `shop/web`, `internet`, `203.0.113.0/24`. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'workload' | 'outside' | 'group';
  readonly namespace: string | null;
  /** Whether any policy guards what comes in and what goes out. */
  readonly guarded: { readonly ingress: boolean; readonly egress: boolean };
}

export interface NetworkEdge {
  readonly from: string;
  readonly to: string;
  /** `TCP 5432`, `every port`. */
  readonly ports: string;
  /** Nothing restricts it; some rule allows it by name; or it is needed as far as the workloads' configuration says. */
  readonly because: 'no-policy' | 'allowed';
  readonly needed: boolean;
  /** The policies and rules that let it through, a line each. */
  readonly why: readonly string[];
}
