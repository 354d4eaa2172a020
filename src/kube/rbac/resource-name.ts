/** What a person means by the resource of a question: `secrets`, `deploy`, `Ingress.networking.k8s.io`, `pods/exec`, `/metrics`. */

import { closest } from '../../lang/pattern/closest.ts';
import { objectAt, textAt, textsAt } from '../../model/read-object.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { builtInKinds, isBuiltInGroup } from '../schema/kinds.ts';
import type { AccessIndex } from './access.ts';

export interface AskedResource {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
}

export type ResourceName =
  | { readonly kind: 'resources'; readonly resources: readonly [AskedResource, ...AskedResource[]] }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * Without a group all groups that have it are meant: `events` are two. A name that no kind has is taken from the rules
 * of the roles, where somebody grants it; with a group it needs nobody to know it.
 */
export const parseResourceName = (text: string, snapshot: Snapshot, index: AccessIndex): ResourceName => {
  if (text.startsWith('/')) return { kind: 'path', path: text };
  const slash = text.indexOf('/');
  const subresource = slash < 0 ? '' : text.slice(slash + 1);
  const whole = slash < 0 ? text : text.slice(0, slash);
  const dot = whole.indexOf('.');
  const name = dot < 0 ? whole : whole.slice(0, dot);
  // kubectl's own form may have a version between.
  const group = dot < 0 ? null : whole.slice(dot + 1).replace(/^v\d+(?:(?:alpha|beta)\d+)?(?:\.|$)/, '');
  if (name === '') return { kind: 'unknown', message: `${text} names no resource` };
  if (name === '*') return toResources([{ group: group ?? '*', resource: '*' }], subresource);
  const known = listKnown(snapshot);
  const fitting = known.filter(
    (each) => each.words.includes(name.toLowerCase()) && (group === null || each.group === group),
  );
  if (fitting.length > 0) return toResources(fitting, subresource);
  if (group !== null) return toResources([{ group, resource: name }], subresource);
  const granted = groupsInRules(name, index);
  if (granted.length > 0)
    return toResources(
      granted.map((each) => ({ group: each, resource: name })),
      subresource,
    );
  const meant = closest(name.toLowerCase(), [...new Set(known.flatMap(({ resource, words }) => [resource, ...words]))]);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return {
    kind: 'unknown',
    message: `there is no resource ${name}${hint}${hint === '' ? '; one of an extension takes its group: ' : ' One of an extension takes its group: '}${name}.example.com`,
  };
};

const toResources = (
  found: readonly { readonly group: string; readonly resource: string }[],
  subresource: string,
): ResourceName => {
  const all = [...new Map(found.map((each) => [`${each.resource}.${each.group}`, each])).values()].map(
    ({ group, resource }) => ({ group, resource, subresource }),
  );
  const [first, ...others] = all;
  return first === undefined
    ? { kind: 'unknown', message: 'there is no such resource' }
    : { kind: 'resources', resources: [first, ...others] };
};

interface Known {
  readonly group: string;
  readonly resource: string;
  /** In small letters: plural, kind, short names. */
  readonly words: readonly string[];
}

const listKnown = (snapshot: Snapshot): readonly Known[] => [
  ...builtIn,
  ...snapshot.list('apiextensions.k8s.io', 'CustomResourceDefinition').map(({ object }): Known => {
    const names = objectAt(object, 'spec', 'names');
    const resource = textAt(names, 'plural');
    const words = [resource, textAt(names, 'singular'), textAt(names, 'kind'), ...textsAt(names, 'shortNames')];
    return {
      group: textAt(object, 'spec', 'group'),
      resource,
      words: words.filter((word) => word !== '').map((word) => word.toLowerCase()),
    };
  }),
];

const groupsInRules = (resource: string, { roles }: AccessIndex): readonly string[] => {
  const groups = new Set<string>();
  for (const { rules } of roles)
    for (const { rule } of rules)
      if (rule.resources.some((each) => each === resource || each.startsWith(`${resource}/`)))
        for (const group of rule.groups) if (group !== '*' && !isBuiltInGroup(group)) groups.add(group);
  return [...groups].toSorted();
};

/** As kubectl knows them without asking a cluster. */
const shortNames: Readonly<Record<string, readonly string[]>> = {
  '/componentstatuses': ['cs'],
  '/configmaps': ['cm'],
  '/endpoints': ['ep'],
  '/events': ['ev'],
  '/limitranges': ['limits'],
  '/namespaces': ['ns'],
  '/nodes': ['no'],
  '/persistentvolumeclaims': ['pvc'],
  '/persistentvolumes': ['pv'],
  '/pods': ['po'],
  '/replicationcontrollers': ['rc'],
  '/resourcequotas': ['quota'],
  '/serviceaccounts': ['sa'],
  '/services': ['svc'],
  'apiextensions.k8s.io/customresourcedefinitions': ['crd', 'crds'],
  'apps/daemonsets': ['ds'],
  'apps/deployments': ['deploy'],
  'apps/replicasets': ['rs'],
  'apps/statefulsets': ['sts'],
  'autoscaling/horizontalpodautoscalers': ['hpa'],
  'batch/cronjobs': ['cj'],
  'certificates.k8s.io/certificatesigningrequests': ['csr'],
  'events.k8s.io/events': ['ev'],
  'networking.k8s.io/ingresses': ['ing'],
  'networking.k8s.io/ipaddresses': ['ip'],
  'networking.k8s.io/networkpolicies': ['netpol'],
  'policy/poddisruptionbudgets': ['pdb'],
  'scheduling.k8s.io/priorityclasses': ['pc'],
  'storage.k8s.io/storageclasses': ['sc'],
  'storage.k8s.io/volumeattributesclasses': ['vac'],
};

/** Retired kinds are no answer, unless their group is asked for. */
const retired = new Set(['extensions', 'settings.k8s.io', 'auditregistration.k8s.io']);

const builtIn: readonly Known[] = [
  ...builtInKinds
    .filter(({ group }) => !retired.has(group))
    .map(({ group, kind, plural }) => ({
      group,
      resource: plural,
      words: [plural, kind.toLowerCase(), ...(shortNames[`${group}/${plural}`] ?? [])],
    })),
  // No objects, and yet things that rules name.
  ...(
    [
      ['', 'users'],
      ['', 'groups'],
      ['authentication.k8s.io', 'uids'],
      ['authentication.k8s.io', 'userextras'],
      ['certificates.k8s.io', 'signers'],
    ] as const
  ).map(([group, resource]) => ({ group, resource, words: [resource] })),
];
