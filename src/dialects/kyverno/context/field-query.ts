/** The query that `@` stands for: the field of the object that stands where the text with the variable does. */

/** `path` leads to the text inside the whole that is substituted. What leads to the overlay is not of the object. */
export const fieldQuery = (path: readonly string[], prefix: readonly string[]): string => {
  const inside = path.slice(path.indexOf('foreach') + 1);
  const fields = inside.length > 2 ? inside.slice(2) : [];
  let query = '';
  for (const field of [...prefix, ...fields]) {
    if (field === '') continue;
    if (/^\+?\d+$/.test(field)) query += `[${field}]`;
    else query += `${query === '' ? '' : '.'}${plainName.test(field) ? field : quote(field)}`;
  }
  return query;
};

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

const quote = (field: string): string => JSON.stringify(field).replaceAll('/', '\\/');
