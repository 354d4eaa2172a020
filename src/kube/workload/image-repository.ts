/** The repository of an image's name as somebody wrote it, to compare with names that are known. */

/** Without tag and digest. A colon before the last slash belongs to the registry's port. */
export const toRepository = (image: string): string => {
  const name = image.split('@', 1)[0] ?? '';
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return colon < 0 ? name : name.slice(0, colon);
};
