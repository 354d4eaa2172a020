/** Whether an image is asked for by the tag `latest`, spelt out or not: such an image is always pulled. */

/** A name the reference grammar refuses has no tag, so that it is not pulled always. */
export const isLatest = (image: string): boolean => {
  const match = reference.exec(image);
  if (match === null) return false;
  const [, name = '', tag, digest] = match;
  // 64 hexadecimal digits are an identifier and no name.
  if (name.length > 255 || /^[a-f0-9]{64}$/.test(image)) return false;
  return tag === undefined ? digest === undefined : tag === 'latest';
};

/** The grammar of github.com/distribution/reference: domain, path, tag, digest. */
const reference =
  /^((?:(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[(?:[a-fA-F0-9:]+)\])(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(\w[\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$/;
