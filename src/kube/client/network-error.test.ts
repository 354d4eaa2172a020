/** What Node says about connections, in words a person can act on. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Access } from './access.ts';
import { toNetworkError } from './network-error.ts';

const access: Access = {
  context: 'prod',
  namespace: null,
  cluster: { name: 'c', server: 'https://k8s:6443', authority: null, insecure: false, serverName: null, proxy: null },
  user: null,
};

const failure = (code: string, message = 'connect'): Error => Object.assign(new Error(message), { code });

const where = 'context "prod" (https://k8s:6443)';

const cases: readonly (readonly [string, unknown, string, string])[] = [
  [
    'a name nobody knows',
    failure('ENOTFOUND'),
    'unreachable',
    `${where}: the server's name is not known here; check the server in the kubeconfig, and whether a VPN is needed`,
  ],
  [
    'no name server',
    failure('EAI_AGAIN'),
    'unreachable',
    `${where}: the server's name cannot be looked up now; is there a network?`,
  ],
  [
    'several addresses that all refuse',
    new AggregateError([failure('ECONNREFUSED')]),
    'unreachable',
    `${where}: the connection was refused; is the cluster up, and is there a VPN between?`,
  ],
  [
    'a certificate that signs itself',
    failure('DEPTH_ZERO_SELF_SIGNED_CERT'),
    'tls',
    `${where}: the server's certificate signs itself and is not trusted; check certificate-authority-data of the cluster in the kubeconfig`,
  ],
  [
    'a certificate for another name',
    failure('ERR_TLS_CERT_ALTNAME_INVALID', 'Host: k8s. is not'),
    'tls',
    `${where}: the server's certificate is for another name; set tls-server-name in the kubeconfig if that is meant`,
  ],
  [
    'a TLS failure that is not in the table',
    failure('ERR_SSL_TLSV1_ALERT_BAD_CERTIFICATE', 'ssl3_read_bytes:\nalert bad certificate'),
    'tls',
    `${where}: no secure connection: ssl3_read_bytes: alert bad certificate; check the certificates in the kubeconfig`,
  ],
  ['a stop', failure('ABORT_ERR'), 'cancelled', `${where}: stopped`],
  ['anything else', new Error('who knows'), 'unreachable', `${where} cannot be reached: who knows`],
  ['a thing that is no error', 'text', 'unreachable', `${where} cannot be reached: text`],
];

for (const [name, error, code, message] of cases) {
  test(`${name} is ${code}`, () => {
    const found = toNetworkError(error, access);
    assert.deepEqual({ code: found.code, message: found.message }, { code, message });
  });
}
