/** What `images` says of one image: its reference taken apart as the distribution project does, with Docker's registry where it names none. */

import type { JsonObject } from '../../../model/json.ts';

export type ReadImage =
  | { readonly kind: 'image'; readonly image: JsonObject }
  | { readonly kind: 'defect'; readonly message: string };

export const readImage = (written: string): ReadImage => {
  const full = withRegistry(written);
  const [, name, tag = '', digest = ''] = full.length > longest ? [] : (reference.exec(full) ?? []);
  if (name === undefined) return defect(full, describeMismatch(full));
  const [, domain = '', path = name] = domainAndPath.exec(name) ?? [];
  if (path.length > 255) return defect(full, 'repository name must not be more than 255 characters');
  const wrong = digest === '' ? undefined : describeDigest(digest);
  if (wrong !== undefined) return defect(full, wrong);
  return { kind: 'image', image: toImage(domain, path, tag === '' && digest === '' ? 'latest' : tag, digest) };
};

const toImage = (domain: string, whole: string, tag: string, digest: string): JsonObject => {
  const repository = domain === '' ? whole : `${domain}/${whole}`;
  const slash = whole.indexOf('/');
  // A host that no domain name may be called is taken for the registry, too.
  const isHost = domain === '' && slash > 0 && whole.slice(0, slash).includes('_');
  const registry = isHost ? whole.slice(0, slash) : domain;
  return {
    ...(registry === '' ? {} : { registry }),
    name: whole.slice(whole.lastIndexOf('/') + 1),
    path: isHost ? whole.slice(slash + 1) : whole,
    ...(tag === '' ? {} : { tag }),
    ...(digest === '' ? {} : { digest }),
    reference: digest === '' ? `${repository}:${tag}` : `${repository}@${digest}`,
    referenceWithTag: `${repository}:${tag}`,
  };
};

const withRegistry = (written: string): string => {
  const slash = written.indexOf('/');
  const first = written.slice(0, Math.max(slash, 0));
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  return isHost ? written : `docker.io/${written}`;
};

/** A repository has at most 255 characters, a tag 128, and so has a host; more is no reference, and costs to read. */
const longest = 2048;

const component = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const domainName = String.raw`(?:${component}(?:\.${component})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
const pathComponent = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const remoteName = `${pathComponent}(?:/${pathComponent})*`;
const digestPattern = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const reference = new RegExp(
  String.raw`^((?:${domainName}/)?${remoteName})(?::([0-9A-Za-z_][0-9A-Za-z_.-]{0,127}))?(?:@(${digestPattern}))?$`,
);
const domainAndPath = new RegExp(`^(?:(${domainName})/)?(${remoteName})$`);

const describeMismatch = (full: string): string =>
  full.length <= longest && reference.test(full.toLowerCase())
    ? 'repository name must be lowercase'
    : 'invalid reference format';

const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

const describeDigest = (digest: string): string | undefined => {
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = digestLengths.get(algorithm);
  if (length === undefined) return 'unsupported digest algorithm';
  if (hex.length !== length) return 'invalid checksum digest length';
  return /^[a-f0-9]+$/.test(hex) ? undefined : 'invalid checksum digest format';
};

const defect = (full: string, why: string): ReadImage => ({
  kind: 'defect',
  message: `bad image: ${full}, defaultRegistry: docker.io, enableDefaultRegistryMutation: true: ${why}`,
});
