/** `vauban permissions`: which commands it knows, what it prints, and what it refuses. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { toPlural } from '../assemble/reader-role.ts';
import { clusterNeeds } from '../assemble/cluster-needs.ts';
import { commands } from './commands.ts';
import { runCli } from './test-context.ts';

const readers = commands
  // `history` names a cluster and asks it nothing.
  .filter(({ name, options }) => name !== 'history' && options.some(({ flags }) => flags === '--cluster'))
  .map(({ name }) => name);

test('every command that reads a cluster has a role', () => {
  assert.deepEqual(
    readers.filter((name) => !clusterNeeds.has(name)),
    [],
  );
});

test('without a command those that read a cluster are listed', async () => {
  const listed = await runCli(['permissions']);
  assert.deepEqual(listed, {
    code: 0,
    output: `Commands that read a cluster; \`vauban permissions COMMAND\` prints the least ClusterRole for one:\n${readers.map((name) => `  ${name}\n`).join('')}`,
    error: '',
  });
  const json = await runCli(['permissions', '-o', 'json']);
  assert.deepEqual(JSON.parse(json.output), { commands: readers });
});

test('the role of a preview is what holds Pods, and the namespaces with their labels', async () => {
  const { code, output, error } = await runCli(['permissions', 'preview', '-o', 'json']);
  const role = JSON.parse(output) as {
    rules: readonly { apiGroups: readonly string[]; resources: readonly string[] }[];
  };
  assert.deepEqual([code, error], [0, '']);
  assert.deepEqual(
    role.rules
      .filter(({ apiGroups: [group = ''] }) => ['', 'apps', 'batch'].includes(group))
      .map(({ resources }) => resources),
    [
      ['namespaces', 'pods', 'podtemplates', 'replicationcontrollers'],
      ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
      ['cronjobs', 'jobs'],
    ],
  );
});

const plurals: readonly (readonly [string, string, string])[] = [
  ['', 'Endpoints', 'endpoints'],
  ['networking.k8s.io', 'IngressClass', 'ingressclasses'],
  ['gateway.networking.k8s.io', 'Gateway', 'gateways'],
  ['gateway.networking.k8s.io', 'GatewayClass', 'gatewayclasses'],
  ['monitoring.coreos.com', 'Prometheus', 'prometheuses'],
  ['cilium.io', 'CiliumNetworkPolicy', 'ciliumnetworkpolicies'],
  ['gateway.networking.k8s.io', 'HTTPRoute', 'httproutes'],
  ['k8s.cni.cncf.io', 'NetworkAttachmentDefinition', 'network-attachment-definitions'],
  ['k8s.cni.cncf.io', 'MultiNetworkPolicy', 'multi-networkpolicies'],
  ['constraints.gatekeeper.sh', '*', '*'],
];

for (const [group, kind, plural] of plurals)
  test(`${kind} of ${group === '' ? 'core' : group} is granted as ${plural}`, () => {
    assert.equal(toPlural(group, kind), plural);
  });

test('YAML and JSON say the same, of every command, for the cluster and for one namespace', async () => {
  for (const name of readers)
    for (const more of [[], ['-n', 'shop']]) {
      const words = ['permissions', ...name.split(' '), ...more];
      const yaml = parseYaml((await runCli(words)).output);
      assert.ok(yaml.kind === 'value');
      assert.deepEqual(yaml.value, JSON.parse((await runCli([...words, '-o', 'json'])).output));
    }
});

test('a scan of the whole cluster also reads the counters, and one of a namespace asks nothing outside it', async () => {
  const whole = (await runCli(['permissions', 'scan'])).output;
  assert.match(
    whole,
    /^apiVersion: rbac\.authorization\.k8s\.io\/v1\nkind: ClusterRole\nmetadata:\n {2}name: vauban-scan\nrules:\n/,
  );
  assert.match(whole, /- nonResourceURLs: \["\/metrics"\]\n {2}verbs: \["get"\]\n$/);
  const one = (await runCli(['permissions', 'scan', '-n', '1'])).output;
  assert.match(one, /\nkind: Role\nmetadata:\n {2}name: vauban-scan\n {2}namespace: "1"\nrules:\n/);
  assert.doesNotMatch(one, /metrics|"nodes"|clusterroles|persistentvolumes|validatingwebhook|constrainttemplates|"\*"/);
});

const wrong: readonly (readonly [string, readonly string[], string])[] = [
  ['a slip of the pen', ['scna'], 'permissions scna: no command of that name reads a cluster; did you mean scan?'],
  [
    'a command that reads no cluster',
    ['completion'],
    `permissions completion: no command of that name reads a cluster; these do: ${readers.join(', ')}`,
  ],
  ['half a command', ['exceptions'], 'permissions exceptions: say which: exceptions prune'],
  ['a namespace that is none', ['scan', '-n', 'a/b'], '-n a/b: that is no name of a namespace'],
];

for (const [name, words, message] of wrong)
  test(`${name} is refused in one line`, async () => {
    assert.deepEqual(await runCli(['permissions', ...words]), { code: 2, output: '', error: `vauban: ${message}\n` });
  });
