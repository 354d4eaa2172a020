/** `vauban roadmap` as a person meets it: the twelve weeks on one screen, one phase in full, and what it refuses. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf } from './example-attacked.ts';
import { youngEstate as estate } from './example-young-estate.ts';
import { runCli } from './test-context.ts';

test('one screen says where the weeks stand, what is late, and what to do now', async (context) => {
  const folder = folderOf(context, {
    ...estate,
    'roadmap.yaml': "start: 2026-11-09\nowners: {'*': ann@example.com}\n",
  });
  const { code, output, error } = await runCli(['roadmap', 'estate'], { folder });
  assert.deepEqual({ code, error }, { code: 0, error: '' });
  assert.equal(
    output,
    `0 of 18 actions of the twelve weeks are done, 8 cannot be told from files. This is week 3. Late: week 1 by 8
days, week 2 by 1 day.

1      Least privilege, an audit trail, Pod Security              not begun  8 days late
       [ ] Cut every binding down to what its subject needs       not begun, 0 of 1
       [?] Switch audit logging on                                cannot be told
       [ ] Enforce a Pod Security level in every namespace        not begun, 0 of 1
2      A network closed but for what is needed                    not begun  1 day late
       [ ] Close every namespace by default                       not begun, 0 of 2
       [?] Allow the traffic that is required, by name            cannot be told
3      Images scanned before they run                             not begun
       [?] Scan images in the pipeline, and let the scan fail it  cannot be told
       [ ] Name every image by its digest                         not begun, 0 of 1
4      Admission control                                          not begun
       [ ] Let policies deny at admission                         not begun, 0 of 1
5-6    Secrets from a vault                                       not begun
       [ ] Take Secrets from an external store                    not begun, 0 of 2
       [?] Encrypt Secrets at rest                                cannot be told
7-8    Eyes at run time                                           cannot be told
       [?] Run Falco on every node                                cannot be told
       [?] Route alerts to people                                 cannot be told
       [?] Show the state of the cluster on a dashboard           cannot be told
9-10   A mesh that asks who calls                                 not begun
       [ ] Demand mTLS between workloads                          not begun, 0 of 2
       [ ] Allow callers by identity                              not begun, 0 of 1
11-12  Proof                                                      not begun
       [?] Run the CIS benchmark                                  cannot be told
       [ ] Mend what is still open                                not begun, 0 of 3
       [ ] Write down what holds                                  not begun, 0 of 1

Now, week 1: Least privilege, an audit trail, Pod Security
  1. Cut every binding down to what its subject needs: 1 open, 1 file; ann@example.com
  2. Enforce a Pod Security level in every namespace: 1 open, 2 files; ann@example.com
  ?  Switch audit logging on: vauban scan --cluster --only 'control-plane/*' tells

vauban roadmap estate --week 1 --write FOLDER writes its files for a pull request; without --write it shows
every item.
vauban roadmap --cluster tells most of what files cannot.
`,
  );
});

test('one phase in full: every item, why, and where it was read', async (context) => {
  const folder = folderOf(context, estate);
  const { code, output, error } = await runCli(['roadmap', 'estate', '--week', '2'], { folder });
  assert.deepEqual({ code, error }, { code: 0, error: '' });
  assert.equal(
    output,
    `Week 2: A network closed but for what is needed (not begun)
In an open network every pod is next to every database.

Close every namespace by default: not begun, 0 of 2
  A policy that selects nothing guards nothing, and a namespace without one is open both ways.
  [ ] Namespace shop: has no policy that denies incoming traffic by default (estate/shop.yaml:1)
  [ ] Namespace shop: has no policy that denies outgoing traffic by default (estate/shop.yaml:1)
  note: whether the network plug-in enforces policies only the cluster tells
  settles it: vauban network reach estate
  vauban network generate estate --write network   # the policies with the allows that workloads need
  files: shop_network-policies.yaml

Allow the traffic that is required, by name: cannot be told
  A default-deny without its allows is switched off again on the day it breaks something.
  note: what only runs in the cluster files do not show
  settles it: vauban network reach estate --why
  vauban network diff estate --add network   # what the new policies open and close before they are applied

vauban roadmap estate --week 2 --write FOLDER writes the files, with a README.md.
`,
  );
});

test('any week of a phase is that phase', async (context) => {
  const folder = folderOf(context, estate);
  const [five, six] = await Promise.all(
    ['5', '6'].map((week) => runCli(['roadmap', 'estate', '--week', week], { folder })),
  );
  assert.equal(five?.output, six?.output);
  assert.match(five?.output ?? '', /^Weeks 5-6: Secrets from a vault \(not begun\)\n/);
});

test('Markdown has a box for each item, and says what settles the rest', async (context) => {
  const folder = folderOf(context, estate);
  const { code, output } = await runCli(['roadmap', 'estate', '--week', '1', '-o', 'markdown'], { folder });
  assert.equal(code, 0);
  assert.equal(
    output,
    `# Week 1: Least privilege, an audit trail, Pod Security

Whoever gets into a pod must find neither rights nor a way onto the node, and must leave a trace. **not begun**

## Cut every binding down to what its subject needs

not begun, 0 of 1. A token with a wide grant turns one taken pod into a taken cluster.

- [ ] ClusterRoleBinding ci: Lets serviceaccount:shop:ci do everything in all namespaces, by the ClusterRole cluster-admin of Kubernetes (estate/rbac.yaml:5)

Settled by \`vauban scan estate --only 'rbac/*'\`

Files: \`clusterrolebinding_ci.delete.yaml\`

## Switch audit logging on

cannot be told. Without an audit log nobody can say afterwards who did what.

> whether the API server writes an audit log only the cluster tells

Settled by \`vauban scan --cluster --only 'control-plane/*'\`

Files: \`audit-policy.yaml\`

## Enforce a Pod Security level in every namespace

not begun, 0 of 1. A namespace without a level admits a pod that is root on its node.

- [ ] Namespace shop: has workloads and enforces no Pod Security level (estate/shop.yaml:3)

Settled by \`vauban scan estate --only 'pod-security/*'\`

Files: \`namespace_shop.patch.yaml\`, \`shop_deployment_web.patch.yaml\`
`,
  );
});

test('JSON is the whole answer, or the one phase that is asked for', async (context) => {
  const folder = folderOf(context, estate);
  const phasesOf = async (...words: readonly string[]): Promise<readonly string[]> => {
    const { output } = await runCli(['roadmap', 'estate', '-o', 'json', ...words], { folder });
    return (JSON.parse(output) as { readonly phases: readonly { readonly id: string }[] }).phases.map(({ id }) => id);
  };
  assert.deepEqual(await phasesOf(), [
    'week-1',
    'week-2',
    'week-3',
    'week-4',
    'weeks-5-6',
    'weeks-7-8',
    'weeks-9-10',
    'weeks-11-12',
  ]);
  assert.deepEqual(await phasesOf('--week', '10'), ['weeks-9-10']);
});

const refused: readonly (readonly [name: string, words: readonly string[], said: RegExp])[] = [
  ['a week that is none', ['--week', '13'], /--week is a number from 1 to 12, not 13/],
  ['half a week', ['--week', '1.5'], /--week is a number from 1 to 12, not 1\.5/],
  ['files of no week', ['--write', 'gitops'], /--write needs --week: the files of which week\?/],
  ['a folder without a name', ['--week', '1', '--write='], /--write names the folder to write into; \. is this one/],
  ['a roadmap file that is not there', ['--roadmap', 'none.yaml'], /there is no roadmap file none\.yaml/],
  [
    'a cluster beside paths',
    ['--context', 'prod'],
    /an answer is about one estate: one cluster, one snapshot, or paths/,
  ],
  ['two clusters', ['--context', 'a', '--context', 'b'], /an answer is about one estate/],
];

for (const [name, words, said] of refused)
  test(`${name}: refused in one line`, async (context) => {
    const folder = folderOf(context, estate);
    const { code, output, error } = await runCli(['roadmap', 'estate', ...words], { folder });
    assert.equal(code, 2, error);
    assert.equal(output, '');
    assert.match(error, said);
    assert.equal(error.trimEnd().split('\n').length, 1);
  });

test('where nothing can be read nothing is said', async (context) => {
  const folder = folderOf(context, { 'estate/notes.txt': 'nothing' });
  const { code, output, error } = await runCli(['roadmap', 'estate'], { folder });
  assert.equal(code, 2);
  assert.equal(output, '');
  assert.match(error, /nothing could be read/);
});

test('half a picture exits 1 and writes nothing, unless somebody allows that', async (context) => {
  const folder = folderOf(context, { ...estate, 'estate/broken.yaml': 'apiVersion: v1\nkind: [Role\n' });
  const words = ['roadmap', 'estate', '--week', '1', '--write', 'gitops'];
  const partial = await runCli(words, { folder });
  assert.equal(partial.code, 1, partial.error);
  assert.match(partial.error, /^vauban: partial: .*broken\.yaml/);
  assert.match(
    partial.error,
    /\nvauban: nothing is written: files made from half a picture may cut what was not read\. /,
  );
  assert.equal(existsSync(join(folder, 'gitops')), false);
  const allowed = await runCli([...words, '--allow-partial'], { folder });
  assert.equal(allowed.code, 0, allowed.error);
  assert.match(readFileSync(join(folder, 'gitops/README.md'), 'utf8'), /\n## Partial\n\nNot everything was read/);
});

test('a mistake in roadmap.yaml is told with its line, and exits 2', async (context) => {
  const folder = folderOf(context, { ...estate, 'roadmap.yaml': 'start: monday\n' });
  const { code, error } = await runCli(['roadmap', 'estate'], { folder });
  assert.equal(code, 2);
  assert.match(error, /^vauban: (?:.*\/)?roadmap\.yaml:1: /);
});
