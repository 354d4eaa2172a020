/** Policies of every dialect as a page tells them: what each asks, whether it is enforced, and what it finds. */

import { admissionKinds } from '../../../analysers/admission-kinds.ts';
import { policyKinds } from '../../../kube/network/policy-kinds.ts';
import type { NetworkPolicy } from '../../../kube/network/network-policy.ts';
import { labelsOf, toNamespacePolicy } from '../../../kube/pod-security/labels.ts';
import type { Finding } from '../../../model/finding.ts';
import { objectAt, textAt } from '../../../model/read-object.ts';
import { toGroup, toRefKey, type Resource } from '../../../model/resource.ts';
import type { Policies, PolicyEntry } from '../../console/api/policies.ts';
import { findPoliciesInForce, type Force } from '../attack/policies-in-force.ts';
import { renderFile } from '../attack/tell-remedy.ts';
import { createLocator } from '../network/locate.ts';
import type { Inspected } from './inspected.ts';
import { viewKinds } from './keep-for-views.ts';
import { toPolicyAction } from './policy-action.ts';
import { readReach } from './read-reach.ts';
import { shown } from './shown-text.ts';

const mostPolicies = 5_000;

export const viewPolicies = (inspected: Inspected): Policies => {
  const where = createLocator(inspected);
  const facts: Facts = {
    inspected,
    faults: indexFaults(inspected.report.findings),
    counts: countByPolicy(inspected.report.findings),
    placeOf: (resource) => {
      const { file, line } = where(resource, '');
      return file === null ? '' : renderFile(file, line);
    },
  };
  const policies = [...listAdmission(facts), ...listPodSecurity(facts), ...listNetwork(facts)];
  return { complete: inspected.report.complete && policies.length <= mostPolicies, policies: cut(policies) };
};

const cut = (policies: readonly (() => PolicyEntry)[]): readonly PolicyEntry[] =>
  policies.slice(0, mostPolicies).map((toEntry) => toEntry());

interface Facts {
  readonly inspected: Inspected;
  readonly faults: ReadonlyMap<string, readonly Finding[]>;
  readonly counts: ReadonlyMap<string, Counts>;
  /** Looked up for what is shown alone. */
  readonly placeOf: (resource: Resource) => string;
}

interface Counts {
  fails: number;
  excepted: number;
  readonly rules: string[];
}

/** They travel in the address of a page. */
const mostRules = 20;

const none: Counts = { fails: 0, excepted: 0, rules: [] };

const listAdmission = ({ inspected, counts, placeOf }: Facts): readonly (() => PolicyEntry)[] => {
  const { snapshot } = inspected;
  const kinds = [...admissionKinds, ...viewKinds];
  const force = findPoliciesInForce(snapshot, kinds);
  const bindings = Map.groupBy(
    ['Validating', 'Mutating'].flatMap((word) =>
      snapshot.list('admissionregistration.k8s.io', `${word}AdmissionPolicyBinding`),
    ),
    ({ ref, object }) => `${ref.kind} ${textAt(object, 'spec', 'policyName')}`,
  );
  return kinds
    .filter(({ kind }) => kind.endsWith('Policy') || kind === '*')
    .flatMap(({ group, kind }) => snapshot.list(group, kind))
    .map((policy) => () => {
      const { kind, namespace, name } = policy.ref;
      const { enforcement, why } = toStanding(force.of(policy.ref), snapshot.kind === 'cluster');
      return {
        name: shown(name, 300),
        kind: shown(kind, 300),
        dialect: toDialect(policy),
        namespace,
        title: toTitle(policy),
        action: toPolicyAction(policy, bindings.get(`${kind}Binding ${name}`) ?? []),
        enforcement,
        why: shown(why, 400),
        ...(counts.get(toRuleStart(policy)) ?? none),
        place: placeOf(policy),
      };
    });
};

const toStanding = (force: Force, live: boolean): Pick<PolicyEntry, 'enforcement' | 'why'> => {
  switch (force.kind) {
    case 'enforced':
      return { enforcement: 'enforced', why: '' };
    case 'idle':
      return { enforcement: 'not-enforced', why: force.why };
    case 'unknown':
      return { enforcement: 'unknown', why: force.why };
    case 'in-force':
      return live
        ? { enforcement: 'unknown', why: 'nothing that was read proves that it is in force' }
        : { enforcement: 'declared', why: '' };
  }
};

/** Its annotations tell more than its name. */
const toTitle = ({ ref, object }: Resource): string => {
  const told = ['policies.vauban.dev/title', 'policies.kyverno.io/title']
    .map((key) => textAt(object, 'metadata', 'annotations', key).trim())
    .find((text) => text !== '');
  return shown(told ?? ref.name, 300);
};

const toDialect = ({ ref }: Resource): string => {
  const group = toGroup(ref.apiVersion);
  if (/(?:^|\.)kyverno\.io$/.test(group)) return 'Kyverno';
  if (group.endsWith('gatekeeper.sh')) return 'Gatekeeper';
  if (group === 'cilium.io') return 'Cilium';
  return group.endsWith('projectcalico.org') ? 'Calico' : 'Kubernetes';
};

const listPodSecurity = ({ inspected, counts, placeOf }: Facts): readonly (() => PolicyEntry)[] =>
  inspected.snapshot.list('', 'Namespace').map((namespace) => () => {
    const { name } = namespace.ref;
    const { enforce, warn, audit } = toNamespacePolicy(labelsOf(objectAt(namespace.object, 'metadata')));
    const base = {
      name: shown(name, 300),
      kind: 'Pod Security',
      dialect: 'Pod Security',
      namespace: shown(name, 300),
      ...(counts.get(`pod-security ${name}`) ?? none),
      place: placeOf(namespace),
    };
    if (enforce.level !== 'privileged')
      return {
        ...base,
        title: `enforces ${enforce.level}`,
        action: 'deny',
        enforcement: inspected.snapshot.kind === 'cluster' ? 'enforced' : 'declared',
        why: '',
      };
    const why = 'the namespace enforces no level that refuses anything';
    if (warn.level !== 'privileged')
      return { ...base, title: `warns at ${warn.level}`, action: 'warn', enforcement: 'not-enforced', why };
    if (audit.level !== 'privileged')
      return { ...base, title: `audits at ${audit.level}`, action: 'audit', enforcement: 'not-enforced', why };
    return { ...base, title: 'refuses nothing', action: 'none', enforcement: 'not-enforced', why };
  });

const listNetwork = (facts: Facts): readonly (() => PolicyEntry)[] => {
  const { inspected, faults, placeOf } = facts;
  const { snapshot, surveyed } = inspected;
  const { tiers } = readReach(inspected).network.estate;
  const parsed = new Map(
    tiers.flatMap(({ policies }) => policies).map((policy) => [toRefKey(policy.resource.ref), policy]),
  );
  const plugIn = surveyed.find(({ criterion }) => criterion === 'network/enforcement')?.items[0];
  const standing: Pick<PolicyEntry, 'enforcement' | 'why'> =
    plugIn?.state === 'unmet'
      ? { enforcement: 'not-enforced', why: shown(plugIn.why, 400) }
      : snapshot.kind === 'manifests'
        ? { enforcement: 'declared', why: '' }
        : plugIn?.state === 'met'
          ? { enforcement: 'enforced', why: '' }
          : { enforcement: 'unknown', why: shown(plugIn?.why ?? 'no network plug-in that is known was found', 400) };
  return policyKinds
    .filter(({ kind }) => kind.endsWith('Policy'))
    .flatMap(({ group, kind }) => snapshot.list(group, kind))
    .map((policy) => () => {
      const fault = (faults.get(toRefKey(policy.ref)) ?? []).find(({ rule }) => networkFaults.has(rule));
      return {
        name: shown(policy.ref.name, 300),
        kind: policy.ref.kind,
        dialect: toDialect(policy),
        namespace: policy.ref.namespace,
        title: toReachTitle(parsed.get(toRefKey(policy.ref))),
        action: 'deny',
        ...(fault === undefined ? standing : { enforcement: 'not-enforced', why: shown(fault.message, 400) }),
        ...none,
        place: placeOf(policy),
      };
    });
};

/** By these a policy stops no connection at all. */
const networkFaults: ReadonlySet<string> = new Set([
  'enforcement/network-policy',
  'network/refused-policy',
  'network/unmatched-policy',
]);

/** `what comes into and leaves pods with app=web`. */
const toReachTitle = (policy: NetworkPolicy | undefined): string => {
  if (policy === undefined) return 'guards nothing';
  const { ingress, egress, subject } = policy;
  const directions = [ingress === null ? [] : ['comes into'], egress === null ? [] : ['leaves']].flat().join(' and ');
  const whom = subject.labels.isEmpty ? 'every pod' : `pods with ${subject.labels.text}`;
  return shown(directions === '' ? `says nothing of ${whom}` : `what ${directions} ${whom}`, 300);
};

const indexFaults = (findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> =>
  Map.groupBy(
    findings.filter(({ status, rule }) => status === 'fail' && networkFaults.has(rule)),
    ({ subject }) => toRefKey(subject),
  );

/** What the ids of a policy's rules begin with, as its dialect makes them. */
const toRuleStart = ({ ref, object }: Resource): string => {
  const own = textAt(object, 'metadata', 'annotations', 'policies.vauban.dev/id');
  const start = own === '' ? `${toRulePrefix(ref.apiVersion)}/${ref.name}` : own;
  return start.split('/').slice(0, 2).join('/');
};

const toRulePrefix = (apiVersion: string): string =>
  /(?:^|\.)kyverno\.io$/.test(toGroup(apiVersion)) ? 'kyverno' : 'admission-policy';

/** Pod Security's are counted by namespace, those of policies by the first two segments of their rules. */
const countByPolicy = (findings: readonly Finding[]): ReadonlyMap<string, Counts> => {
  const counts = new Map<string, Counts>();
  for (const { rule, status, reason, subject } of findings) {
    if (status !== 'fail' && reason !== 'excepted') continue;
    const key = rule.startsWith('pod-security/')
      ? `pod-security ${subject.namespace || 'default'}`
      : rule.split('/').slice(0, 2).join('/');
    const known = counts.get(key) ?? { fails: 0, excepted: 0, rules: [] };
    counts.set(key, known);
    if (status === 'fail') known.fails += 1;
    else known.excepted += 1;
    if (known.rules.length < mostRules && !known.rules.includes(rule)) known.rules.push(rule);
  }
  return counts;
};
