/** CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy: each of its specs, read as far as it translates exactly. */

import { renderFieldPath } from '../../../../model/field-path.ts';
import type { Resource } from '../../../../model/resource.ts';
import type { Snapshot } from '../../../../model/snapshot.ts';
import type { NetworkRule, PodSelector } from '../../network-policy.ts';
import { toNamespaceName } from '../../namespace-name.ts';
import type { PolicyNotes } from '../policy-notes.ts';
import { below, isPresent, itemsOf, objectOf, rootOf, textOf, type Field } from '../read-field.ts';
import { readSubject } from './read-endpoints.ts';
import { readPeers } from './read-peers.ts';
import { readToPorts } from './read-to-ports.ts';
import type { RuleContext } from './rule-context.ts';

export interface CiliumRules {
  readonly resource: Resource;
  /** At least the pods that are meant. */
  readonly subject: PodSelector;
  /** Where not, it may not be asked what the subject is isolated from, nor what it is denied. */
  readonly isExact: boolean;
  readonly ingress: CiliumDirection;
  readonly egress: CiliumDirection;
}

export interface CiliumDirection {
  readonly denies: readonly NetworkRule[];
  readonly allows: readonly NetworkRule[];
  /** Whether what no policy allows is denied. */
  readonly isolates: boolean;
}

/** `null` for what Cilium would not take; the notes say why. */
export const parseCiliumPolicy = (notes: PolicyNotes, snapshot: Snapshot): readonly CiliumRules[] | null => {
  const root = rootOf(notes);
  const specs = [below(root, 'spec'), ...itemsOf(below(root, 'specs'))].filter(isPresent);
  if (specs.length === 0) notes.refuse([], 'the policy has neither spec nor specs: it does nothing');
  const rules = specs.flatMap((spec) => readSpec(spec, notes, snapshot));
  return notes.isRefused ? null : rules;
};

const readSpec = (spec: Field, notes: PolicyNotes, snapshot: Snapshot): readonly CiliumRules[] => {
  objectOf(spec);
  const { ref } = notes.about;
  const isClusterwide = ref.kind === 'CiliumClusterwideNetworkPolicy';
  const namespace = isClusterwide ? null : toNamespaceName(notes.about.ref.namespace);
  if (isPresent(below(spec, 'nodeSelector'))) {
    below(spec, 'nodeSelector').notes.doubt(
      below(spec, 'nodeSelector').path,
      'makes it a policy of hosts, which is left out here',
    );
    return [];
  }
  const selector = below(spec, 'endpointSelector');
  if (!isPresent(selector)) {
    notes.refuse(spec.path, 'endpointSelector is missing: {} selects every pod');
    return [];
  }
  const { pods: subject, isExact, entities } = readSubject(selector, namespace);
  if (entities.length > 0) {
    notes.doubt(selector.path, 'selects an identity that is no pod, and is left out here');
    return [];
  }
  if (!isExact) notes.doubt(selector.path, 'does not translate: the policy is taken to allow, and to close nothing');
  return [
    {
      resource: notes.about,
      subject,
      isExact,
      ingress: readDirection(spec, { direction: 'ingress', namespace, snapshot }),
      egress: readDirection(spec, { direction: 'egress', namespace, snapshot }),
    },
  ];
};

const readDirection = (spec: Field, context: Omit<RuleContext, 'action'>): CiliumDirection => {
  const { direction } = context;
  const allows = below(spec, direction);
  const denies = below(spec, `${direction}Deny`);
  const hasRules = itemsOf(allows).length + itemsOf(denies).length > 0;
  if (isPresent(allows) && !hasRules) {
    allows.notes.warn(
      allows.path,
      `${direction}: [] does not isolate ${direction}: write ${direction}: [{}] to close it`,
    );
  }
  return {
    denies: readRules(denies, { ...context, action: 'deny' }),
    allows: readRules(allows, { ...context, action: 'allow' }),
    isolates: readDefaultDeny(below(below(spec, 'enableDefaultDeny'), direction), hasRules),
  };
};

const readDefaultDeny = (field: Field, hasRules: boolean): boolean => {
  if (typeof field.value === 'boolean') return field.value;
  if (isPresent(field)) field.notes.refuse(field.path, 'enableDefaultDeny says true or false of each direction');
  return hasRules;
};

const readRules = (field: Field, context: RuleContext): readonly NetworkRule[] =>
  itemsOf(field).flatMap((rule): readonly NetworkRule[] => {
    objectOf(rule);
    const mode = below(below(rule, 'authentication'), 'mode');
    if (isPresent(mode) && textOf(mode) !== 'disabled') {
      mode.notes.doubt(mode.path, 'asks for authentication, so that only part of it is allowed');
    }
    const peers = readPeers(rule, context);
    const ports = readToPorts(rule, context);
    // A rule that asks for nothing matches nothing; it isolates all the same.
    if (peers === null && ports === null) return [];
    if (peers?.length === 0 || ports?.length === 0) return [];
    return [
      { action: context.action, path: renderFieldPath(rule.path), peers: peers ?? [{ kind: 'everyone' }], ports },
    ];
  });
