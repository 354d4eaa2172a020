/** Finds `(( expression ))` in a text; `\((` stands for two parentheses. */

export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly source: string };

export type Scanned =
  | { readonly kind: 'segments'; readonly segments: readonly Segment[] }
  | { readonly kind: 'defect'; readonly message: string };

/** Parentheses within an expression are counted, and those in its texts are not. */
export const scanPlaceholders = (text: string): Scanned => {
  const segments: Segment[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('\\((', at)) {
      plain += '((';
      at += 3;
    } else if (text.startsWith('((', at)) {
      const found = scanExpression(text, at);
      if (found.kind === 'defect') return found;
      if (plain !== '') segments.push({ kind: 'text', text: plain });
      plain = '';
      segments.push({ kind: 'expression', source: found.source });
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain !== '') segments.push({ kind: 'text', text: plain });
  return { kind: 'segments', segments };
};

export const hasPlaceholder = (text: string): boolean => text.replaceAll('\\((', '').includes('((');

type Found =
  | { readonly kind: 'expression'; readonly source: string; readonly end: number }
  | { readonly kind: 'defect'; readonly message: string };

const scanExpression = (text: string, start: number): Found => {
  const refuse = (message: string): Found => ({ kind: 'defect', message: `${message} at offset ${start}` });
  let depth = 0;
  let quote = '';
  for (let at = start + 2; at < text.length; at += 1) {
    const char = text[at];
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '(') depth += 1;
    else if (char === ')') {
      if (depth > 0) depth -= 1;
      else if (text[at + 1] !== ')') return refuse('unbalanced parenthesis in the placeholder');
      else {
        const source = text.slice(start + 2, at).trim();
        return source === '' ? refuse('empty placeholder') : { kind: 'expression', source, end: at + 2 };
      }
    }
  }
  return refuse(quote === '' ? 'unterminated placeholder' : 'unterminated text in the placeholder');
};
