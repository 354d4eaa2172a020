/** The test cluster's certificates, made with the `openssl` program: an authority, the server, and one client a user. */

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Identity {
  /** The user's name, the certificate's CN. */
  readonly name: string;
  /** The user's groups, the certificate's O. */
  readonly groups: readonly string[];
}

/** A key pair on disk, PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** True where there is an `openssl`: without one no control plane can be started. */
export const hasOpenssl = (): Promise<boolean> =>
  run('openssl', ['version']).then(
    () => true,
    () => false,
  );

/** Makes the authority `ca` and the service accounts' signing key `sa` in a folder; gives the authority's certificate. */
export const makeAuthority = async (folder: string): Promise<string> => {
  await Promise.all([makeKey(folder, 'ca'), makeKey(folder, 'sa')]);
  const authority = [
    'req',
    '-x509',
    '-new',
    '-key',
    'ca.key',
    '-subj',
    '/CN=vauban-test',
    '-days',
    '7',
    '-out',
    'ca.crt',
  ];
  await Promise.all([
    run('openssl', authority, { cwd: folder }),
    run('openssl', ['pkey', '-in', 'sa.key', '-pubout', '-out', 'sa.pub'], { cwd: folder }),
  ]);
  return readFileSync(join(folder, 'ca.crt'), 'utf8');
};

export const makeServerCertificate = (folder: string): Promise<KeyPair> =>
  makeCertificate(
    folder,
    'apiserver',
    '/CN=kube-apiserver',
    'subjectAltName=DNS:localhost,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.0.0.1\nextendedKeyUsage=serverAuth\n',
  );

/** A client certificate that the API server takes for this user in these groups. */
export const makeClientCertificate = (folder: string, file: string, identity: Identity): Promise<KeyPair> =>
  makeCertificate(
    folder,
    file,
    [...identity.groups.map((group) => `/O=${group}`), `/CN=${identity.name}`].join(''),
    'extendedKeyUsage=clientAuth\n',
  );

const makeCertificate = async (folder: string, file: string, subject: string, extensions: string): Promise<KeyPair> => {
  await makeKey(folder, file);
  writeFileSync(join(folder, `${file}.ext`), extensions);
  await run('openssl', ['req', '-new', '-key', `${file}.key`, '-subj', subject, '-out', `${file}.csr`], {
    cwd: folder,
  });
  // A random serial each: `-CAcreateserial` shares a file, and these run side by side.
  const serial = `0x${crypto.randomUUID().replaceAll('-', '').slice(1)}`;
  const sign = [
    'x509',
    '-req',
    '-in',
    `${file}.csr`,
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-set_serial',
    serial,
    '-days',
    '7',
  ];
  await run('openssl', [...sign, '-extfile', `${file}.ext`, '-out', `${file}.crt`], { cwd: folder });
  return {
    certificate: readFileSync(join(folder, `${file}.crt`), 'utf8'),
    key: readFileSync(join(folder, `${file}.key`), 'utf8'),
  };
};

const makeKey = (folder: string, file: string): Promise<unknown> =>
  run('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${file}.key`], {
    cwd: folder,
  });
