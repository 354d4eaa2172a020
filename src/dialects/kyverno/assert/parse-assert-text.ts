/** What a key or a text of an assertion tree says: `~name.(expression) -> binding`, `\literally\`. */

export interface AssertText {
  /** Each element of what is found is asserted on its own. */
  readonly isForeach: boolean;
  /** What `$NAME` of the element's index or key is called; the empty text for none. */
  readonly foreachName: string;
  /** What `$NAME` of the value found is called; the empty text for none. */
  readonly binding: string;
  /** An expression of this language, `jp` or `cel`; `null` for a plain text. */
  readonly language: string | null;
  readonly statement: string;
}

export const parseAssertText = (text: string): AssertText => {
  const foreach = /^~(\w+)?\.(.*)$/s.exec(text);
  const afterForeach = foreach === null ? text : (foreach[2] ?? '');
  const bound = splitBinding(afterForeach);
  const found = readStatement(bound.statement);
  return { isForeach: foreach !== null, foreachName: foreach?.[1] ?? '', binding: bound.binding, ...found };
};

/** Behind the last arrow, where a word and nothing more stands there. */
const splitBinding = (text: string): { readonly statement: string; readonly binding: string } => {
  const arrow = text.lastIndexOf('->');
  const binding = /^\s*(\w+)$/.exec(arrow < 0 ? '' : text.slice(arrow + 2))?.[1] ?? '';
  return binding === '' ? { statement: text, binding } : { statement: text.slice(0, arrow).trimEnd(), binding };
};

const readStatement = (text: string): { readonly statement: string; readonly language: string | null } => {
  if (/^\\.+\\$/s.test(text)) return { statement: text.slice(1, -1), language: null };
  const expression = /^\((?:(\w+);)?(.+)\)$/s.exec(text);
  if (expression === null) return { statement: text, language: null };
  return { statement: expression[2] ?? '', language: expression[1] ?? 'jp' };
};
