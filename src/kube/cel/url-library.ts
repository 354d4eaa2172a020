/** `url()` and the parts of a URL, as in the API server from its first CEL on. */

import type { Library } from '../../lang/cel/overload.ts';
import { boolType, listOf, mapOf, opaqueType, stringType } from '../../lang/cel/type.ts';
import { EvaluationFault, MapValue, OpaqueValue, toMapKey } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { global, libraryOf, member } from './declare-overload.ts';
import { escapedPath, hostname, parseRequestUri, parseUrl, port, readQuery, renderUrl, toText } from './parse-url.ts';
import type { GoUrl, ParsedUrl } from './parse-url.ts';

const urlType = opaqueType('kubernetes.URL');

export class UrlValue extends OpaqueValue {
  readonly typeName = 'kubernetes.URL';
  readonly url: GoUrl;
  constructor(url: GoUrl) {
    super();
    this.url = url;
  }
  equals(other: OpaqueValue): boolean {
    if (!(other instanceof UrlValue)) throw new EvaluationFault('no such overload');
    return renderUrl(this.url) === renderUrl(other.url);
  }
}

/** Read twice, as in Kubernetes: a request URI is asked for, but only the second reading knows fragments. */
const read = (text: Value): UrlValue => {
  assertUrl(parseRequestUri(text as string));
  return new UrlValue(assertUrl(parseUrl(text as string)));
};

const assertUrl = (parsed: ParsedUrl): GoUrl => {
  if (parsed.kind === 'url') return parsed.url;
  throw new EvaluationFault(`URL parse error during conversion from string: ${parsed.message}`);
};

const asks =
  (part: (url: GoUrl) => string) =>
  (value: Value): string =>
    toText(part((value as UrlValue).url));

const query = (value: Value): MapValue =>
  new MapValue(
    new Map(Array.from(readQuery((value as UrlValue).url), ([name, values]) => [toMapKey(name), [name, values]])),
  );

export const urlLibrary: Library = libraryOf('kubernetes.urls', [
  global('string_to_url', 'url', [stringType], urlType, read),
  global('is_url_string', 'isURL', [stringType], boolType, (text) => parseRequestUri(text as string).kind === 'url'),
  member(
    'url_get_scheme',
    'getScheme',
    [urlType],
    stringType,
    asks(({ scheme }) => scheme),
  ),
  member(
    'url_get_host',
    'getHost',
    [urlType],
    stringType,
    asks(({ host }) => host),
  ),
  member('url_get_hostname', 'getHostname', [urlType], stringType, asks(hostname)),
  member('url_get_port', 'getPort', [urlType], stringType, asks(port)),
  member('url_get_escaped_path', 'getEscapedPath', [urlType], stringType, asks(escapedPath)),
  member('url_get_query', 'getQuery', [urlType], mapOf(stringType, listOf(stringType)), query),
]);
