/** Where an attacker can stand: a node of the attack graph, named by an id that people can type. */

/** `hub` stands for others that no rule can tell apart; reports never show one. */
export type PlaceKind =
  | 'internet'
  | 'any-workload'
  | 'container'
  | 'new-pod'
  | 'node'
  | 'identity'
  | 'secret'
  | 'data'
  | 'namespace'
  | 'cluster-admin'
  | 'cloud'
  | 'outside'
  | 'hub';

export interface Place {
  /** `container/shop/api/app`, `secret/shop/database`, `identity/serviceaccount:shop:api`, `cluster-admin`. */
  readonly id: string;
  readonly kind: PlaceKind;
  /** Inside a sentence: `container app of Deployment shop/api`. */
  readonly title: string;
  /** `null` for what is in none. */
  readonly namespace: string | null;
}

/** A place that matters in itself: what walls are counted before. */
export interface Asset {
  /** The id of its place. */
  readonly place: string;
  /** `marked`: a person said so. */
  readonly kind: 'cluster-admin' | 'node' | 'secret' | 'data' | 'cloud' | 'marked';
  /** What tells it from others of its kind in a summary: a Secret's type. The empty text where nothing does. */
  readonly type: string;
  /** How much a wall before it counts, from 1. */
  readonly weight: number;
}
