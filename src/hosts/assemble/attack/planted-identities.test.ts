/** Who an attacker becomes, and what lies outside and next door: one planted way in a case, and gone with its grant. */

import {
  account,
  adminAccount,
  asWeb,
  may,
  noToken,
  other,
  privileged,
  provePlanted,
  restricted,
  rule,
  secret,
  web,
} from './planted-way.ts';

provePlanted([
  {
    by: 'a token it asks for',
    estate: asWeb(rule('', 'serviceaccounts/token', 'create')) + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME TOKEN_REQUEST ADMIN',
    without: ['verbs: [create]', 'verbs: [get]'],
  },
  {
    by: 'a token of one account by name',
    estate: asWeb(rule('', 'serviceaccounts/token', 'create', 'admin')) + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME TOKEN_REQUEST ADMIN',
    without: ['resourceNames: [admin]', 'resourceNames: [web]'],
  },
  {
    by: 'a token Secret it makes and reads',
    estate: asWeb(rule('', 'secrets', 'create, get')) + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME TOKEN_SECRET_CREATE ADMIN',
    without: ['verbs: [create, get]', 'verbs: [create]'],
  },
  {
    by: 'a token Secret that lies there',
    estate:
      asWeb(rule('', 'secrets', 'list')) +
      adminAccount +
      secret(
        'admin-token',
        'kubernetes.io/service-account-token',
        'token',
        'kubernetes.io/service-account.name: admin',
      ),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME SECRET_READ TOKEN_STEAL ADMIN',
    without: ['kubernetes.io/service-account.name: admin', 'kubernetes.io/service-account.name: nobody'],
  },
  {
    by: 'a token Secret that is mounted',
    estate:
      web(
        `${noToken}\nvolumes: [{name: token, secret: {secretName: admin-token}}]`,
        'volumeMounts: [{name: token, mountPath: /token}]',
      ) +
      adminAccount +
      secret(
        'admin-token',
        'kubernetes.io/service-account-token',
        'token',
        'kubernetes.io/service-account.name: admin',
      ),
    to: 'cluster-admin',
    moves: 'VOLUME_DISCOVER TOKEN_STEAL ADMIN',
    without: ['secretName: admin-token', 'secretName: other'],
  },
  {
    by: 'its own account, an administrator',
    estate: web('serviceAccountName: admin') + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME ADMIN',
    without: ['serviceAccountName: admin', 'serviceAccountName: web'],
  },
  {
    by: 'what everybody may do',
    estate:
      web(account) +
      may(
        rule('*', '"*"', '"*"').replace('["*"], resources', '["*"], resources'),
        'cluster',
        'kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated"',
      ),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME ADMIN',
    without: ['system:authenticated', 'system:cluster-admins'],
  },
  {
    by: 'what all accounts of the namespace may do',
    estate:
      web(account) +
      may(
        rule('*', '"*"', '"*"'),
        'cluster',
        'kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:serviceaccounts:shop"',
      ),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME ADMIN',
    without: ['system:serviceaccounts:shop', 'system:serviceaccounts:data'],
  },
  {
    by: 'a role it may bind',
    estate: asWeb(
      `${rule('rbac.authorization.k8s.io', 'clusterrolebindings', 'create')}, ${rule('rbac.authorization.k8s.io', 'clusterroles', 'bind')}`,
      'cluster',
    ),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME ROLE_BIND',
    without: ['verbs: [bind]', 'verbs: [get]'],
  },
  {
    by: 'a role it may write more into',
    estate: asWeb(rule('rbac.authorization.k8s.io', 'clusterroles', 'patch, escalate'), 'cluster'),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME ROLE_ESCALATE',
    without: ['verbs: [patch, escalate]', 'verbs: [patch]'],
  },
  {
    by: 'the group it acts as',
    estate: asWeb(rule('', 'users, groups', 'impersonate'), 'cluster'),
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME IDENTITY_IMPERSONATE',
    without: ['verbs: [impersonate]', 'verbs: [get]'],
  },
  {
    by: 'the account it acts as',
    estate: asWeb(rule('', 'serviceaccounts', 'impersonate', 'admin')) + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME IDENTITY_IMPERSONATE ADMIN',
    without: ['resourceNames: [admin]', 'resourceNames: [web]'],
  },
  {
    by: 'the proxy of nodes',
    estate: asWeb(rule('', 'nodes/proxy', 'get'), 'cluster') + other('tool', '', privileged),
    to: 'node//*',
    moves: 'IDENTITY_ASSUME NODE_PROXY CE_PRIV_MOUNT',
    without: ['nodes/proxy', 'nodes/metrics'],
  },
  {
    by: 'a certificate it signs',
    estate: asWeb(
      `${rule('certificates.k8s.io', 'certificatesigningrequests', 'create')}, ${rule('certificates.k8s.io', 'certificatesigningrequests/approval', 'update')}, ${rule('certificates.k8s.io', 'signers', 'approve', 'kubernetes.io/kube-apiserver-client')}`,
      'cluster',
    ),
    to: 'identity/user:system:kube-controller-manager',
    moves: 'IDENTITY_ASSUME CERTIFICATE_SIGN',
    without: ['certificatesigningrequests/approval', 'certificatesigningrequests/status'],
  },
  {
    by: 'a volume it makes of the disk of a node',
    estate:
      asWeb(
        `${rule('', 'persistentvolumes', 'create')}, ${rule('', 'pods, persistentvolumeclaims', 'create')}`,
        'cluster',
      ) + restricted,
    to: 'node//*',
    moves: 'IDENTITY_ASSUME VOLUME_CREATE',
    without: ['persistentvolumes]', 'configmaps]'],
  },
  {
    by: 'static keys of AWS',
    estate: web(noToken, 'envFrom: [{secretRef: {name: aws}}]') + secret('aws', 'Opaque', 'AWS_SECRET_ACCESS_KEY'),
    to: 'cloud//',
    moves: 'VOLUME_DISCOVER CREDENTIAL_USE',
    without: ['AWS_SECRET_ACCESS_KEY', 'colour'],
  },
  {
    by: 'the role in AWS of its account',
    estate: `${web(account)}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: shop, annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/web"}}`,
    to: 'cloud//',
    moves: 'IDENTITY_ASSUME CLOUD_ASSUME',
    without: ['eks.amazonaws.com/role-arn', 'eks.amazonaws.com/nothing'],
  },
  {
    by: 'the metadata service',
    estate: `${web(noToken)}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: one}\nspec: {providerID: "aws:///eu-west-1a/i-0123456789"}`,
    to: 'cloud//',
    moves: 'CLOUD_METADATA',
    without: ['aws:///eu-west-1a/i-0123456789', ''],
  },
  {
    by: 'a database next door',
    estate:
      web(noToken) +
      other(
        'db',
        'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]',
        'ports: [{containerPort: 5432}]\nvolumeMounts: [{name: data, mountPath: /data}]',
      ),
    to: 'data/shop/data',
    moves: 'ENDPOINT_EXPLOIT VOLUME_DISCOVER',
    without: ['ports: [{containerPort: 5432}]', 'tty: false'],
  },
  {
    by: 'a database next door that a policy closes',
    estate: `${web(noToken)}${other('db', 'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]', 'ports: [{containerPort: 5432}]\nvolumeMounts: [{name: data, mountPath: /data}]')}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}`,
    to: 'data/shop/data',
    moves: 'ENDPOINT_EXPLOIT VOLUME_DISCOVER',
    without: ['ports: [{containerPort: 5432}]', 'tty: false'],
    depth: 1,
  },
  {
    by: 'the token of a neighbour on the node',
    estate:
      web(noToken, privileged) +
      adminAccount +
      other('ops', 'serviceAccountName: admin').replace('automountServiceAccountToken: false', ''),
    to: 'cluster-admin',
    moves: 'CE_PRIV_MOUNT TOKEN_STEAL ADMIN',
    without: ['serviceAccountName: admin', 'serviceAccountName: web'],
  },
  {
    by: 'the pod of an administrator, made anew',
    estate: asWeb(rule('', 'pods', 'create')) + adminAccount,
    to: 'cluster-admin',
    moves: 'IDENTITY_ASSUME POD_CREATE IDENTITY_ASSUME ADMIN',
    without: ['verbs: [create]', 'verbs: [get]'],
  },
  {
    by: 'a webhook it writes',
    estate:
      asWeb(rule('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'create'), 'cluster') +
      secret('database'),
    to: 'secret/shop/database',
    moves: 'IDENTITY_ASSUME WEBHOOK_WRITE',
    without: ['verbs: [create]', 'verbs: [get]'],
  },
]);
