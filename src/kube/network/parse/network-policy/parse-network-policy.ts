/** A NetworkPolicy of networking.k8s.io: validated and defaulted as the API server does, then as the evaluator reads it. */

import type { Resource } from '../../../../model/resource.ts';
import type { NetworkPolicy } from '../../network-policy.ts';
import { toNamespaceName } from '../../namespace-name.ts';
import type { PolicyNotes } from '../policy-notes.ts';
import { below, itemsOf, objectOf, rootOf, textOf, type Field } from '../read-field.ts';
import { readSelector } from '../read-selector.ts';
import { readRules } from './read-rules.ts';
import { warnOfUnknown } from '../warn-of-unknown.ts';
import { quote } from '../quote.ts';

/** `null` for what the API server would refuse; the notes say why. */
export const parseNetworkPolicy = (resource: Resource, notes: PolicyNotes): NetworkPolicy | null => {
  const spec = below(rootOf(notes), 'spec');
  objectOf(spec);
  warnOfUnknown(spec, ['podSelector', 'ingress', 'egress', 'policyTypes']);
  checkName(resource, notes);
  const namespace = toNamespaceName(resource.ref.namespace);
  const labels = readSelector(below(spec, 'podSelector'));
  const ingress = readRules(below(spec, 'ingress'), 'from', namespace);
  const egress = readRules(below(spec, 'egress'), 'to', namespace);
  const types = readTypes(spec, egress.length > 0);
  if (notes.isRefused) return null;
  warnOfIdleRules(spec, types);
  return {
    resource,
    subject: { namespaces: { kind: 'named', name: namespace }, labels },
    ingress: types.includes('Ingress') ? ingress : null,
    egress: types.includes('Egress') ? egress : null,
  };
};

const subdomain = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/**
 * A `*` stands for what the server adds to a prefix. What a policy of a wrong name says is clear, and whoever applies it mends
 * the name: it is read, and doubted.
 */
const checkName = ({ ref: { name } }: Resource, notes: PolicyNotes): void => {
  const made = name.endsWith('*') ? `${name.slice(0, -1)}x` : name;
  if (name === '') notes.refuse(['metadata', 'name'], 'the policy has no name: give it one');
  else if (made.length > 253 || !subdomain.test(made)) {
    notes.doubt(
      ['metadata', 'name'],
      'is no name that the API server takes: write at most 253 lower case letters, digits, - and .',
    );
  }
};

/** Without any, a policy is of ingress, and of egress only where it has a rule for it. */
const readTypes = (spec: Field, hasEgress: boolean): readonly string[] => {
  const field = below(spec, 'policyTypes');
  const items = itemsOf(field);
  if (items.length > 2) field.notes.refuse(field.path, 'policyTypes has at most Ingress and Egress: name each once');
  const types = items.map((item) => {
    const type = textOf(item);
    if (type !== 'Ingress' && type !== 'Egress') {
      field.notes.refuse(item.path, `${quote(type)} is no type of a policy: write Ingress or Egress`);
    }
    return type;
  });
  if (types.length > 0) return types;
  return hasEgress ? ['Ingress', 'Egress'] : ['Ingress'];
};

/** Rules that do nothing, and an isolation that was meant and is none. */
const warnOfIdleRules = (spec: Field, types: readonly string[]): void => {
  const { notes } = spec;
  const egress = below(spec, 'egress');
  const isDefaulted = itemsOf(below(spec, 'policyTypes')).length === 0;
  if (isDefaulted && egress.value !== undefined && !types.includes('Egress')) {
    notes.warn(
      egress.path,
      'egress: [] without policyTypes does not isolate egress, everything may go out: add policyTypes with Egress to close it',
    );
  }
  for (const [type, name] of directions) {
    const field = below(spec, name);
    if (!isDefaulted && !types.includes(type) && itemsOf(field).length > 0) {
      notes.warn(field.path, `policyTypes leaves ${type} out, so these rules do nothing: add ${type} to policyTypes`);
    }
  }
};

const directions = [
  ['Ingress', 'ingress'],
  ['Egress', 'egress'],
] as const;
