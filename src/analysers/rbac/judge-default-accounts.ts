/** Workloads on the default service account where something is granted to that account: every one of them holds it. */

import { podKinds, podTemplatePath } from '../../kube/workload/pod-template.ts';
import { at, objectsAt, textAt } from '../../model/read-object.ts';
import type { Resource } from '../../model/resource.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { compareSeverity, type Severity } from '../../model/severity.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import { listNames, nameOf } from '../gap.ts';
import type { AccessView } from './access-view.ts';
import { findGranted } from './power.ts';
import { powers } from './powers.ts';

/** What is said of the account without grants is the library's `workload/default-service-account-token`. */
export const defaultAccountRule: RuleMetadata = {
  id: 'rbac/default-account-grants',
  title: 'No workload runs with grants of the default service account',
  severity: 'medium',
  layer: 'identity',
  control: 'default-service-account-token',
  what: 'No workload mounts the token of the service account default of its namespace where a binding grants that account something.',
  why: 'Every pod that names no account holds what one of them needed: a stolen web server then has the rights of the job beside it.',
  fine: 'Never for long: an account of its own costs three lines.',
  remediation:
    'Make a ServiceAccount for the workload that needs the grant and bind that one; set automountServiceAccountToken: false on the others.',
  references: ['https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts'],
};

export const judgeDefaultAccounts = ({ snapshot, index }: AccessView): readonly AnalyserConclusion[] => {
  const byNamespace = new Map<string, ReturnType<typeof index.whatCan>>();
  const grantsOf = (namespace: string) => {
    const known =
      byNamespace.get(namespace) ??
      index.whatCan({ kind: 'serviceaccount', namespace, name: 'default' }, { own: true });
    byNamespace.set(namespace, known);
    return known;
  };
  return podKinds
    .flatMap(({ groups, kind }) => groups.flatMap((group) => snapshot.list(group, kind)))
    .flatMap((workload): readonly AnalyserConclusion[] => {
      const namespace = workload.ref.namespace === '' ? 'default' : (workload.ref.namespace ?? 'default');
      if (!usesDefault(workload)) return [];
      const account = snapshot.find('', 'ServiceAccount', namespace, 'default');
      if (!mountsToken(workload, account)) return [];
      const grants = grantsOf(namespace);
      if (grants.length === 0) return [];
      const roles = new Set(grants.flatMap(({ via }) => (via.kind === 'binding' ? [nameOf(via.role.resource)] : [])));
      const worst = grants
        .flatMap((held) =>
          powers
            .filter((power) => findGranted(power, held.rule).length > 0)
            .map((power): Severity => (held.namespace === null ? power.wide : power.local)),
        )
        .toSorted(compareSeverity)[0];
      return [
        {
          rule: defaultAccountRule,
          about: workload,
          conclusion: {
            status: 'fail',
            severity: worst !== undefined && compareSeverity(worst, 'medium') < 0 ? worst : 'medium',
            action: 'audit',
            enforcement: 'unknown',
            message: `Runs on the default service account, which holds the ${listNames([...roles])}`,
            path: '',
          },
        },
      ];
    });
};

/** A pod of a controller is told by its controller. */
const usesDefault = ({ ref, object }: Resource): boolean => {
  const spec = at(object, ...(podTemplatePath(ref) ?? []), 'spec');
  const name = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount');
  const isOwned = objectsAt(object, 'metadata', 'ownerReferences').some(({ controller }) => controller === true);
  return (name === '' || name === 'default') && !isOwned;
};

const mountsToken = ({ ref, object }: Resource, account: Resource | undefined): boolean => {
  const own = at(object, ...(podTemplatePath(ref) ?? []), 'spec', 'automountServiceAccountToken');
  return own === undefined ? account?.object['automountServiceAccountToken'] !== false : own !== false;
};
