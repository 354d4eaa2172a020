/** The anchors of pattern keys: `(image)`, `=(image)`, `X(image)` and their like say how the value is to be taken. */

export type AnchorKind =
  /** `(key)`: where it does not match, the pattern does not apply here. */
  | 'condition'
  /** `<(key)`: where it does not match, the whole pattern does not apply. */
  | 'global'
  /** `X(key)`: must not be there. */
  | 'negation'
  /** `+(key)`: of overlays, set only where it is missing. */
  | 'addition'
  /** `=(key)`: where it is there, it must match. */
  | 'equality'
  /** `^(key)`: a list with at least one item that matches. */
  | 'existence';

export interface Anchor {
  readonly kind: AnchorKind;
  /** What stands between the parentheses. */
  readonly key: string;
}

/** The anchor a key is written as, with space around it allowed; `null` for a plain key. */
export const parseAnchor = (key: string): Anchor | null => {
  const text = key.trim();
  if (!text.endsWith(')')) return null;
  const open = text.indexOf('(');
  if (open < 0 || open > 1 || open + 2 >= text.length) return null;
  const kind = open === 0 ? 'condition' : kinds.get(text.charAt(0));
  if (kind === undefined) return null;
  const inner = text.slice(open + 1, -1);
  // Kyverno's expression for anchors has `.`, which takes no line break.
  return inner.includes('\n') ? null : { kind, key: inner };
};

/** How an anchor is written. */
export const renderAnchor = ({ kind, key }: Anchor): string => `${modifiers[kind]}(${key})`;

const modifiers: Readonly<Record<AnchorKind, string>> = {
  condition: '',
  global: '<',
  negation: 'X',
  addition: '+',
  equality: '=',
  existence: '^',
};

const kinds: ReadonlyMap<string, AnchorKind> = new Map<string, AnchorKind>([
  ['<', 'global'],
  ['X', 'negation'],
  ['+', 'addition'],
  ['=', 'equality'],
  ['^', 'existence'],
]);
