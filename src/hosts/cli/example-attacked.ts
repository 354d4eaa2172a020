/** Small estates as a person would write them, for the tests of `attacks`, `walls` and `next`. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

/** A folder of these files, gone after the test. */
export const folderOf = (context: TestContext, files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-attacks-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

/** A web server with a database's Secret in its environment; nothing leads there yet. */
export const web = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      automountServiceAccountToken: false
      containers:
      - name: app
        image: registry.example.com/web:1
        ports: [{containerPort: 8080}]
        env:
        - name: URL
          valueFrom: {secretKeyRef: {name: database, key: url}}
`;

/** Leads there from the internet. */
export const published = `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
`;

/** A web server that came out onto its node: privileged, and published. */
export const privileged = `apiVersion: apps/v1
kind: Deployment
metadata: {name: tools, namespace: ops}
spec:
  selector: {matchLabels: {app: tools}}
  template:
    metadata: {labels: {app: tools}}
    spec:
      automountServiceAccountToken: false
      containers:
      - name: app
        image: registry.example.com/tools:1
        ports: [{containerPort: 8080}]
        securityContext: {privileged: true}
---
apiVersion: v1
kind: Service
metadata: {name: tools, namespace: ops}
spec:
  type: LoadBalancer
  selector: {app: tools}
  ports: [{port: 80, targetPort: 8080}]
`;

/** The account of the deployment `reader` reads every Secret. */
export const reader = `apiVersion: v1
kind: ServiceAccount
metadata: {name: reader, namespace: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules:
- {apiGroups: [""], resources: [configmaps, secrets], verbs: [get, list]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: reader, namespace: shop}]
`;
