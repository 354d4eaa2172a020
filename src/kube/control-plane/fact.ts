/** What can be known of a control plane without access to its nodes: the kinds of Evidence, and what the value of each holds. */

import type { Evidence } from '../../model/evidence.ts';
import type { ResourceRef } from '../../model/resource.ts';

/** How a fact was come by; where several contradict each other, the earlier one of `means` counts. */
export type Means = (typeof means)[number];

export const means = ['provider-file', 'metrics', 'request', 'arguments', 'object'] as const;

export type ProviderName = 'eks' | 'gke' | 'aks';

export interface FactValues {
  /** Who runs the control plane, where a provider does. */
  readonly 'control-plane/provider': { readonly name: ProviderName };
  readonly 'control-plane/version': { readonly server: string };
  /** Nodes by the version of their kubelet. */
  readonly 'control-plane/kubelets': { readonly versions: Readonly<Record<string, number>> };
  readonly 'control-plane/audit': {
    /** `silent`: a policy is in force that records nothing. */
    readonly state: 'on' | 'silent' | 'off';
    /** What says so, for a person: `4,210 events since the API server started`. */
    readonly detail: string;
  };
  readonly 'control-plane/encryption': {
    /**
     * Of Secrets. `partly`: new ones are encrypted and older ones are still plain. `plain`: encryption is configured,
     * and every Secret met so far is plain. `configured`: there is a configuration, and what it says cannot be seen.
     */
    readonly state: 'on' | 'configured' | 'partly' | 'plain' | 'off';
    /** `kms v2`, `secretbox`; empty where it cannot be told. */
    readonly providers: readonly string[];
    readonly detail: string;
  };
  readonly 'control-plane/anonymous': {
    /** `discovery`: may even list the kinds of the API. `forbidden`: taken for system:anonymous, then refused. */
    readonly state: 'discovery' | 'forbidden' | 'health-only' | 'disabled';
    readonly detail: string;
  };
  readonly 'control-plane/endpoint': {
    /** Who can open a connection to the API server. */
    readonly state: 'anywhere' | 'ranges' | 'private';
    /** Address ranges, where it is `ranges`. */
    readonly ranges: readonly string[];
    readonly detail: string;
  };
  /** `missing` are wanted plug-ins that would have been seen if they were in force. */
  readonly 'control-plane/admission-plug-ins': {
    readonly inForce: readonly string[];
    readonly missing: readonly string[];
  };
  readonly 'control-plane/authorization': { readonly modes: readonly string[] };
  /** Gates that stand otherwise than their stage does by itself. */
  readonly 'control-plane/feature-gates': {
    readonly alphaOn: readonly string[];
    readonly stableOff: readonly string[];
  };
  /** Arguments of an API server whose meaning is theirs alone: `--profiling` is `profiling`. */
  readonly 'control-plane/arguments': { readonly arguments: Readonly<Record<string, string>> };
  /** Whether NetworkPolicies are enforced, as the provider says it. */
  readonly 'control-plane/network-policy': { readonly enforced: boolean; readonly by: string };
  /** Further settings of a provider's description, by its own names. */
  readonly 'control-plane/settings': { readonly settings: Readonly<Record<string, string>> };
  /** What was not read, why, and the grant that would help. */
  readonly 'control-plane/not-read': {
    readonly what: 'metrics' | 'anonymous' | 'arguments' | 'kubelets' | 'version';
    readonly reason: string;
    readonly grant: string | null;
  };
}

export type FactKind = keyof FactValues;

export interface Fact<Kind extends FactKind> extends Omit<Evidence, 'kind' | 'value'> {
  readonly kind: Kind;
  readonly value: FactValues[Kind] & Pick<FactOrigin, 'means' | 'file'>;
}

/** Where facts come from and what they are about: the same for all of one reading. */
export interface FactOrigin {
  readonly about: ResourceRef;
  readonly means: Means;
  /** The file it is from; `null` where the cluster itself was asked. */
  readonly file: string | null;
  readonly source: string;
  readonly at: string | null;
}

export const toFact = <Kind extends FactKind>(
  kind: Kind,
  value: FactValues[Kind],
  confidence: Evidence['confidence'],
  { about, means: by, file, source, at }: FactOrigin,
): Evidence => ({ kind, about, value: { ...value, means: by, file }, source, confidence, at });

/** The facts of a kind, those of the strongest means first. Only `toFact` makes evidence of these kinds. */
export const listFacts = <Kind extends FactKind>(evidence: readonly Evidence[], kind: Kind): readonly Fact<Kind>[] =>
  evidence
    .filter((one) => one.kind === kind)
    .map((one) => one as unknown as Fact<Kind>)
    .toSorted((a, b) => means.indexOf(a.value.means) - means.indexOf(b.value.means));

/** A cluster as the subject of findings: no object of Kubernetes stands for it. */
export const toClusterRef = (name: string): ResourceRef => ({
  apiVersion: clusterApiVersion,
  kind: 'Cluster',
  namespace: null,
  name,
});

export const clusterApiVersion = 'vauban.dev/v1';
