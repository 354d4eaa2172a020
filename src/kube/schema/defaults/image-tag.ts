/** Whether an image is asked for by the tag `latest`, spelt out or not: such an image is always pulled. */

/** A name that the grammar of references refuses has no tag, so that it is not pulled always. */
export const isLatest = (image: string): boolean => {
  const at = image.indexOf('@');
  const tagged = at < 0 ? image : image.slice(0, at);
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  const tag = colon < 0 ? null : tagged.slice(colon + 1);
  if (tag === null ? at >= 0 : tag !== 'latest') return false;
  if (at >= 0 && !digest.test(image.slice(at + 1))) return false;
  const repository = colon < 0 ? tagged : tagged.slice(0, colon);
  // 64 hexadecimal digits are an identifier and no name.
  return isShort(repository) && name.test(repository) && !/^[a-f0-9]{64}$/.test(image);
};

/**
 * The grammar's bound on the path, which is of `library` where a name alone is given. What no domain is as long as keeps
 * the expression below, which may try each end of a domain's parts, from running long.
 */
const isShort = (repository: string): boolean => {
  if (repository.length > 512) return false;
  const slash = repository.indexOf('/');
  const first = repository.slice(0, Math.max(slash, 0));
  const isDomain = /[.:A-Z]/.test(first) || first === 'localhost';
  const path = slash < 0 ? `library/${repository}` : isDomain ? repository.slice(slash + 1) : repository;
  return path.length <= 255;
};

/** Domain and path as in github.com/distribution/reference. */
const name =
  /^(?:(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;

const digest = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
