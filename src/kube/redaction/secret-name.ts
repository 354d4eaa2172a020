/** What the name of a field, variable, flag or key says about its value: secret, perhaps secret, a reference, or nothing. */

/**
 * - `password`: whatever stands there is secret, even a number.
 * - `secret`: a text that is no reference is secret.
 * - `collection`: holds several secrets, by name or in a list.
 * - `hint`: secret where the value also looks random.
 * - `plain`: says nothing, or names where a secret is kept.
 */
export type NameKind = 'password' | 'secret' | 'collection' | 'hint' | 'plain';

/** Names that were judged before. Emptied when full, so that an input of a million names costs no memory. */
const known = new Map<string, NameKind>();
const mostKnown = 8192;

/** A longer "name" is prose or a payload. */
const longestName = 256;

export const toNameKind = (name: string): NameKind => {
  const before = known.get(name);
  if (before !== undefined) return before;
  const kind = name.length > longestName ? 'plain' : judgeName(name);
  if (known.size >= mostKnown) known.clear();
  known.set(name, kind);
  return kind;
};

const judgeName = (name: string): NameKind => {
  const words = toWords(name);
  const last = words.at(-1) ?? '';
  const joined = words.join('');
  if (references.test(joined) || (words.length > 1 && pointers.has(last) && !strongTails.test(joined))) return 'plain';
  if (collections.test(joined)) return 'collection';
  if (passwords.test(joined) || words.some(isPassWord)) return 'password';
  if (secrets.test(joined) || words.some((word) => word.endsWith('token') || secretWords.has(word))) return 'secret';
  return words.some((word) => hints.has(word)) ? 'hint' : 'plain';
};

/** `dbPassword`, `DB_PASSWORD` and `db.password` are all `db`, `password`. */
const toWords = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

const isPassWord = (word: string): boolean =>
  (word.endsWith('pass') && !/^(?:by|com|encom|sur|tres|over|under|multi|single|proxy)pass$/.test(word)) ||
  word.endsWith('pwd');

const passwords = /password|passwd|passphrase|passcode/;

const secrets =
  /secret|credential|apikey|privatekey|accesskey|encryptionkey|decryptionkey|signingkey|signaturekey|masterkey|sharedkey|accountkey|storagekey|licensekey|keydata|connectionstring|connstr|authorization|masterauth|bearertoken|webhookurl|setcookie/;

const secretWords: ReadonlySet<string> = new Set(['bearer', 'dsn', 'jwt', 'pat', 'sas', 'cookie', 'otp', 'hmac']);

const collections = /^(?:.*(?:passwords|passphrases|tokens|credentials|apikeys|privatekeys|accesskeys))$/;

const hints: ReadonlySet<string> = new Set(
  'key keys auth salt seed cert license licence session signature sig hash pin dsn url uri webhook login pw cred creds'.split(
    ' ',
  ),
);

/** Names that hold the name of a Secret, a kind, a switch or an exception's reason, and never a secret's value. */
const references =
  /^(?:secrets|existingsecret|.*pullsecrets?|(?:auth|tls|authtls|ca|cert|certificate|ssl|proxyssl|default)secret|tokenreviews?|.*secretrefs?|.*automount.*token|.*keyid|accesskeyid|proxypass|fastcgipass|uwsgipass|grpcpass|checksum.*|exceptvaubandev.*|checkovioskip.*|bridgecrewioskip.*|ignorecheckkubelinterio.*|vaulthashicorpcom.*|.*(?:password|passwd|token|passphrase)key|(?:no|allow|enable|disable|use|require|skip|has|is|with)(?:password|token|secret|credential)s?|maxtokens)$/;

/** A name that ends in one of these says where, how or how long: `passwordFile`, `tokenTTL`, `secretName`. */
const pointers: ReadonlySet<string> = new Set(
  (
    'name names ref refs reference references file files filename path paths dir directory folder mount mounts mountpath url uri ' +
    'endpoint host hosts hostname port type types kind policy policies length size ttl expiration expiry expires age ' +
    'seconds minutes hours days duration timeout period interval enabled disabled required enable optional review reviews ' +
    'namespace selector store provider providers class version algorithm alg format method mode modes audience audiences ' +
    'issuer issuers header headers field fields property prefix suffix count limit limits max min rotation manager operator ' +
    'controller validator validation reviewer template engine annotations labels resources storage generator user username ' +
    'region image tag replicas verbs arn service server claim claims scope scopes request requests rate cache strategy ' +
    'source encoding env var variable variables volume volumes backend driver plugin status state message reason description help'
  ).split(' '),
);

/** A word that only seems to point elsewhere: a webhook's address is its password. */
const strongTails = /webhookurl$/;
