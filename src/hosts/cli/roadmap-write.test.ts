/** `vauban roadmap --write` as a person meets it: the files of a phase, how they are used, and what is never overwritten. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf } from './example-attacked.ts';
import { youngEstate as estate } from './example-young-estate.ts';
import { runCli } from './test-context.ts';

test('the files are those the answer names, and the README says how to see, apply and undo them', async (context) => {
  const folder = folderOf(context, estate);
  const words = ['roadmap', 'estate', '--week', '1', '--write', 'gitops'];
  const { code, error } = await runCli(words, { folder });
  assert.equal(code, 0);
  assert.equal(
    error,
    'vauban: 8 files for week 1 written to gitops; README.md says what each is for, how to see it first, apply it and take it back\n',
  );
  assert.deepEqual(readdirSync(join(folder, 'gitops')).toSorted(), [
    'README.md',
    'audit-policy.yaml',
    'clusterrolebinding_ci.delete.yaml',
    'kustomization.yaml',
    'namespace_shop.patch.undo',
    'namespace_shop.patch.yaml',
    'shop_deployment_web.patch.undo',
    'shop_deployment_web.patch.yaml',
  ]);
  assert.equal(
    readFileSync(join(folder, 'gitops/README.md'), 'utf8'),
    `<!-- Made by vauban roadmap. -->
# Week 1: Least privilege, an audit trail, Pod Security

Whoever gets into a pod must find neither rights nor a way onto the node, and must leave a trace.

## What it does

### Cut every binding down to what its subject needs

not begun, 0 of 1. A token with a wide grant turns one taken pod into a taken cluster.

- \`clusterrolebinding_ci.delete.yaml\`: ClusterRoleBinding ci
   - Take ClusterRole cluster-admin from ServiceAccount ci, by ClusterRoleBinding ci: what needs it stops working, so bind a narrower role first

Before you merge it:

- What needs a right that is taken here stops working. Whether anybody uses it the audit log tells (a week of it, below the folder of the log):

      jq -r 'select(.user.username == "system:serviceaccount:shop:ci") | [.verb, .objectRef.resource, .objectRef.namespace] | @tsv' audit*.log | sort | uniq -c
- Bind a narrower role first where somebody does: \`vauban rbac what-can serviceaccount:NAMESPACE:NAME\` tells what they may do today.

### Switch audit logging on

cannot be told. Without an audit log nobody can say afterwards who did what.

\`audit-policy.yaml\`: The audit policy is a file of the API server, not an object: no kubectl applies it.

kubeadm: copy it to every control-plane node and name it under \`apiServer.extraArgs\` as \`audit-policy-file\`, with \`audit-log-path\`, \`audit-log-maxage: "30"\` and \`audit-log-maxbackup: "10"\`.

k3s: \`--kube-apiserver-arg=audit-policy-file=…\` and \`--kube-apiserver-arg=audit-log-path=…\`.

EKS, GKE and AKS bring their own policy: \`aws eks update-cluster-config --logging\`, Cloud Audit Logs, and a diagnostic setting for kube-audit-admin.

Whether it is in force only the cluster tells: \`vauban scan --cluster --only 'control-plane/*'\`.

### Enforce a Pod Security level in every namespace

not begun, 0 of 1. A namespace without a level admits a pod that is root on its node.

- \`namespace_shop.patch.yaml\`: Namespace shop
   - Enforce the Pod Security level baseline in namespace shop
- \`shop_deployment_web.patch.yaml\`: Deployment shop/web
   - Whoever breaks into container web of Deployment shop/web has one process and little else

Before you merge it:

- A level is asked when a pod is made: what runs goes on running, and comes back only if it fits. The edits here make everything that was read fit; what only the cluster holds, \`kubectl label --dry-run=server --overwrite namespace NAME pod-security.kubernetes.io/enforce=baseline\` tells.

## See it first

Put the component on top of what you deploy, in a folder beside them, and count what is done of that:

    # kustomization.yaml
    resources: [THE FOLDER YOU DEPLOY]
    components: [gitops]

    vauban roadmap THAT FOLDER

## Apply it with kustomize

Name this folder under \`components:\` of the kustomization that you deploy. A patch finds its object by kind, name and namespace as they are there: where that kustomization sets the namespace itself, put one above it, as in the example.

Manifests that no kustomization names yet need one first: \`kustomize create --autodetect --recursive\` in their folder.

## Apply it with kubectl

From this folder, one line a wall. What is deleted is kept in a file first:

    kubectl patch deployment.apps web -n shop --patch-file shop_deployment_web.patch.yaml
    kubectl get clusterrolebinding.rbac.authorization.k8s.io ci -o yaml > clusterrolebinding_ci.before
    kubectl delete clusterrolebinding.rbac.authorization.k8s.io ci
    kubectl patch namespace shop --patch-file namespace_shop.patch.yaml

## Take it back

With kustomize: remove the line under \`components:\` and apply again; what only this component made, delete. With kubectl:

    kubectl patch namespace shop --patch-file namespace_shop.patch.undo
    kubectl create -f clusterrolebinding_ci.before
    kubectl patch deployment.apps web -n shop --patch-file shop_deployment_web.patch.undo
`,
  );
});

test('--dry-run says which files would be written, and writes none', async (context) => {
  const folder = folderOf(context, estate);
  const words = ['roadmap', 'estate', '--week', '2', '--write', 'gitops', '--dry-run'];
  const { code, error } = await runCli(words, { folder });
  assert.equal(code, 0);
  assert.equal(
    error,
    'vauban: would write gitops/shop_network-policies.yaml, gitops/README.md, gitops/kustomization.yaml\n',
  );
  assert.equal(existsSync(join(folder, 'gitops')), false);
});

test('nothing is written over what a person wrote, and a later run replaces its own', async (context) => {
  const folder = folderOf(context, { ...estate, 'gitops/README.md': '# ours\n' });
  const words = ['roadmap', 'estate', '--week', '3', '--write', 'gitops'];
  const first = await runCli(words, { folder });
  assert.equal(first.code, 2);
  assert.match(first.error, /gitops\/README\.md was not made by this command, so nothing is written/);
  assert.deepEqual(readdirSync(join(folder, 'gitops')), ['README.md']);
  assert.equal((await runCli([...words, '--force'], { folder })).code, 0);
  const again = await runCli(words, { folder });
  assert.equal(again.code, 0, again.error);
  writeFileSync(join(folder, 'gitops/pin-images.sh'), '#!/bin/sh\necho ours\n');
  assert.equal((await runCli(words, { folder })).code, 2);
});

test('a phase that is done has no files', async (context) => {
  const folder = folderOf(context, {
    'estate/pod.yaml':
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}\n',
  });
  const { code, error } = await runCli(['roadmap', 'estate', '--week', '9', '--write', 'gitops'], { folder });
  assert.equal(code, 0);
  assert.equal(
    error,
    'vauban: nothing is written: no file makes what is open in weeks 9-10; its commands are told above\n',
  );
});

test('hostile names move no terminal, end no comment and name no file outside', async (context) => {
  const folder = folderOf(context, {
    'estate/hostile.yaml': String.raw`apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "../../evil\u001b[31m\u202e\n# <b>x</b>"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: User, name: "a\" or 1==1) | input'; rm -rf /"}]
---
apiVersion: v1
kind: Pod
metadata: {name: "p", namespace: "shop\u0007"}
spec: {containers: [{name: a, image: "x'; rm -rf / #:1", env: [{name: A, valueFrom: {secretKeyRef: {name: "../s", key: "k; rm"}}}]}]}
`,
  });
  for (const week of [1, 2, 3, 4, 5, 7, 9, 11]) {
    const words = ['roadmap', 'estate', '--week', String(week), '--allow-partial'];
    const { output, error } = await runCli([...words, '--write', `out/${week}`], { folder });
    const markdown = await runCli([...words, '-o', 'markdown'], { folder });
    for (const text of [output, error, markdown.output])
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u, `week ${week}`);
    assert.doesNotMatch(markdown.output, /<b>/);
    for (const name of existsSync(join(folder, `out/${week}`)) ? readdirSync(join(folder, `out/${week}`)) : []) {
      const text = readFileSync(join(folder, `out/${week}`, name), 'utf8');
      assert.doesNotMatch(text, /[^\P{Cc}\n]|\p{Cf}/u, name);
      assert.doesNotMatch(text, /^# <b>/m, name);
      if (name.endsWith('.sh')) assert.doesNotMatch(text, /rm -rf/, name);
      // A command that is told for a person to type has no name in it that a shell would take apart.
      for (const line of text.match(/^ +(?:jq|vault|aws|kubectl) .*$/gm) ?? [])
        assert.doesNotMatch(line.replaceAll(/'[^']*'/g, ''), /rm -rf/, line);
    }
  }
  assert.deepEqual(readdirSync(folder).toSorted(), ['estate', 'out']);
});
