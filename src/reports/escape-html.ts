/** Escapes text for HTML, as content or in a quoted attribute. */

import { toPlainText } from './plain-text.ts';

export const escapeHtml = (text: string): string =>
  toPlainText(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Text whose line breaks stay: a patch. */
export const escapeHtmlLines = (text: string): string => text.split('\n').map(escapeHtml).join('\n');

/** A link for an address of the web, plain text for anything else: `javascript:` is no reference. */
export const toLink = (address: string): string =>
  /^https?:\/\/[^\s]+$/.test(address)
    ? `<a href="${escapeHtml(address)}" rel="noreferrer noopener">${escapeHtml(address)}</a>`
    : escapeHtml(address);
