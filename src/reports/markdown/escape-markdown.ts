/** Escapes text for GitHub's Markdown, so that a manifest can neither shape a comment nor ping anybody. */

import { toPlainText } from '../plain-text.ts';

/**
 * Every character that could begin markup becomes an entity, which also keeps `|` inside its table cell. An entity
 * does not stop GitHub from linking `@name`, `#12` and addresses, since those are found in the rendered text: an
 * empty comment between does.
 */
export const escapeMarkdown = (text: string): string =>
  toPlainText(text)
    .replace(special, (character) => (character === '' ? '<!-- -->' : `&#${character.charCodeAt(0)};`))
    .replace(/^(?:[-+=]|\d+[.)])/, (start) => `<!-- -->${start}`);

/** Characters of markup, and the empty places inside what GitHub would link. */
const special =
  /[&<>|`*_[\]~\\!{}$]|(?<=[@#])(?=[A-Za-z0-9])|(?<=:)(?=\/\/)|(?<=\bwww)(?=\.)|(?<=\bgh)(?=-\d)|(?<=^)(?=#)/gi;

/** A name in code type. `<code>` and not backticks: those can hold neither a backtick nor, in a table, a bar. */
export const toCode = (text: string): string => `<code>${escapeMarkdown(text)}</code>`;
