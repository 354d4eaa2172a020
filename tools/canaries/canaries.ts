/**
 * A small estate with a canary in every place a secret hides: whatever Vauban prints about it, none of the canaries
 * may be in it. Every object also fails Pod Security, so that each is talked about.
 */

/** The estate as one YAML text, and the texts that must appear in no output. */
export interface Canaries {
  readonly yaml: string;
  /** Objects no API server takes, whose texts stand where no text belongs: nothing says what in them is secret, so no output may quote them. */
  readonly misplaced: string;
  readonly secrets: readonly string[];
}

export const plantCanaries = (): Canaries => {
  const secrets: string[] = [];
  const plant = (secret: string): string => {
    secrets.push(secret);
    return secret;
  };
  let count = 0;
  /** A value nothing but its place gives away. */
  const canary = (): string => plant(`canary-bird-${String(++count).padStart(3, '0')}`);
  const encoded = (text: string): string => plant(Buffer.from(text, 'utf8').toString('base64'));
  const wrongPlace = misplaced(canary);
  const documents = [
    secretObjects(canary, encoded),
    workload(canary, plant),
    configuration(canary, plant),
    customResources(canary),
    copies(canary),
  ];
  return { yaml: documents.join('---\n'), misplaced: wrongPlace, secrets };
};

type Canary = () => string;
type Plant = (secret: string) => string;

const secretObjects = (canary: Canary, encoded: Plant): string => `apiVersion: v1
kind: Secret
metadata:
  name: database
  namespace: canaries
type: Opaque
data:
  password: ${encoded(canary())}
  innocent: ${encoded(canary())}
stringData:
  url: postgres://shop:${canary()}@db/shop
  notes: ${canary()}
---
apiVersion: v1
kind: Secret
metadata:
  name: sh.helm.release.v1.shop.v1
  namespace: canaries
type: helm.sh/release.v1
data:
  release: ${encoded(canary())}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: sh.helm.release.v1.shop.v2
  namespace: canaries
  labels: { owner: helm }
data:
  release: ${encoded(canary())}
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Secret
    metadata: { name: listed, namespace: canaries }
    stringData: { any: ${canary()} }
  - apiVersion: v1
    kind: List
    items:
      - apiVersion: v1
        kind: Secret
        metadata: { name: listed-deeper, namespace: canaries }
        stringData: { any: ${canary()} }
`;

/** What slid into a text: the whole pod is one, and everything in it is in the wrong place. */
const misplaced = (canary: Canary): string => `apiVersion: v1
kind: Pod
metadata: { name: misplaced, namespace: canaries }
spec: |
  ${canary()}
  containers: [{name: a}]
---
apiVersion: v1
kind: Pod
metadata: { name: misplaced-deeper, namespace: canaries }
spec:
  volumes: ${canary()}
  securityContext: ${canary()}
  containers:
    - { name: a, image: i, ports: ${canary()}, securityContext: { runAsUser: ${canary()}, capabilities: ${canary()} } }
    - ${canary()}
`;

const workload = (canary: Canary, plant: Plant): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: canaries
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"spec":{"note":"${canary()}"}}
    kapp.k14s.io/original: '{"spec":{"note":"${canary()}"}}'
    objectset.rio.cattle.io/applied: ${canary()}
    banzaicloud.com/last-applied: ${canary()}
    example.com/api-token: ${canary()}
    example.com/settings: 'password=${canary()}'
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: '{"note":"${canary()}"}'
        example.com/credentials: ${canary()}
    spec:
      hostNetwork: true
      initContainers:
        - name: init
          image: registry.example.com/init:1
          command: [sh, -c, "curl -H 'Authorization: Bearer ${canary()}' https://user:${canary()}@example.com/x?token=${canary()}"]
          env:
            - { name: MYSQL_ROOT_PASSWORD, value: ${canary()} }
      containers:
        - name: web
          image: registry.example.com/web:1
          command: ["/web", "--db-password", "${canary()}"]
          args: ["--token=${canary()}", "--api-key", "${canary()}", "-dsn=${canary()}"]
          securityContext: { privileged: true }
          env:
            - { name: DB_PASSWORD, value: ${canary()} }
            - { name: dbPwd, value: ${canary()} }
            - { name: SECRET, value: ${canary()} }
            - { name: GITHUB_TOKEN, value: ${canary()} }
            - { name: STRIPE_API_KEY, value: ${canary()} }
            - { name: AWS_SECRET_ACCESS_KEY, value: ${canary()} }
            - { name: SMTP_PASS, value: ${canary()} }
            - { name: CLIENT_CREDENTIALS, value: ${canary()} }
            - { name: SENTRY_DSN, value: ${canary()} }
            - { name: CONNECTION_STRING, value: "Server=db;Password=${canary()};User=shop" }
            - { name: DATABASE_URL, value: "postgres://shop:${canary()}@db:5432/shop" }
            - { name: JAVA_OPTS, value: "-Xmx1g -Djavax.net.ssl.keyStorePassword=${canary()}" }
            - { name: SETTINGS, value: '{"user":"shop","password":"${canary()}"}' }
            - { name: WITH_DEFAULT, value: "\${PASSWORD:-${canary()}}" }
            - { name: ONE, value: ${plant('AKIAIOSFODNN7CANARY1')} }
            - { name: TWO, value: ${plant('ghp_c4n4ryc4n4ryc4n4ryc4n4ryc4n4ryc4n4ry')} }
            - { name: THREE, value: ${plant('xoxb-123456789012-canarycanary')} }
            - { name: FOUR, value: ${plant('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlY2FuYXJ5')} }
            - { name: FIVE, value: ${plant('glpat-canarycanarycanary1')} }
            - { name: SIX, value: ${plant('sk_live_canarycanary1234')} }
            - { name: SEVEN, value: ${plant('AIzaSyCanaryCanaryCanaryCanaryCanary1234')} }
          livenessProbe:
            httpGet:
              host: user:${canary()}@h
              path: /healthz?token=${canary()}
              port: 80
              httpHeaders:
                - { name: Authorization, value: ${canary()} }
                - { name: X-Api-Key, value: ${canary()} }
          lifecycle:
            postStart: { exec: { command: [sh, -c, "export TOKEN=${canary()}"] } }
      volumes:
        - name: bucket
          csi: { driver: example.com, volumeAttributes: { secretAccessKey: ${canary()}, options: "user=a,password=${canary()}" } }
        - name: old
          flexVolume: { driver: example.com/old, options: { password: ${canary()} } }
        - name: files
          hostPath: { path: / }
`;

const configuration = (canary: Canary, plant: Plant): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: canaries
data:
  db-password: ${canary()}
  application.properties: |
    server.port=8080
    spring.datasource.password=${canary()}
    api_key = ${canary()}
  config.yaml: |
    database:
      user: shop
      password: ${canary()} and more
      passwords:
        - ${canary()}
      privateKey: |
        ${canary()}
        ${canary()}
  config.json: '{"auth":{"clientSecret":"${canary()}"}}'
  .env: |
    export API_TOKEN="${canary()}"
  redis.conf: |
    requirepass ${canary()}
  settings.ini: |
    [mail]
    smtp_password = ${canary()}
  settings.xml: <server><password>${canary()}</password></server>
  start.sh: |
    mysql --password=${canary()} --host db
    tool --token ${canary()}
  kubeconfig: |
    users:
      - name: admin
        user: { token: ${canary()} }
  key: |
    -----BEGIN RSA PRIVATE KEY-----
    Proc-Type: 4,ENCRYPTED
    ${plant('MIIEcanaryCANARYcanary')}
    -----END RSA PRIVATE KEY-----
binaryData:
  keystore: ${plant(Buffer.from('canary in a keystore', 'utf8').toString('base64'))}
`;

const customResources = (canary: Canary): string => `apiVersion: example.com/v1
kind: Database
metadata:
  name: shop
  namespace: canaries
spec:
  adminPassword: ${canary()}
  users:
    - { name: reader, password: ${canary()} }
  auth: { token: { value: ${canary()} } }
  credentials: { admin: ${canary()} }
  tokens: [${canary()}]
  values: |
    password: ${canary()}
  manifest:
    apiVersion: v1
    kind: Secret
    stringData: { any: ${canary()} }
  template:
    spec:
      containers:
        - name: x
          image: registry.example.com/x:1
          env: [{ name: PASSWORD, value: ${canary()} }]
`;

const copies = (canary: Canary): string => `apiVersion: v1
kind: Pod
metadata:
  name: bare
  namespace: canaries
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: ${canary()}
  managedFields:
    - { manager: ${canary()}, operation: Apply }
spec:
  hostPID: true
  containers:
    - name: x
      image: registry.example.com/x:1
      env: [{ name: PASSWORD, value: ${canary()} }]
`;
