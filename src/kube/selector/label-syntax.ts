/** What the API server takes as the key and as the value of a label. */

const name = /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

const longestName = 63;
const longestPrefix = 253;

/** What is wrong with a key, `[PREFIX/]NAME`; `undefined` where nothing is. */
export const keyDefect = (key: string): string | undefined => {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const rest = key.slice(slash + 1);
  if (prefix !== undefined && (prefix.length === 0 || prefix.length > longestPrefix || !subdomain.test(prefix))) {
    return `${JSON.stringify(key)} is no key of a label: what stands before the slash is a DNS name in lower case`;
  }
  if (rest.length === 0 || rest.length > longestName || !name.test(rest)) {
    return `${JSON.stringify(key)} is no key of a label: its name has 1 to ${longestName} letters, digits, - _ or . and begins and ends with a letter or digit`;
  }
  return undefined;
};

export const valueDefect = (value: string): string | undefined =>
  value === '' || (value.length <= longestName && name.test(value))
    ? undefined
    : `${JSON.stringify(value)} is no value of a label: it has at most ${longestName} letters, digits, - _ or . and begins and ends with a letter or digit`;
