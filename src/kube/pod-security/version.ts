/** Versions of the Pod Security Standards: `latest` or `v1.x`, read as the API server reads them. */

export type Version = 'latest' | `v1.${number}`;

/** The newest minor version whose wording is known here. */
export const newestMinor = 37;

/** No leading zeros, no patch: the API server's own pattern. */
const pattern = /^v1\.([0-9]|[1-9][0-9]*)$/;

/** The API server keeps the minor version in a 64-bit integer and refuses what does not fit. */
const mostMinor = 2n ** 63n - 1n;

export const isVersion = (text: string): text is Version => parseVersion(text) !== undefined;

/** The version a text names, or `undefined` where the API server would call it invalid. */
export const parseVersion = (text: string): Version | undefined => {
  if (text === 'latest') return text;
  const minor = pattern.exec(text)?.[1];
  return minor === undefined || BigInt(minor) > mostMinor ? undefined : (text as Version);
};

/**
 * The minor version whose wording is judged by. A version newer than every known one behaves as the newest, as in
 * the API server: what a later release adds is judged by a later Vauban.
 */
export const toMinor = (version: Version): number =>
  version === 'latest' ? newestMinor : Math.min(newestMinor, Number(version.slice('v1.'.length)));

/** Every version with a wording of its own, oldest first. */
export const versions: readonly Version[] = [
  ...Array.from({ length: newestMinor + 1 }, (_, minor): Version => `v1.${minor}`),
  'latest',
];
