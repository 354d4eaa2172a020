/** The namespace an object is in: `default` where its manifest names none. */

export const toNamespaceName = (namespace: string | null): string =>
  namespace === null || namespace === '' ? 'default' : namespace;
