/** Kubeconfig files for the test cluster's users. JSON, which every reader of kubeconfigs takes as the YAML it is. */

import type { KeyPair } from './certificates.ts';

export type Credential =
  | ({ readonly kind: 'certificate' } & KeyPair)
  /** The `user` stanza as it stands in the file: a token, an exec plug-in. */
  | { readonly kind: 'user'; readonly user: unknown };

/** One cluster, one user, one context, all called `vauban-test`. */
export const renderKubeconfig = (server: string, authority: string, credential: Credential): string =>
  JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: contextName, cluster: { server, 'certificate-authority-data': encode(authority) } }],
      users: [{ name: contextName, user: toUser(credential) }],
      contexts: [{ name: contextName, context: { cluster: contextName, user: contextName } }],
      'current-context': contextName,
    },
    null,
    2,
  );

export const contextName = 'vauban-test';

const toUser = (credential: Credential): unknown =>
  credential.kind === 'user'
    ? credential.user
    : { 'client-certificate-data': encode(credential.certificate), 'client-key-data': encode(credential.key) };

const encode = (text: string): string => Buffer.from(text).toString('base64');
