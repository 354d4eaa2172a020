/** What a text itself says: the shapes of well-known credentials, references to where a secret is kept, and randomness. */

import { redactedLiteral } from './marker.ts';

/**
 * Credentials whose shape gives them away, whatever they are called. Certificates and public keys are no secrets.
 * Every repetition is bounded or over a class that cannot match what follows it: one pass, linear.
 */
const shapes: readonly string[] = [
  // PEM, written out or as base64 of it, unless it begins CERT or PUBLIC.
  String.raw`-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^-]{0,16384}(?:-(?!----)[^-]{0,4096}){0,64}(?:-----END [A-Z0-9 ]{0,40}-----)?`,
  String.raw`LS0tLS1CRUdJTiB(?!DRVJU|QVUJMSUMg)[A-Za-z0-9+/]{8,}={0,2}`,
  String.raw`AGE-SECRET-KEY-1[A-Z0-9]{20,}`,
  // AWS, Google, Azure, DigitalOcean, Hashicorp Vault.
  String.raw`\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b`,
  String.raw`\bAIza[\w-]{30,}`,
  String.raw`\bya29\.[\w-]{20,}`,
  String.raw`\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=[^;"'\s]{8,}`,
  String.raw`\bdo[opr]_v1_[a-f0-9]{32,}`,
  String.raw`\bhv[sbr]\.[\w-]{20,}`,
  // Source hosts and registries.
  String.raw`\b(?:gh[pousr]_|github_pat_)\w{20,}`,
  String.raw`\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas|imt)-[\w-]{16,}`,
  String.raw`\bnpm_[A-Za-z0-9]{30,}`,
  String.raw`\bpypi-AgE[\w-]{30,}`,
  String.raw`\bdckr_(?:pat|oat)_[\w-]{20,}`,
  // Messaging and payment.
  String.raw`\bxox[a-z]-[\w-]{10,}`,
  String.raw`\bxapp-\d-[\w-]{10,}`,
  String.raw`\bhooks\.slack\.com/(?:services|workflows)/[\w/-]{8,}`,
  String.raw`\bdiscord(?:app)?\.com/api/webhooks/[\w/-]{8,}`,
  String.raw`\.webhook\.office\.com/webhookb2/[^\s"']{8,}`,
  String.raw`\b\d{8,10}:[A-Za-z0-9_-]{35}\b`,
  String.raw`\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,}`,
  String.raw`\bwhsec_[A-Za-z0-9]{16,}`,
  String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}`,
  String.raw`\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}`,
  // A JSON web token: two parts of it begin with base64 of {".
  String.raw`\beyJ[\w-]{8,}\.eyJ[\w-]{4,}(?:\.[\w-]*)?`,
  // The password in a URL's authority; a variable there is a reference.
  String.raw`(?<=:\/\/[^\s/:@"'<>]{0,128}:)(?![$%{<])[^\s/@"']{1,256}(?=@)`,
  // The same without a scheme, where it is the whole text; `image:tag@sha256:…` is none.
  String.raw`(?<=^[^\s/:@"'<>]{1,128}:)(?![$%{<])[^\s/:@"']{1,256}(?=@(?!sha\d{3}:))`,
  // The token alone in it: https://TOKEN@host.
  String.raw`(?<=https?:\/\/)(?![$%{<])[A-Za-z0-9_-]{20,256}(?=@)`,
  // curl -u user:password
  String.raw`(?<=\s(?:-u|--user)[ =]["']?[\w.@+-]{1,64}:)(?![$%{<"'])[^\s"']{1,256}`,
  String.raw`\b[Bb]asic [A-Za-z0-9+/]{12,}={0,2}`,
  String.raw`\b[Bb]earer [A-Za-z0-9._~+/-]{16,}=*`,
];

const shape = new RegExp(shapes.join('|'), 'g');

/**
 * Every shape has one of these inside: a text without any is done. Kept apart because this expression is
 * several times cheaper than the shapes, and nearly every text of an estate ends here.
 */
const mayHaveShape =
  /-----BEGIN|LS0tLS1CRUdJTiB|AGE-SECRET|A(?:KI|SI|BI|CC)A|AIza|ya29|Key=|Signature=|_v1_|hv[sbr]\.|gh[pousr]_|github_pat|gl[a-z]{2,5}-|npm_|pypi-|dckr_|xox[a-z]-|xapp-|hooks\.slack|\/webhook|:[A-Za-z0-9_-]{35}|_live_|_test_|whsec_|SG\.|sk-|eyJ|:\/\/[^\s/]*@|^[^\s/:@]+:[^\s/:@]+@(?!sha)|\s-u|--user|asic |earer /;

/** The text with every credential of a well-known shape replaced; the same text where there is none. */
export const redactShapes = (text: string): string =>
  mayHaveShape.test(text) ? text.replaceAll(shape, redactedLiteral) : text;

/** True for a text that names a secret, or where it is kept, or nothing worth hiding. */
export const isReference = (text: string): boolean => {
  const rest = text.trim();
  if (rest === '' || words.test(rest) || places.test(rest)) return true;
  if (files.test(rest) || local.test(rest)) return true;
  return variable.test(rest) && leftOver.test(rest.replaceAll(variables, ''));
};

const words = /^(?:true|false|yes|no|on|off|null|none|nil|~|undefined|-|\*+|x{3,}|<[a-z][^<>]*>)$/i;

const places =
  /^(?:vault:|>>vault:|ref\+|secretref|op:\/\/|env:|file:|<path:|arn:aws[\w-]*:(?:secretsmanager|ssm|kms|iam):|projects\/[^/]+\/secrets\/|awssm:|gcpsm:|azurekeyvault:|k8s:|kubernetes:|sops:|ENC\[|\{cipher\})/;

/** Absolute paths under the folders that hold configuration, and names of files of key material. */
const files =
  /^(?:\/(?:etc|var|run|tmp|home|usr|opt|mnt|srv|app|secrets?|vault|data|config|root|dev|proc|certs?|keys?|workspace|bitnami)\/[^\s"']*|[\w./-]+\.(?:pem|key|crt|cer|txt|jks|p12|pfx|json|ya?ml|conf|env|pub|token))$/;

/** An address inside the pod or the cluster, without a query: nobody outside can use it. */
const local = /^https?:\/\/(?:localhost|127\.0\.0\.1|[\w.-]+\.svc(?:\.cluster\.local)?)(?::\d{1,5})?(?:\/[\w./-]*)?$/;

const variable = /[$%{]/;

/** `$(NAME)`, `${NAME}`, `$NAME`, `%NAME%`, `{{ … }}`, `%{…}`; a default after `:-` is a literal and stays. */
const variables =
  /\$\([\w.-]+\)|\$\((?:cat|<) ?[^()]{1,512}\)|\$\{(?:env:|file:|vault:|secret:)?[\w.]+\}|\$[A-Za-z_]\w*|%[\w]+%|%[{(][^{}()]{0,256}[})]s?|\{\{[^{}]{0,512}\}\}/g;

const leftOver = /^(?:bearer|basic|token)?[\s:;,@/."'|-]*$/i;

/**
 * True for a text that looks generated: sixteen characters or more, no blank, letters and digits mixed, and 3.2 bits
 * a character. Only asked where the name is a hint as well: image digests and hashes look the same.
 */
export const looksRandom = (text: string): boolean =>
  text.length >= 16 &&
  text.length <= 4096 &&
  /^[\w+/=.~!@#$%^&*-]+$/.test(text) &&
  /\d.*\d/.test(text) &&
  /[A-Za-z]/.test(text) &&
  !/^[a-z0-9.-]*[a-z]\.[a-z]{2,}(?::\d+)?$/.test(text) &&
  toEntropy(text) >= 3.2;

const toEntropy = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
};
