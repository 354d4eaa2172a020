/** `http.get` and `http.post`: what a policy asks of the world outside the cluster, through the host and no other way. */

import { libraryOf } from '../../../../kube/cel/declare-overload.ts';
import { explainForbiddenUrl } from '../../../../kube/policy/forbidden-host.ts';
import { toJson } from '../../../../kube/policy/mutation/to-json.ts';
import { getEntry, keysOf } from '../../../../lang/cel/map-access.ts';
import type { Library } from '../../../../lang/cel/overload.ts';
import { dynType, mapOf, opaqueType, stringType } from '../../../../lang/cel/type.ts';
import type { OpaqueValue, Value } from '../../../../lang/cel/value.ts';
import type { Request } from '../../../../model/request.ts';
import { ask, refuse, type KyvernoWorld, WorldValue } from '../kyverno-world.ts';
import { bothNames } from './go-names.ts';

export const httpType = opaqueType('http.Context');
const headersType = mapOf(stringType, stringType);

/** With certificates of its own to trust. */
class TrustingValue extends WorldValue {
  readonly caBundle: string;
  constructor(world: KyvernoWorld, caBundle: string) {
    super(httpType.kind === 'opaque' ? httpType.name : '', world);
    this.caBundle = caBundle;
  }
  override equals(other: OpaqueValue): boolean {
    return other instanceof TrustingValue && other.world === this.world && other.caBundle === this.caBundle;
  }
}

const get = (context: Value, url: Value, headers: Value | undefined): Value =>
  call(context as WorldValue, { kind: 'http', method: 'GET', url: url as string, body: null }, headers);

const post = (context: Value, url: Value, data: Value, headers: Value | undefined): Value => {
  const body = toJson(data);
  if (body === undefined) return refuse('request failed: failed to encode request data');
  return call(
    context as WorldValue,
    { kind: 'http', method: 'POST', url: url as string, body: JSON.stringify(body) },
    headers,
  );
};

/** What is known without a call, as what a test gives for one, is not held to where a call may go: nobody is called. */
const call = (context: WorldValue, bare: HttpRequest, headers: Value | undefined): Value => {
  const request = withMore(bare, context, headers);
  const { world } = context;
  const known = world.answer(request);
  if (known?.kind !== 'value') {
    if (world.namespace !== '') return refuse(`request failed: ${notInNamespaces}`);
    const forbidden = explainForbiddenUrl(request.url);
    if (forbidden !== null) return refuse(`request failed: ${forbidden}`);
  }
  const answer = ask(world, request);
  return answer.kind === 'value' ? answer.value : refuse(`request failed: nothing answers ${request.url}`);
};

const notInNamespaces =
  'http calls are not allowed in namespaced policies: set --allowHTTPInNamespacedPolicies to enable';

type HttpRequest = Extract<Request, { readonly kind: 'http' }>;

const withMore = (request: HttpRequest, context: WorldValue, headers: Value | undefined): HttpRequest => {
  const written = headers === undefined ? [] : readHeaders(headers);
  return {
    ...request,
    ...(written.length === 0 ? {} : { headers: Object.fromEntries(written) }),
    ...(context instanceof TrustingValue ? { caBundle: context.caBundle } : {}),
  };
};

const readHeaders = (headers: Value): readonly (readonly [string, string])[] =>
  keysOf(headers)
    .map((key) => [key as string, getEntry(headers, key) as string] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

const client = (context: Value, caBundle: Value): Value => {
  if (caBundle === '') return context;
  if (!/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(caBundle as string)) {
    return refuse('request failed: failed to parse PEM CA bundle for APICall');
  }
  return new TrustingValue((context as WorldValue).world, caBundle as string);
};

export const httpLibrary: Library = libraryOf('kyverno.http', [
  ...bothNames('http_get_string', 'get', [httpType, stringType], dynType, (context, url) =>
    get(context, url, undefined),
  ),
  ...bothNames('http_get_string_headers', 'get', [httpType, stringType, headersType], dynType, get),
  ...bothNames('http_post_string_any', 'post', [httpType, stringType, dynType], dynType, (context, url, data) =>
    post(context, url, data, undefined),
  ),
  ...bothNames('http_post_string_any_headers', 'post', [httpType, stringType, dynType, headersType], dynType, post),
  ...bothNames('http_client_string', 'client', [httpType, stringType], httpType, client),
]);
