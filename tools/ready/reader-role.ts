/** The page with the role that a scan of a whole cluster needs, made from the kinds that the rules look at. */

import { clusterNeeds } from '../../src/hosts/assemble/cluster-needs.ts';
import { metricsRule, renderRole, toReaderRole } from '../../src/hosts/assemble/reader-role.ts';

export const renderReaderRole = async (): Promise<string> => {
  const { kinds = [] } = (await clusterNeeds.get('scan')?.([])) ?? {};
  const role = toReaderRole('vauban-scan', null, { kinds, metrics: false });
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
    renderRole(role).trimEnd(),
    '```',
    '',
    '    kubectl create clusterrolebinding vauban-scan --clusterrole=vauban-scan --serviceaccount=NAMESPACE:NAME',
    '',
    '`vauban permissions scan` prints it together with the add-on below, and `vauban permissions COMMAND` the least role of any other command',
    'that reads a cluster; `vauban permissions snapshot` is enough for all of them. Policies of your own may ask for more kinds: the report',
    'says which.',
    '',
    'For one namespace bind it there with a RoleBinding and scan with `-n NAMESPACE`: kinds outside namespaces are then not asked for.',
    '',
    '## The add-on for the control plane',
    '',
    'Counters of the API server tell whether it audits, encrypts Secrets and runs its admission plug-ins ([more](control-plane.md)). They hold',
    'numbers about the cluster and no content of any object.',
    '',
    '```yaml',
    renderRole({ name: 'vauban-scan-metrics', namespace: null, rules: [metricsRule] }).trimEnd(),
    '```',
    '',
  ].join('\n');
};
