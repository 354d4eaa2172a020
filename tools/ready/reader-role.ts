/** The page with the role that a scan of a whole cluster needs, made from the kinds that the rules look at. */

import { findKind } from '../../src/kube/schema/kinds.ts';
import { allRules, createRuleSet } from '../../src/hosts/assemble/rules.ts';
import { listWantedKinds } from '../../src/hosts/assemble/wanted-kinds.ts';
import { defaultKinds, withWanted } from '../../src/sources/listed-kinds.ts';

export const renderReaderRole = async (): Promise<string> => {
  const kinds = listWantedKinds(await createRuleSet(allRules));
  return [
    '<!-- Made from the code by `npm run docs`; edit the code. -->',
    '',
    '# What a scan of a cluster may read',
    '',
    '`vauban scan --cluster` sends GET requests alone. This role lets it list every kind that a rule looks at, and nothing else; kinds',
    'that the cluster does not serve harm nobody. Secrets are never read, whoever asks. What may not be read is said in the report, with the',
    'rule of a role that would help, and the rest is scanned.',
    '',
    '```yaml',
    ...renderRole('vauban-reader', toRules(withWanted(defaultKinds, { kinds, namespaces: [] }))),
    '```',
    '',
    '    kubectl create clusterrolebinding vauban-reader --clusterrole=vauban-reader --serviceaccount=NAMESPACE:NAME',
    '',
    'For one namespace bind it there with a RoleBinding and scan with `-n NAMESPACE`: kinds outside namespaces are then not asked for.',
    '',
    '## The add-on for the control plane',
    '',
    'Counters of the API server tell whether it audits, encrypts Secrets and runs its admission plug-ins ([more](control-plane.md)). They hold',
    'numbers about the cluster and no content of any object.',
    '',
    '```yaml',
    ...renderRole('vauban-reader-metrics', ['- nonResourceURLs: ["/metrics"]', '  verbs: ["get"]']),
    '```',
    '',
  ].join('\n');
};

const renderRole = (name: string, rules: readonly string[]): readonly string[] => [
  'apiVersion: rbac.authorization.k8s.io/v1',
  'kind: ClusterRole',
  'metadata:',
  `  name: ${name}`,
  'rules:',
  ...rules,
];

/** Old servers show some objects in `extensions` a second time: who may list them there may in their own groups. */
const toRules = (kinds: ReturnType<typeof withWanted>): readonly string[] => {
  const byGroup = new Map<string, Set<string>>();
  for (const { kind, groups } of kinds)
    for (const group of groups) {
      if (group === 'extensions') continue;
      const resources = byGroup.get(group) ?? new Set();
      byGroup.set(group, resources.add(toPlural(group, kind)));
    }
  return [...byGroup]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([group, resources]) => [
      `- apiGroups: ["${group}"]`,
      '  resources:',
      ...[...resources].toSorted().map((resource) => `  - "${resource}"`),
      '  verbs: ["get", "list"]',
    ]);
};

/** Kinds that are not Kubernetes' own are served under their plural as English makes it, as far as we know any. */
const toPlural = (group: string, kind: string): string => {
  if (kind === '*') return '*';
  const lower = kind.toLowerCase();
  return findKind(group, kind)?.plural ?? (lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`);
};
