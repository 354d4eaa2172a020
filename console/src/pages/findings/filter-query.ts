/** The part of the URL that narrows findings, as the API takes it. */

export const filterNames = [
  'severity',
  'group',
  'status',
  'namespace',
  'kind',
  'rule',
  'fix',
  'about',
  'text',
  'seen',
  'since',
] as const;

/** `severity=high&namespace=shop`; in the order of the names, so that one filter is one text. */
export const toFilterQuery = (query: URLSearchParams): string => {
  const filter = new URLSearchParams();
  for (const name of filterNames) for (const value of query.getAll(name)) filter.append(name, value);
  return filter.toString();
};
