/** Escapes text for XML 1.0, as content or in a quoted attribute. */

/**
 * XML 1.0, section 2.2, has no way at all to write most control characters: callers make them visible first
 * (`toPlainText`), and what is left becomes the replacement character, so that the document always parses.
 */
export const escapeXml = (text: string): string =>
  text.replace(special, (character) => entities[character] ?? '\ufffd');

const special =
  // eslint-disable-next-line no-control-regex
  /[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
