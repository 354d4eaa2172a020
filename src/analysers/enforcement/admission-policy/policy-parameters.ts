/** A binding whose parameters are not there: by its parameterNotFoundAction nothing is judged, or everything is refused. */

import { parseLabelSelector } from '../../../kube/selector/label-selector.ts';
import { toGroup, type Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import {
  findUnread,
  toElsewhere,
  toEnforced,
  toNotEnforced,
  toUndecided,
  listNames,
  nameOf,
  type Judged,
} from '../../gap.ts';
import type { LivedIn } from '../../lived-in.ts';
import { at, objectAt, textAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { bindingKinds, policyKinds } from './bindings.ts';

export const policyParameters: EnforcementGap = {
  rule: {
    id: 'enforcement/policy-parameters',
    title: 'The parameters of a bound policy are there',
    severity: 'high',
    layer: 'cluster',
    control: 'enforcement-policy-parameters',
    what: 'Where a policy has a paramKind, each of its bindings has a paramRef, and the object that it names or selects exists.',
    why: 'Without its parameters a binding does one of two wrong things. With parameterNotFoundAction Allow it silently judges nothing: deleting one ConfigMap, which many may do, switches the policy off. With Deny it refuses every request it matches.',
    fine: 'With Allow, where the policy is meant for those namespaces only that bring parameters of their own.',
    remediation:
      'Create the parameter object that paramRef names, or correct the name; keep it in a namespace that only the policy’s owners may write, and set parameterNotFoundAction: Deny so that a deleted parameter is noticed.',
    references: [
      'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#parameter-resources',
    ],
  },
  subjects: bindingKinds,
  context: policyKinds,
  judge: ({ snapshot, nativePolicies, livedIn }) =>
    nativePolicies.flatMap(({ policy, bindings }) => {
      const kind = textAt(policy.object, 'spec', 'paramKind', 'kind');
      if (kind === '') return [];
      const wanted = { policy, kind, group: toGroup(textAt(policy.object, 'spec', 'paramKind', 'apiVersion')) };
      return bindings.map((binding) => judgeBinding(binding, wanted, snapshot, livedIn));
    }),
};

interface Wanted {
  readonly policy: Resource;
  readonly kind: string;
  readonly group: string;
}

const judgeBinding = (binding: Resource, wanted: Wanted, snapshot: Snapshot, livedIn: readonly LivedIn[]): Judged => {
  const { kind, policy } = wanted;
  const paramRef = at(binding.object, 'spec', 'paramRef');
  if (paramRef === undefined)
    return toNotEnforced(
      binding,
      `Has no paramRef, and ${nameOf(policy)} reads parameters: its expressions err, which ${textAt(policy.object, 'spec', 'failurePolicy') === 'Ignore' ? 'lets every request through' : 'refuses every request'}`,
      { path: 'spec' },
    );
  const details = { path: 'spec.paramRef' };
  const name = textAt(paramRef, 'name');
  const namespace = textAt(paramRef, 'namespace');
  const told = `${kind} ${name === '' ? 'that its selector selects' : `${namespace === '' ? '' : `${namespace}/`}${name}`}`;
  const isKnown = wanted.group === '' && kind === 'ConfigMap';
  const missing = isKnown ? findUnread(snapshot, '/ConfigMap', namespace === '' ? null : namespace) : undefined;
  if (!isKnown || missing !== undefined)
    return toUndecided(
      binding,
      `Whether ${told} is there, which it takes parameters from, cannot be told: ${missing === undefined ? `objects of ${kind} are not read` : missing.reason}`,
      {
        ...details,
        evidence: [{ text: toCommand(kind, name, namespace), source: 'a command that tells' }],
      },
    );
  const found = listParameters(snapshot, paramRef, name);
  const here = namespace === '' ? found : found.filter(({ ref }) => homeOf(ref) === namespace);
  // Without a namespace each object is judged by the parameters of its own.
  const without =
    namespace === '' ? livedIn.filter(({ name: own }) => !here.some(({ ref }) => homeOf(ref) === own)) : [];
  if (here.length > 0 && without.length === 0) return toEnforced(binding, `Takes its parameters from ${told}`, details);
  const where = here.length > 0 ? ` in namespace ${listNames(without.map(({ name: own }) => own))}` : '';
  const means =
    textAt(paramRef, 'parameterNotFoundAction') === 'Allow'
      ? `nothing is judged${here.length > 0 ? ' there' : ''}, and nobody is told`
      : `every request it matches${here.length > 0 ? ' there' : ''} is refused`;
  return snapshot.kind === 'cluster'
    ? toNotEnforced(binding, `Takes parameters from ${told}, which is not there${where}: ${means}`, details)
    : toElsewhere(
        binding,
        `Takes parameters from ${told}, which is not among what was read${where}: without it ${means}`,
        details,
      );
};

const listParameters = (snapshot: Snapshot, paramRef: ReturnType<typeof at>, name: string): readonly Resource[] => {
  const all = snapshot.list('', 'ConfigMap');
  if (name !== '') return all.filter(({ ref }) => ref.name === name);
  const parsed = parseLabelSelector(at(paramRef, 'selector'));
  if (parsed.kind === 'defects') return [];
  return all.filter(({ object }) => parsed.selector.matches(objectAt(object, 'metadata', 'labels')));
};

const homeOf = ({ namespace }: Resource['ref']): string => (namespace === '' ? 'default' : (namespace ?? ''));

const toCommand = (kind: string, name: string, namespace: string): string =>
  namespace === '' || name === ''
    ? `kubectl get ${kind.toLowerCase()} ${namespace === '' ? '-A' : `-n ${namespace}`} --show-labels`
    : `kubectl get ${kind.toLowerCase()} ${name} -n ${namespace}`;
