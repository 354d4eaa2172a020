/** Image names as the distribution project reads them, with Docker's registry where they name none: what Kyverno does with all images. */

export interface ImageName {
  /** The empty text where the first part, for all it was taken for a host, can be none: it is then of the path. */
  readonly domain: string;
  readonly path: string;
  /** As written; the empty text for none. */
  readonly tag: string;
  readonly digest: string;
}

export type ParsedImageName =
  | { readonly kind: 'name'; readonly name: ImageName }
  | { readonly kind: 'defect'; readonly message: string };

export const parseImageName = (written: string): ParsedImageName => {
  const full = withRegistry(written);
  const parts = full.length > longest ? null : reference.exec(full);
  if (parts === null) return defect(full, describeMismatch(full));
  const [, name = '', tag = '', digest = ''] = parts;
  const [, domain = '', path = name] = domainAndPath.exec(name) ?? [];
  if (path.length > longestPath) return defect(full, 'repository name must not be more than 255 characters');
  const wrong = digest === '' ? null : checkDigest(digest);
  return wrong === null ? { kind: 'name', name: { domain, path, tag, digest } } : defect(full, wrong);
};

/** What stands before the first slash is a host where it looks like one. */
const withRegistry = (text: string): string => {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  const isRegistry = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  return isRegistry ? text : `docker.io/${text}`;
};

/** Longer than any host, path, tag and digest together; more is no reference, and costs to read. */
const longest = 2048;
const longestPath = 255;

const domainPart = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const domainName = String.raw`(?:${domainPart}(?:\.${domainPart})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
const pathPart = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const remoteName = `${pathPart}(?:/${pathPart})*`;
const digestPattern = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
/** The name is read once and for all: what follows never asks for another reading of it. */
const reference = new RegExp(
  String.raw`^(?=((?:${domainName}/)?${remoteName}))\1(?::([\w][\w.-]{0,127}))?(?:@(${digestPattern}))?$`,
);
const domainAndPath = new RegExp(`^(?:(${domainName})/)?(${remoteName})$`);

const describeMismatch = (full: string): string =>
  full.length <= longest && reference.test(full.toLowerCase())
    ? 'repository name must be lowercase'
    : 'invalid reference format';

const checkDigest = (digest: string): string | null => {
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = digestLengths.get(algorithm);
  if (length === undefined) return 'unsupported digest algorithm';
  if (hex.length !== length) return 'invalid checksum digest length';
  return /^[0-9a-f]+$/.test(hex) ? null : 'invalid checksum digest format';
};

const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

const defect = (full: string, why: string): ParsedImageName => ({
  kind: 'defect',
  message: `bad image: ${full.slice(0, longest)}, defaultRegistry: docker.io, enableDefaultRegistryMutation: true: ${why}`,
});
