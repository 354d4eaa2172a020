/** A day as people write it in files. */

/** `YYYY-MM-DD` of a text that is such a day or an RFC 3339 time; `undefined` for anything else, 30 February included. */
export const parseDay = (text: string): string | undefined => {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[Tt ]\d{2}:\d{2}\S*)?$/.exec(text.trim());
  const day = match?.[1];
  if (day === undefined) return undefined;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
};
