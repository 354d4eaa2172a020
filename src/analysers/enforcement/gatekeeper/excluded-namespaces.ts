/** Namespaces with workloads that Gatekeeper leaves out: by its Config, by their own label, or by a constraint. */

import { compileWildcard } from '../../../lang/pattern/wildcard.ts';
import type { Resource } from '../../../model/resource.ts';
import { toEnforced, toNotEnforced, listNames, type Judged } from '../../gap.ts';
import { compileNamespaceSelector, isSystemNamespace, type LivedIn } from '../../lived-in.ts';
import { at, objectAt, objectsAt, textsAt } from '../../../model/read-object.ts';
import type { EnforcementGap } from '../view.ts';
import { constraintNames, webhookNames } from './gatekeeper.ts';
import { constraintsInForce } from './only-audits.ts';

export const gatekeeperExcludedNamespaces: EnforcementGap = {
  rule: {
    id: 'enforcement/gatekeeper-excluded-namespaces',
    title: 'Gatekeeper leaves out no namespace with workloads',
    severity: 'medium',
    layer: 'cluster',
    control: 'enforcement-policy-scope',
    what: 'No namespace with workloads, other than the cluster’s own, has the label admission.gatekeeper.sh/ignore, is in excludedNamespaces of Gatekeeper’s Config, or is left out by the match of a constraint.',
    why: 'Whatever is refused elsewhere runs in the namespace that was left out. The label is the worst of it: with the webhook’s usual selector one label takes a namespace out of every constraint.',
    fine: 'For namespaces of node agents and of the platform that need what the constraint forbids, as long as few people may deploy there.',
    remediation:
      'Remove the exemption of the whole namespace: the label with `kubectl label namespace NAMESPACE admission.gatekeeper.sh/ignore-`, the entry in the Config, or the constraint’s excludedNamespaces. Exempt the one image or object in the constraint’s parameters instead.',
    references: ['https://open-policy-agent.github.io/gatekeeper/website/docs/exempt-namespaces/'],
  },
  subjects: [...constraintNames, 'config.gatekeeper.sh/Config'],
  context: ['/Namespace', ...webhookNames],
  judge: (view) => {
    const { snapshot, livedIn, gatekeeper } = view;
    const configs = snapshot.list('config.gatekeeper.sh', 'Config');
    const isUsed = gatekeeper.engine !== null || gatekeeper.constraints.length > 0 || configs.length > 0;
    if (livedIn.length === 0 || !isUsed) return [];
    const names = new Set(livedIn.map(({ name }) => name));
    return [
      ...snapshot
        .list('', 'Namespace')
        .filter(({ ref }) => names.has(ref.name) && !isSystemNamespace(ref.name))
        .map(judgeLabel),
      ...configs.map((config) => judgeConfig(config, livedIn)),
      ...constraintsInForce(view).map((constraint) => judgeConstraint(constraint, livedIn)),
    ];
  },
};

const ignoreLabel = 'admission.gatekeeper.sh/ignore';

const judgeLabel = (namespace: Resource): Judged =>
  at(objectAt(namespace.object, 'metadata', 'labels'), ignoreLabel) === undefined
    ? toEnforced(namespace, 'Is not labelled to be ignored by Gatekeeper', {
        path: 'metadata.labels',
      })
    : toNotEnforced(
        namespace,
        `No constraint is enforced here: the label ${ignoreLabel} takes the namespace out of Gatekeeper’s webhook`,
        {
          path: `metadata.labels["${ignoreLabel}"]`,
          severity: 'high',
        },
      );

const judgeConfig = (config: Resource, livedIn: readonly LivedIn[]): Judged => {
  const details = { path: 'spec.match' };
  const patterns = objectsAt(config.object, 'spec', 'match')
    .filter((match) => textsAt(match, 'processes').some((process) => process === '*' || process === 'webhook'))
    .flatMap((match) => textsAt(match, 'excludedNamespaces').map(compileWildcard));
  const left = livedIn.filter(({ name }) => patterns.some((fits) => fits(name))).map(({ name }) => name);
  return left.length === 0
    ? toEnforced(config, 'Leaves out no namespace with workloads', details)
    : toNotEnforced(config, `No constraint is enforced in namespace ${listNames(left)}, which it leaves out`, {
        ...details,
        severity: 'high',
      });
};

const judgeConstraint = (constraint: Resource, livedIn: readonly LivedIn[]): Judged => {
  const match = objectAt(constraint.object, 'spec', 'match');
  const excluded = textsAt(match, 'excludedNamespaces').map(compileWildcard);
  const selects = compileNamespaceSelector(at(match, 'namespaceSelector'));
  const included = textsAt(match, 'namespaces').map(compileWildcard);
  const isIn = (space: LivedIn): boolean =>
    (included.length === 0 || included.some((fits) => fits(space.name))) &&
    !excluded.some((fits) => fits(space.name)) &&
    selects(space);
  const left = livedIn.filter((space) => !isIn(space)).map(({ name }) => name);
  const details = { path: 'spec.match' };
  if (left.length === 0) return toEnforced(constraint, 'Leaves out no namespace with workloads', details);
  if (left.length === livedIn.length)
    return toNotEnforced(
      constraint,
      `Leaves out every namespace with workloads (${listNames(left)}): it judges nothing that runs`,
      {
        ...details,
        severity: 'high',
      },
    );
  return toNotEnforced(constraint, `Leaves out namespace ${listNames(left)}`, details);
};
