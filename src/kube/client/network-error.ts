/** Turns what Node says about a connection into what a person can act on. */

import { type Access, describeAccess } from './access.ts';
import { ClientError, type ClientErrorCode, toOneLine } from './client-error.ts';

/** A ClientError for anything that a connection may fail with. */
export const toNetworkError = (error: unknown, access: Access): ClientError => {
  if (error instanceof ClientError) return error;
  const code = codeOf(error);
  if (code === 'ABORT_ERR') return new ClientError('cancelled', `${describeAccess(access)}: stopped`, { cause: error });
  const known = findKnown(code);
  if (known !== undefined) {
    return new ClientError(known.code, `${describeAccess(access)}: ${known.what}; ${known.todo}`, { cause: error });
  }
  const isTls = /^(ERR_SSL|ERR_TLS|ERR_OSSL|CERT_|EPROTO)/.test(code) || /certificate|ssl|tls/i.test(messageOf(error));
  const what = toOneLine(messageOf(error)).slice(0, 200);
  return isTls
    ? new ClientError(
        'tls',
        `${describeAccess(access)}: no secure connection: ${what}; check the certificates in the kubeconfig`,
        { cause: error },
      )
    : new ClientError('unreachable', `${describeAccess(access)} cannot be reached: ${what}`, { cause: error });
};

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Several addresses of one name were tried: the first failure stands for all.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
};

const messageOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
};

interface Known {
  readonly code: ClientErrorCode;
  readonly what: string;
  readonly todo: string;
}

const findKnown = (code: string): Known | undefined => (Object.hasOwn(byCode, code) ? byCode[code] : undefined);

const up = 'is the cluster up, and is there a VPN between?';
const authority = 'check certificate-authority-data of the cluster in the kubeconfig';

const damaged: Known = {
  code: 'bad-answer',
  what: 'the compressed answer is damaged',
  todo: 'is there a proxy between that changes it?',
};

const byCode: Readonly<Record<string, Known>> = {
  Z_BUF_ERROR: damaged,
  Z_DATA_ERROR: damaged,
  ECONNREFUSED: { code: 'unreachable', what: 'the connection was refused', todo: up },
  ENOTFOUND: {
    code: 'unreachable',
    what: "the server's name is not known here",
    todo: 'check the server in the kubeconfig, and whether a VPN is needed',
  },
  EAI_AGAIN: { code: 'unreachable', what: "the server's name cannot be looked up now", todo: 'is there a network?' },
  EHOSTUNREACH: { code: 'unreachable', what: 'there is no route to the server', todo: up },
  ENETUNREACH: { code: 'unreachable', what: 'there is no route to the server', todo: up },
  ETIMEDOUT: { code: 'timeout', what: 'the server does not answer', todo: up },
  ECONNRESET: { code: 'unreachable', what: 'the connection was broken off', todo: up },
  EPIPE: { code: 'unreachable', what: 'the connection was broken off', todo: up },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    code: 'tls',
    what: "the server's certificate signs itself and is not trusted",
    todo: authority,
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    code: 'tls',
    what: "the server's certificate is signed by an authority that is not trusted",
    todo: authority,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    code: 'tls',
    what: "the server's certificate is signed by an authority that is not trusted",
    todo: authority,
  },
  UNABLE_TO_GET_ISSUER_CERT: {
    code: 'tls',
    what: "the server's certificate is signed by an authority that is not trusted",
    todo: authority,
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    code: 'tls',
    what: "the server's certificate is signed by an authority that is not trusted",
    todo: authority,
  },
  CERT_SIGNATURE_FAILURE: {
    code: 'tls',
    what: "the server's certificate is not signed by the authority in the kubeconfig",
    todo: authority,
  },
  CERT_HAS_EXPIRED: {
    code: 'tls',
    what: "the server's certificate has expired",
    todo: "have it renewed, or check this machine's clock",
  },
  CERT_NOT_YET_VALID: {
    code: 'tls',
    what: "the server's certificate is not valid yet",
    todo: "check this machine's clock",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'tls',
    what: "the server's certificate is for another name",
    todo: 'set tls-server-name in the kubeconfig if that is meant',
  },
  EPROTO: {
    code: 'tls',
    what: 'the server does not speak TLS on that port',
    todo: 'check the server in the kubeconfig',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    code: 'tls',
    what: 'the server does not speak TLS on that port',
    todo: 'check the server in the kubeconfig',
  },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: {
    code: 'tls',
    what: 'the server does not speak TLS on that port',
    todo: 'check the server in the kubeconfig',
  },
};
