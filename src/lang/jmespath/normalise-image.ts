/** Image references in full, as Kyverno writes them: with a registry, and a tag where there is no digest. */

export type NormalImage =
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'defect'; readonly message: string };

/** With Kyverno's default registry, `docker.io`. */
export const normaliseImage = (text: string): NormalImage => {
  const full = withRegistry(text);
  const refuse = (why: string): NormalImage => {
    const settings = 'defaultRegistry: docker.io, enableDefaultRegistryMutation: true';
    return { kind: 'defect', message: `bad image: ${full.slice(0, longestShown)}, ${settings}: ${why}` };
  };
  const parts = full.length > longestReference ? null : reference.exec(full);
  if (parts === null) {
    return reference.test(full.toLowerCase())
      ? refuse('repository name must be lowercase')
      : refuse('invalid reference format');
  }
  const [, name = '', tag, digest] = parts;
  if (name.length > longestName) return refuse('repository name must not be more than 255 characters');
  if (digest !== undefined) {
    const problem = checkDigest(digest);
    if (problem !== null) return refuse(problem);
    return { kind: 'image', image: `${name}@${digest}` };
  }
  return { kind: 'image', image: `${name}:${tag ?? 'latest'}` };
};

const longestShown = 2000;
/** Longer than any name, tag and digest together. */
const longestReference = 2000;
const longestName = 255;

const withRegistry = (text: string): string => {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  const isRegistry = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  return isRegistry ? text : `docker.io/${text}`;
};

const domainPart = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const domain = `(?:${domainPart}(?:\\.${domainPart})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const pathPart = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const reference = new RegExp(
  `^(?=((?:${domain}/)?${pathPart}(?:/${pathPart})*))\\1(?::([\\w][\\w.-]{0,127}))?` +
    '(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$',
);

const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

const checkDigest = (digest: string): string | null => {
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = digestLengths.get(algorithm);
  if (length === undefined) return 'unsupported digest algorithm';
  if (hex.length !== length) return 'invalid checksum digest length';
  return /^[0-9a-f]+$/.test(hex) ? null : 'invalid checksum digest format';
};
