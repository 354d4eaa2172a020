/** Grants as they are really held: which powers, by whom, where, and which bindings are not what they seem. */

import { keepForAccess } from '../../kube/rbac/create-access-index.ts';
import { podTemplatePath } from '../../kube/workload/pod-template.ts';
import { pick } from '../../model/read-object.ts';
import { toGroup } from '../../model/resource.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Analyser, AnalyserConclusion } from '../analyser.ts';
import { judgeGap, type KindName } from '../gap.ts';
import { toAccessView } from './access-view.ts';
import { everybodyRule, judgeCrowds, strangersRule } from './judge-crowds.ts';
import { defaultAccountRule, judgeDefaultAccounts } from './judge-default-accounts.ts';
import { judgeHeld } from './judge-held.ts';
import { judgeLooseEnds, looseEndRules } from './judge-loose-ends.ts';
import { powers } from './powers.ts';

const heldRules: readonly RuleMetadata[] = [...new Set(powers.map(({ rule }) => rule))];

export const rbacAnalyser: Analyser = {
  id: 'rbac',
  rules: [...heldRules, strangersRule, everybodyRule, ...looseEndRules, defaultAccountRule],
  keep: (resource) => {
    const prefix = podTemplatePath(resource.ref);
    if (prefix === undefined)
      return toGroup(resource.ref.apiVersion) === 'apiextensions.k8s.io' ? null : keepForAccess(resource);
    const account = ['serviceAccountName', 'serviceAccount', 'automountServiceAccountToken'];
    const fields = [...account.map((field) => [...prefix, 'spec', field]), ['metadata', 'ownerReferences']];
    return { ...resource, object: pick(resource.object, fields) };
  },
  analyse: (snapshot) => {
    const said = sayUnread(snapshot);
    // The bootstrap policy need not be read where nobody grants anything.
    if (kinds.every((kind) => snapshot.list(group, kind).length === 0)) return said;
    const view = toAccessView(snapshot);
    return [...said, ...judgeHeld(view), ...judgeCrowds(view), ...judgeLooseEnds(view), ...judgeDefaultAccounts(view)];
  },
};

const group = 'rbac.authorization.k8s.io';
const kinds = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

/** Once, and not by every rule: what was not read may hold any power. */
const sayUnread = (snapshot: Snapshot): readonly AnalyserConclusion[] => {
  const [rule] = heldRules;
  const subjects = kinds.map((kind): KindName => `${group}/${kind}`);
  return rule === undefined ? [] : judgeGap({ rule, subjects, context: [], judge: () => [] }, undefined, snapshot);
};

export { rbacChart } from './chart/chart.ts';
export { listPowers } from './list-powers.ts';
