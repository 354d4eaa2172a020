/** Which part of a longer text is taken out, and which stays readable. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { redactText } from './redact-text.ts';

const R = '<redacted: literal>';

const cases: readonly (readonly [string, string, string])[] = [
  ['a property', 'a=b\ndb.password=hun ter2\nx=1', `a=b\ndb.password=${R}\nx=1`],
  ['a quoted value and its comment', 'token: "abc" # why', `token: "${R}" # why`],
  ['an exported variable', 'export API_TOKEN=abc\nexport HOME=/root', `export API_TOKEN=${R}\nexport HOME=/root`],
  ['a block scalar', 'password: |\n  abc\n  def\nuser: x\n', `password: |\n  ${R}\nuser: x\n`],
  ['a list under a secret name', 'tokens:\n- aa\n- bb\nuser: x', `tokens:\n${R}\nuser: x`],
  ['fields under a secret name', 'credentials:\n  user: x\n  password: y', `credentials:\n  user: x\n  password: ${R}`],
  ['a JSON member', '{"password":"a\\"b","port":1}', `{"password":"${R}","port":1}`],
  ['a number in JSON', '{"password": 12345, "port": 1}', `{"password": ${R}, "port": 1}`],
  ['JSON within JSON', '{"x":"{\\"token\\":\\"abc\\"}"}', `{"x":"{\\"token\\":\\"${R}\\"}"}`],
  ['a connection string', 'Server=a;Password=b;User=c', `Server=a;Password=${R};User=c`],
  ['an XML element', '<password>abc</password><port>1</port>', `<password>${R}</password><port>1</port>`],
  ['a directive', 'bind 0\nrequirepass foobared\n', `bind 0\nrequirepass ${R}\n`],
  ['flags of a command', 'mysql --password=a --token b -h c', `mysql --password=${R} --token ${R} -h c`],
  ['a header', "curl -H 'Authorization: Bearer abc' x", `curl -H 'Authorization: Bearer ${R}' x`],
  ['the password in a URL', 'http://u:pw@h/p', `http://u:${R}@h/p`],
  ['user information without a scheme', 'u:pw@h', `u:${R}@h`],
  ['a query', 'https://h/x?token=abc&y=1', `https://h/x?token=${R}&y=1`],
  ['a default that is a literal', '${PASSWORD:-hunter2}', `\${PASSWORD:${R}}`],
  ['a private key', 'a\n-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\nb', `a\n${R}\nb`],
  ['base64 of a private key', 'x: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVk=', `x: ${R}`],
  ['a random value under a hint', 'sentry_key=9f8a7b6c5d4e3f2a1b0c', `sentry_key=${R}`],
];

for (const [name, before, after] of cases) {
  test(`${name} loses its secret`, () => assert.equal(redactText(before), after));
  test(`${name} stays as it is the second time`, () => assert.equal(redactText(after), after));
}

const unchanged: readonly string[] = [
  'nginx:1.27@sha256:0123456789abcdef',
  'ops@example.com',
  'key: node.kubernetes.io/name',
  'secretName: shop-tls',
  'password_file=/etc/shop/password',
  'PGPASSWORD="$(cat /run/secrets/password)" pg_dump shop',
  'authorization-mode=Node,RBAC',
  'proxy_pass http://backend;',
  'image: registry.example.com/token-service@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'password: {{ .Values.password }}',
  'The token is read from a file.',
  'certificate: -----BEGIN CERTIFICATE-----',
  'tokens_per_second: 10',
  'token_ttl = 1h',
  'postgres://$(USER):$(PASSWORD)@db/shop',
  'http://localhost:8080/-/reload',
  'kind: Secret\nmetadata:\n  name: shop',
];

for (const text of unchanged) {
  test(`${JSON.stringify(text)} holds no secret`, () => assert.equal(redactText(text), text));
}

test('a hostile text costs time in proportion to its length', () => {
  const hostile = [
    'token=',
    'token="\\',
    '-----BEGIN PRIVATE KEY-----',
    '://a:',
    'auth:\n ',
    'pass:\n',
    "key='",
    ' -u a:',
    'a',
  ];
  for (const piece of hostile) {
    // Quadratic time over 300 KB would be minutes; the bound is only there to end such a run.
    const start = process.cpuUsage().user;
    redactText(piece.repeat(Math.ceil(300_000 / piece.length)));
    assert.ok(process.cpuUsage().user - start < 5_000_000, piece);
  }
});
