/** CEL by type, as data: `{int}` is any expression of that type, `$e` a name of its own, `{bool|$e:int}` may use it. */

export type CelType =
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'timestamp'
  | 'duration'
  | 'strings'
  | 'ints'
  | 'doubles'
  | 'map'
  | 'quantity'
  | 'url'
  | 'ip'
  | 'cidr'
  | 'semver'
  | 'optstring'
  | 'optint'
  | 'dyn'
  | 'any';

// oxfmt-ignore
export const literals: Readonly<Record<Exclude<CelType, 'any'>, readonly string[]>> = {
  bool: ['true', 'false'],
  int: ['0', '1', '-1', '2', '3', '7', '100', '0x1F', '9223372036854775807', '-9223372036854775808', '4294967296', '60'],
  uint: ['0u', '1u', '3u', '18446744073709551615u', '0xFFu'],
  double: ['0.0', '1.0', '-1.5', '0.1', '1e10', '1e-7', '1e308', '3.14159', '-0.0', '123456789.125', '1e21', "double('NaN')", "double('Infinity')"],
  string: [
    "''", "'a'", "'abc'", "'app-1'", "'häßlich ✓'", "'𝒳y'", "'a,b,,c'", "' pad '", "'A.B-c_d'", "r'\\d+\\n'", "'\\t\\'q\\''", "'10.0.0.1'", "'::1'", "'10.0.0.0/8'", "'1.2.3'", "'1.2.3-rc.1+x'", "'v1.2'", "'1Gi'", "'100m'", "'-5'", "'true'",
    "'2026-01-02T03:04:05Z'", "'2026-01-02T03:04:05.123456789+02:00'", "'1h30m'", "'https://example.com:8443/p/q?x=1&x=2#f'", "'1.5'", "'9223372036854775807'", "'9223372036854775808'", "'%s'", "'nginx:1.25'", "'kubernetes.io/x'", '"""multi\nline"""',
  ],
  bytes: ["b'abc'", "b''", "b'\\xff\\x00'", "bytes('é')"],
  timestamp: ["timestamp('2026-01-02T03:04:05Z')", "timestamp('1969-12-31T23:59:59.999Z')", "timestamp('0001-01-01T00:00:00Z')", "timestamp('9999-12-31T23:59:59.999999999Z')", "timestamp(1700000000)", "timestamp('2024-02-29T12:00:00.5-05:30')"],
  duration: ["duration('1h30m')", "duration('-1.5s')", "duration('0s')", "duration('100ms')", "duration('1us')", "duration('2540400h')", "duration('3ns')"],
  strings: ['[]', "['a']", "['a', 'b', 'a']", "['x', 'yy', 'zzz']", "['b', 'a', 'c']", "['1', '10', '2']"],
  ints: ['[]', '[1]', '[1, 2, 3]', '[3, 1, 2, 3]', '[9223372036854775807, 1]', '[-1, 0]'],
  doubles: ['[1.5, 2.5]', '[0.1]', '[]', '[-1.0, 1e10]'],
  map: ['{}', "{'a': 'b'}", "{'k': 'v', 'x': ''}", "{'a.b/c': '1'}"],
  quantity: ["quantity('1Gi')", "quantity('100m')", "quantity('1.5')", "quantity('0')", "quantity('-2k')", "quantity('12E')", "quantity('1e3')", "quantity('0.001Ki')"],
  url: ["url('https://example.com:8443/p/q?x=1&x=2#f')", "url('http://[::1]/')", "url('/path?k=v')", "url('mailto:a@b')"],
  ip: ["ip('10.0.0.1')", "ip('::1')", "ip('fe80::1')", "ip('255.255.255.255')", "ip('224.0.0.1')", "ip('2001:db8::abcd')"],
  cidr: ["cidr('10.0.0.0/8')", "cidr('::1/128')", "cidr('192.168.1.5/24')", "cidr('2001:db8::/32')", "cidr('0.0.0.0/0')"],
  semver: ["semver('1.2.3')", "semver('1.2.3-rc.1+build')", "semver('0.0.1')", "semver('v1.2', true)", "semver('10.20.30')"],
  optstring: ["optional.of('a')", 'optional.none()', "optional.ofNonZeroValue('')"],
  optint: ['optional.of(1)', 'optional.ofNonZeroValue(0)'],
  dyn: ['dyn(1)', "dyn('a')", 'dyn(1.5)', 'dyn([1, 2])', "dyn({'a': 1})", 'dyn(null)', 'dyn(2u)', 'null'],
};

/** Lists made of maps are sorted: the server goes through a Go map in no order. */
// oxfmt-ignore
export const templates: Readonly<Record<Exclude<CelType, 'any'>, readonly string[]>> = {
  bool: [
    '{int} < {int}', '{dyn} == {int}', '{dyn} == {dyn}', '{dyn} != {string}', '{uint} >= {int}', '{double} > {int}', '{string} < {string}', '{string} == {string}', '{bytes} < {bytes}', '{bytes} == {bytes}',
    '{bool} && {bool}', '{bool} || {bool}', '!{bool}', '{bool} ? {bool} : {bool}', '{bool} == {bool}', '{dyn} in {strings}', '{string} in {strings}', '{int} in {ints}', '{string} in {map}', '{dyn} > {int}', '{dyn} && {bool}', '{bool} || {dyn}',
    '{string}.startsWith({string})', '{string}.endsWith({string})', '{string}.contains({string})', "{string}.matches('^[a-z0-9-]+$')", "{string}.matches('(a|b)*c?\\\\d{1,3}')", '{string}.matches({string})', 'matches({string}, {string})',
    '{strings}.exists($e, {bool|$e:string})', '{strings}.all($e, {bool|$e:string})', '{ints}.exists_one($e, {bool|$e:int})', '{ints}.all($i, $e, {bool|$e:int,$i:int})', '{map}.exists($k, $v, {bool|$k:string,$v:string})', '{map}.all($k, {bool|$k:string})', '{dyn}.all($e, {bool|$e:dyn})', '{dyn}.exists($e, {bool|$e:dyn})', '{strings}.existsOne($i, $e, {bool|$i:int,$e:string})',
    '{timestamp} < {timestamp}', '{timestamp} == {timestamp}', '{duration} >= {duration}', '{quantity}.isGreaterThan({quantity})', '{quantity}.isLessThan({quantity})', '{quantity}.isInteger()', 'isQuantity({string})', '{quantity} == {quantity}', '{quantity}.compareTo({quantity}) == 0',
    'isURL({string})', 'isIP({string})', 'isCIDR({string})', 'isSemver({string})', 'isSemver({string}, {bool})', 'ip.isCanonical({string})', '{ip}.isLoopback()', '{ip}.isUnspecified()', '{ip}.isLinkLocalMulticast()', '{ip}.isGlobalUnicast()', '{ip} == {ip}', '{cidr}.containsIP({ip})', '{cidr}.containsIP({string})', '{cidr}.containsCIDR({cidr})', '{cidr}.containsCIDR({string})', '{cidr} == {cidr}', '{url} == {url}',
    '{semver}.isLessThan({semver})', '{semver}.compareTo({semver}) > 0', '{semver} == {semver}', '{strings}.isSorted()', '{ints}.isSorted()', 'sets.contains({strings}, {strings})', 'sets.intersects({ints}, {ints})', 'sets.equivalent({strings}, {strings})',
    '{optstring}.hasValue()', '{optstring} == {optstring}', 'has({dyn}.metadata)', '{strings} == {strings}', '{map} == {map}', '{ints} == {dyn}', 'type({dyn}) == int', 'type({dyn}) == string', 'type({int}) == type({dyn})', 'bool({string})', '!format.dns1123Label().validate({string}).hasValue()', 'format.uuid().validate({string}).hasValue()', "format.named('dns1123Subdomain').hasValue()", "format.named({string}).hasValue()",
    'authorizer.group({string}).resource({string}).check({string}).allowed()', "authorizer.group('').resource('secrets').namespace('oracle-a').name({string}).check('get').allowed()", "authorizer.group('apps').resource('statefulsets').namespace({string}).check('delete').allowed()", "authorizer.path('/oracle/x').check('get').allowed()", "authorizer.path('/metrics').check({string}).allowed()", "authorizer.serviceAccount('oracle-b', 'robot').group('apps').resource('statefulsets').namespace('oracle-b').check('get').allowed()", "authorizer.serviceAccount('oracle-a', 'robot').group('apps').resource('statefulsets').namespace('oracle-b').check('get').allowed()", "authorizer.requestResource.check('create').allowed()", "authorizer.requestResource.check({string}).allowed()", "authorizer.group('').resource('pods').subresource('log').namespace('oracle-a').check('get').allowed()", "authorizer.group('').resource('pods').subresource('exec').namespace('oracle-b').check('create').allowed()", "authorizer.group('').resource('configmaps').check('get').errored()",
  ],
  int: [
    '{int} + {int}', '{int} - {int}', '{int} * {int}', '{int} / {int}', '{int} % {int}', '-{int}', 'size({string})', '{string}.size()', '{strings}.size()', 'size({map})', 'size({bytes})', 'int({double})', 'int({string})', 'int({uint})', 'int({timestamp})', '{bool} ? {int} : {int}', '{string}.indexOf({string})', '{string}.lastIndexOf({string})', '{string}.indexOf({string}, {int})', '{string}.lastIndexOf({string}, {int})', '{ints}[{int}]', '{ints}.sum()', '{ints}.min()', '{ints}.max()', '{strings}.indexOf({string})', '{ints}.lastIndexOf({int})',
    '{timestamp}.getFullYear()', "{timestamp}.getHours('America/New_York')", '{timestamp}.getDayOfWeek()', "{timestamp}.getMinutes('+05:30')", '{timestamp}.getDayOfYear()', '{timestamp}.getMilliseconds()', "{timestamp}.getDate('Asia/Kolkata')", '{timestamp}.getMonth()', '{duration}.getSeconds()', '{duration}.getHours()', '{duration}.getMilliseconds()',
    '{quantity}.asInteger()', '{quantity}.compareTo({quantity})', '{ip}.family()', '{cidr}.prefixLength()', '{semver}.major()', '{semver}.patch()', '{semver}.compareTo({semver})', '{optint}.orValue({int})', '{optint}.value()', "size({ints}.filter($e, {bool|$e:int}))", 'size({url}.getQuery())',
  ],
  uint: ['{uint} + {uint}', '{uint} * {uint}', '{uint} - {uint}', '{uint} / {uint}', 'uint({int})', 'uint({double})', 'uint({string})', '{uint} % {uint}', ],
  double: ['{double} + {double}', '{double} * {double}', '{double} / {double}', '-{double}', 'double({int})', 'double({string})', 'double({uint})', '{quantity}.asApproximateFloat()', '{doubles}.sum()', '{doubles}.max()', '{doubles}[{int}]'],
  string: [
    '{string} + {string}', 'string({int})', 'string({double})', 'string({bool})', 'string({uint})', 'string({timestamp})', 'string({duration})', 'string({bytes})', 'string({ip})', 'string({cidr})', 'string({dyn})', '{string}.lowerAscii()', '{string}.upperAscii()', '{string}.trim()', '{string}.replace({string}, {string})', '{string}.replace({string}, {string}, {int})', '{string}.substring({int})', '{string}.substring({int}, {int})', '{string}.charAt({int})', '{strings}.join({string})', '{strings}.join()', '{strings}[{int}]', "{string}.find('[a-z]+')", '{string}.find({string})',
    "'%s and %s'.format([{string}, dyn({int})])", "'%s'.format([[{dyn}, dyn({int})]])", "'%d'.format([{int}])", "'%d'.format([{uint}])", "'%.3f'.format([{double}])", "'%e'.format([{double}])", "'%x'.format([{int}])", "'%X'.format([{string}])", "'%b'.format([{int}])", "'%o'.format([{int}])", "'%s'.format([{double}])", "'%s'.format([{dyn}])", "'%s'.format([{strings}])", "'%s'.format([{map}])", "'%s'.format([{timestamp}])", "'%s'.format([{duration}])", "'%s %%'.format([{bytes}])", "'%s'.format([type({dyn})])", '{string}.format([{int}])', "'%.1e'.format([{double}])", "'%.2f'.format([{int}])", "'%x'.format([{bytes}])", "'%s'.format([{'k': {dyn}}])",
    '{bool} ? {string} : {string}', '{map}[{string}]', '{optstring}.orValue({string})', '{optstring}.value()', '{url}.getHost()', '{url}.getHostname()', '{url}.getPort()', '{url}.getScheme()', '{url}.getEscapedPath()', '{strings}.min()', '{strings}.max()', "{optstring}.or({optstring}).orValue('none')", "authorizer.group('').resource('secrets').check('list').reason()", 
  ],
  bytes: ['bytes({string})', '{bytes} + {bytes}'],
  timestamp: ['{timestamp} + {duration}', '{timestamp} - {duration}', 'timestamp({string})', 'timestamp({int})', '{duration} + {timestamp}'],
  duration: ['{timestamp} - {timestamp}', 'duration({string})', '{duration} + {duration}', '{duration} - {duration}', 'duration(string({int}) + "s")'],
  strings: [
    '{strings} + {strings}', '{string}.split({string})', '{string}.split({string}, {int})', '{strings}.map($e, {string|$e:string})', '{strings}.map($e, {bool|$e:string}, {string|$e:string})', '{strings}.filter($e, {bool|$e:string})', "{string}.findAll('[a-z0-9]')", "{string}.findAll({string}, {int})", '{bool} ? {strings} : {strings}', '{map}.map($k, $k).sort()', '{strings}.transformList($i, $e, {string|$i:int,$e:string})', '{strings}.transformList($i, $e, {bool|$i:int,$e:string}, {string|$e:string})', '[{string}, {string}]', '[?{optstring}, {string}]', '{strings}.sort()', '{strings}.distinct()', '{strings}.reverse()', '{strings}.slice({int}, {int})', '{strings}.sortBy($e, {string|$e:string})', "format.dns1123Label().validate({string}).orValue([])", "format.labelValue().validate({string}).orValue(['fine'])", 'format.uri().validate({string}).orValue([])', 'format.date().validate({string}).orValue([])', '{map}.transformList($k, $v, {string|$k:string,$v:string}).sort()', "{url}.getQuery()[{string}]",
  ],
  ints: ['{ints} + {ints}', '{ints}.map($e, {int|$e:int})', '{ints}.filter($e, {bool|$e:int})', '[{int}, {int}]', '{strings}.map($e, {int|$e:string})', '{ints}.transformList($i, $e, {int|$i:int,$e:int})', '{ints}.sort()', '{ints}.distinct()', '{ints}.reverse()', '[{ints}, {ints}].flatten()', '[?{optint}, {int}]'],
  doubles: ['{doubles} + {doubles}', '{doubles}.map($e, {double|$e:double})', '[{double}, {double}]'],
  map: ['{map}.transformMap($k, $v, {string|$k:string,$v:string})', '{map}.transformMap($k, $v, {bool|$k:string,$v:string}, {string|$k:string,$v:string})', "{'a': {string}, 'b': {string}}", '{ {string}: {string} }', "{?'o': {optstring}}", '{strings}.transformMapEntry($i, $e, {$e: {string|$e:string}})', '{bool} ? {map} : {map}'],
  quantity: ['quantity({string})', '{quantity}.add({quantity})', '{quantity}.sub({quantity})', '{quantity}.add({int})', '{quantity}.sub({int})'],
  url: ['url({string})'],
  ip: ['ip({string})', '{cidr}.ip()'],
  cidr: ['cidr({string})', '{cidr}.masked()'],
  semver: ['semver({string})', 'semver({string}, {bool})'],
  optstring: ['optional.of({string})', 'optional.ofNonZeroValue({string})', '{map}[?{string}]', '{strings}[?{int}]', '{optstring}.or({optstring})', '{optstring}.optMap($o, {string|$o:string})', '{optstring}.optFlatMap($o, optional.of({string|$o:string}))', '{strings}.first()', '{strings}.last()', ],
  optint: ['optional.of({int})', '{ints}[?{int}]', '{optint}.or({optint})', '{optint}.optMap($o, {int|$o:int})', '{ints}.first()'],
  dyn: ['dyn([dyn({int}), {string}])', 'dyn({int})', 'dyn({double})', 'dyn({string})', 'dyn({strings})', 'dyn({uint})', '{dyn}[{int}]', '{dyn}[{string}]', '{dyn}.name', '{dyn} + {int}', '{bool} ? {dyn} : {dyn}', "dyn({'a': {int}})", '{dyn}.size()', '{dyn}.map($e, {dyn|$e:dyn})', '{dyn}.filter($e, {bool|$e:dyn})', '{dyn} * {dyn}', '-{dyn}'],
};

/** What the API server's CEL does not have, or not for these types: policies that use it are refused. */
// oxfmt-ignore
export const foreign: readonly string[] = ['math.greatest(1, 2) > 1', "cel.bind(x, 1, x) == 1", "base64.encode(b'a') == 'YQ=='", "regex.replace('a', 'b', 'c') == ''", "'abc'.reverse() == 'cba'", 'lists.range(3) == [0, 1, 2]', "strings.quote('a') == ''", '1 == 1.0', "string(quantity('1')) == '1'", 'object.spec.replicas > ', "'a' + 1 == 'a1'", 'unknownVariable', 'size(1) == 1', '[1, 2.0] == []', "has(object)", 'request.nothing == 1', 'namespaceObject.spec.nothing', 'authorizer.check()', "params.x == 1 && variables.later == 1", "'a'.matches('(')", '1 / 0 == 1', '9223372036854775808 > 0', "timestamp('x') == null"];
