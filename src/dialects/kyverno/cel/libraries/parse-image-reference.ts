/** Reads an image reference as go-containerregistry does where it is lenient: what is left out has Docker's defaults. */

export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  /** The empty text where a digest stands alone. */
  readonly tag: string;
  /** `sha256:…`; the empty text for none. */
  readonly digest: string;
}

export type ParsedImage =
  | { readonly kind: 'image'; readonly image: ImageReference }
  | { readonly kind: 'defect'; readonly message: string };

export const parseImageReference = (text: string): ParsedImage => {
  const image = readTag(text) ?? readDigest(text);
  return image === undefined
    ? { kind: 'defect', message: `could not parse reference: ${text}` }
    : { kind: 'image', image };
};

const readTag = (text: string): ImageReference | undefined => {
  const { base, tag = 'latest' } = cutTag(text);
  const repository = /^[\w.-]{1,128}$/.test(tag) ? readRepository(base) : undefined;
  return repository === undefined ? undefined : { ...repository, tag, digest: '' };
};

/** What stands behind the last colon, unless that colon is one of a port. */
const cutTag = (text: string): { readonly base: string; readonly tag?: string } => {
  const colon = text.lastIndexOf(':');
  const isTag = colon !== -1 && !text.slice(colon + 1).includes('/');
  return isTag ? { base: text.slice(0, colon), tag: text.slice(colon + 1) } : { base: text };
};

const readDigest = (text: string): ImageReference | undefined => {
  const [written = '', digest = '', ...more] = text.split('@');
  if (more.length > 0 || !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
  const tagged = readTag(written);
  const repository = tagged ?? readRepository(written);
  if (repository === undefined) return undefined;
  const tag = tagged === undefined ? '' : (cutTag(written).tag ?? '');
  return { registry: repository.registry, repository: repository.repository, tag, digest };
};

const readRepository = (name: string): Pick<ImageReference, 'registry' | 'repository'> | undefined => {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isRegistry = slash !== -1 && (first === 'localhost' || /[.:]/.test(first));
  const repository = isRegistry ? name.slice(slash + 1) : name;
  if (!/^[a-z0-9_\-./]{2,255}$/.test(repository) || (isRegistry && !isAuthority(first))) return undefined;
  const registry = !isRegistry || first === 'docker.io' ? dockerHub : first;
  const isOfficial = registry === dockerHub && !repository.includes('/');
  return { registry, repository: isOfficial ? `library/${repository}` : repository };
};

const dockerHub = 'index.docker.io';

/** A host with a port perhaps, as a URL has it. */
const isAuthority = (text: string): boolean => /^(?:\[[0-9a-fA-F:.]+\]|[^\s:[\]@/?#%\\^|<>"{}`]*)(?::\d*)?$/.test(text);
