/** NetworkPolicy and GlobalNetworkPolicy of Calico: read as far as they translate exactly. */

import { renderFieldPath } from '../../../../model/field-path.ts';
import { isJsonArray } from '../../../../model/json.ts';
import type { Snapshot } from '../../../../model/snapshot.ts';
import type { NetworkPolicy, NetworkRule, PodSelector } from '../../network-policy.ts';
import { toNamespaceName } from '../../namespace-name.ts';
import type { PolicyNotes } from '../policy-notes.ts';
import { below, isPresent, itemsOf, objectOf, rootOf, textOf, textsOf, type Field } from '../read-field.ts';
import { readCalicoPeers } from './read-calico-peers.ts';
import { readCalicoPorts } from './read-calico-ports.ts';
import { readExpression, selectEndpoints } from './select-endpoints.ts';
import { quote } from '../quote.ts';

export interface CalicoPolicy {
  readonly tier: string;
  /** The lowest is asked first; infinite where there is none. */
  readonly order: number;
  readonly policy: NetworkPolicy;
  /** Where its subject does not translate: it may allow, and closes nothing. */
  readonly isExact: boolean;
}

/** `null` for what is left out; the notes say why. */
export const parseCalicoPolicy = (notes: PolicyNotes, snapshot: Snapshot): CalicoPolicy | null => {
  const spec = below(rootOf(notes), 'spec');
  objectOf(spec);
  const { ref } = notes.about;
  const namespace = ref.kind === 'GlobalNetworkPolicy' ? null : toNamespaceName(notes.about.ref.namespace);
  const subject = readSubject(spec, namespace);
  const ingress = readRules(below(spec, 'ingress'), 'ingress', namespace, snapshot);
  const egress = readRules(below(spec, 'egress'), 'egress', namespace, snapshot);
  const types = readTypes(spec);
  const order = readOrder(below(spec, 'order'));
  const tier = textOf(below(spec, 'tier')) || 'default';
  const isOfHosts = doubtHosts(spec);
  if (notes.isRefused || isOfHosts) return null;
  if (!subject.isExact) {
    notes.doubt(
      ['spec'],
      'selects its pods in a way that does not translate: the policy is taken to allow, and to close nothing',
    );
  }
  return {
    tier,
    order,
    isExact: subject.isExact,
    policy: {
      resource: notes.about,
      subject: subject.pods,
      ingress: types.includes('Ingress') ? ingress : null,
      egress: types.includes('Egress') ? egress : null,
    },
  };
};

/** Infinite where it is absent. */
export const readOrder = (field: Field): number => {
  if (!isPresent(field)) return Number.POSITIVE_INFINITY;
  if (typeof field.value === 'number' && Number.isFinite(field.value)) return field.value;
  field.notes.refuse(field.path, 'order is a number');
  return Number.POSITIVE_INFINITY;
};

const readSubject = (
  spec: Field,
  namespace: string | null,
): { readonly pods: PodSelector; readonly isExact: boolean } =>
  selectEndpoints({
    endpoints: readExpression(below(spec, 'selector')),
    namespaces: namespace === null ? readExpression(below(spec, 'namespaceSelector')) : { kind: 'all' },
    accounts: readExpression(below(spec, 'serviceAccountSelector')),
    accountNames: [],
    namespace,
  });

/** These act on hosts, before a pod is reached or on what is forwarded. */
const doubtHosts = (spec: Field): boolean => {
  const set = ['doNotTrack', 'preDNAT'].filter((name) => below(spec, name).value === true);
  for (const name of set) {
    spec.notes.doubt(['spec', name], 'makes it a policy of host endpoints, which is left out here');
  }
  if (below(spec, 'applyOnForward').value === true) {
    spec.notes.doubt(['spec', 'applyOnForward'], 'is about what hosts forward, which is left out here');
  }
  return set.length > 0;
};

/** By the rules it has, where it does not say. */
const readTypes = (spec: Field): readonly string[] => {
  const field = below(spec, 'types');
  const types = textsOf(field);
  for (const [index, type] of types.entries()) {
    if (type !== 'Ingress' && type !== 'Egress') {
      spec.notes.refuse([...field.path, index], `${quote(type)} is no type of a policy: write Ingress or Egress`);
    }
  }
  if (types.length > 0) return types;
  const hasEgress = itemsOf(below(spec, 'egress')).length > 0;
  if (!hasEgress) return ['Ingress'];
  return itemsOf(below(spec, 'ingress')).length > 0 ? ['Ingress', 'Egress'] : ['Egress'];
};

type Direction = 'ingress' | 'egress';

const readRules = (
  field: Field,
  direction: Direction,
  namespace: string | null,
  snapshot: Snapshot,
): readonly NetworkRule[] => itemsOf(field).flatMap((rule) => readRule(rule, direction, namespace, snapshot));

const readRule = (
  rule: Field,
  direction: Direction,
  namespace: string | null,
  snapshot: Snapshot,
): readonly NetworkRule[] => {
  objectOf(rule);
  const action = readAction(below(rule, 'action'));
  const source = below(rule, 'source');
  const destination = below(rule, 'destination');
  const { peers, isExact } = readCalicoPeers(direction === 'ingress' ? source : destination, namespace, snapshot);
  const ports = readCalicoPorts(rule, destination);
  if (!ports.isExact) rule.notes.doubt(rule.path, 'leaves out ports by name, which is not told exactly here');
  const isNarrowed = doubtNarrowing(rule, direction);
  if (action === 'log' || ports.matches?.length === 0) return [];
  const path = renderFieldPath(rule.path);
  if (isExact && ports.isExact && !isNarrowed)
    return peers.length === 0 ? [] : [{ action, path, peers, ports: ports.matches }];
  // What is not told exactly is allowed, also where it is passed on, and never denied.
  return action === 'deny' || peers.length === 0 ? [] : [{ action: 'allow', path, peers, ports: ports.matches }];
};

const readAction = (field: Field): NetworkRule['action'] | 'log' => {
  const text = textOf(field);
  const action = new Map([
    ['Allow', 'allow'],
    ['Deny', 'deny'],
    ['Pass', 'pass'],
    ['Log', 'log'],
  ] as const).get(text as 'Allow');
  if (action !== undefined) return action;
  field.notes.refuse(field.path, `${quote(text)} is no action of Calico: write Allow, Deny, Pass or Log`);
  return 'log';
};

/** What makes a rule narrower than its peers and ports; `icmp` narrows a protocol that no answer is about. */
const doubtNarrowing = (rule: Field, direction: Direction): boolean => {
  const own = below(rule, direction === 'ingress' ? 'destination' : 'source');
  objectOf(own);
  const fields = [
    below(rule, 'ipVersion'),
    below(rule, 'http'),
    below(below(rule, 'source'), 'ports'),
    below(below(rule, 'source'), 'notPorts'),
    ...ownFields.map((name) => below(own, name)),
  ].filter(isFilled);
  for (const field of fields) field.notes.doubt(field.path, 'narrows the rule in a way that is not told exactly here');
  return fields.length > 0;
};

const isFilled = ({ value }: Field): boolean =>
  value !== undefined && value !== '' && !(isJsonArray(value) && value.length === 0);

const ownFields = [
  'nets',
  'notNets',
  'selector',
  'notSelector',
  'namespaceSelector',
  'serviceAccounts',
  'services',
] as const;
