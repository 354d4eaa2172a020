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
  try {
    return { kind: 'image', image: readTagged(text) ?? readDigested(text) };
  } catch (defect) {
    if (!(defect instanceof ReferenceDefect)) throw defect;
    return { kind: 'defect', message: `could not parse reference: ${text}` };
  }
};

/** Thrown and caught within this file: reading ends at the first mistake, and none is named. */
class ReferenceDefect {}

const refuse = (): never => {
  // oxlint-disable-next-line typescript/only-throw-error -- caught in this file
  throw new ReferenceDefect();
};

/** `undefined` where that is no reference with a tag, or none. */
const readTagged = (text: string): ImageReference | undefined => {
  try {
    return readTag(text);
  } catch (defect) {
    if (defect instanceof ReferenceDefect) return undefined;
    throw defect;
  }
};

const readTag = (text: string): ImageReference => {
  const colon = text.lastIndexOf(':');
  const hasTag = colon !== -1 && !text.slice(colon + 1).includes('/');
  const tag = hasTag ? text.slice(colon + 1) : 'latest';
  if (!/^[\w.-]{1,128}$/.test(tag)) refuse();
  return { ...readRepository(hasTag ? text.slice(0, colon) : text), tag, digest: '' };
};

const readDigested = (text: string): ImageReference => {
  const [base = '', digest = '', ...more] = text.split('@');
  if (more.length > 0 || !/^sha256:[0-9a-f]{64}$/.test(digest)) refuse();
  const tagged = readTagged(base);
  const colon = base.lastIndexOf(':');
  const isTagged = colon !== -1 && colon > base.lastIndexOf('/');
  const { registry, repository } = tagged ?? readRepository(base);
  return { registry, repository, tag: isTagged ? base.slice(colon + 1) : '', digest };
};

const readRepository = (name: string): Pick<ImageReference, 'registry' | 'repository'> => {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isRegistry = slash !== -1 && (first === 'localhost' || /[.:]/.test(first));
  const repository = isRegistry ? name.slice(slash + 1) : name;
  if (!/^[a-z0-9_\-./]{2,255}$/.test(repository)) refuse();
  if (isRegistry && !isAuthority(first)) refuse();
  const registry = !isRegistry || first === 'docker.io' ? dockerHub : first;
  const isOfficial = registry === dockerHub && !repository.includes('/');
  return { registry, repository: isOfficial ? `library/${repository}` : repository };
};

const dockerHub = 'index.docker.io';

/** A host with a port perhaps, as a URL has it. */
const isAuthority = (text: string): boolean => /^(?:\[[0-9a-fA-F:.]+\]|[^\s:[\]@/?#%\\^|<>"{}`]*)(?::\d*)?$/.test(text);
