/** Go's layouts of times (`2006-01-02T15:04:05Z07:00`), cut into their parts. */

export interface LayoutPart {
  /** What stands before the part, as written. */
  readonly prefix: string;
  /** `null` at the end. */
  readonly element: LayoutElement | null;
  /** The element as written. */
  readonly written: string;
}

export type LayoutElement =
  | 'long-year'
  | 'year'
  | 'long-month'
  | 'month'
  | 'number-month'
  | 'zero-month'
  | 'long-weekday'
  | 'weekday'
  | 'day'
  | 'under-day'
  | 'zero-day'
  | 'under-year-day'
  | 'zero-year-day'
  | 'hour'
  | 'hour12'
  | 'zero-hour12'
  | 'minute'
  | 'zero-minute'
  | 'second'
  | 'zero-second'
  | 'PM'
  | 'pm'
  | 'zone-name'
  | 'zone'
  | 'fraction'
  | 'optional-fraction';

export const readLayout = (layout: string): readonly LayoutPart[] => {
  const parts: LayoutPart[] = [];
  let prefixStart = 0;
  for (let at = 0; at < layout.length;) {
    const found = elementAt(layout, at);
    if (found === null) {
      at++;
      continue;
    }
    const [element, written] = found;
    parts.push({ prefix: layout.slice(prefixStart, at), element, written });
    at += written.length;
    prefixStart = at;
  }
  parts.push({ prefix: layout.slice(prefixStart), element: null, written: '' });
  return parts;
};

type Found = readonly [LayoutElement, string];

const elementAt = (layout: string, at: number): Found | null => {
  const fixed = elements.find(([, written]) => layout.startsWith(written, at));
  if (fixed !== undefined) {
    const [element, written] = fixed;
    // `Jan` and `Mon` are no elements where a word goes on: `Janet`.
    const next = layout.charAt(at + 3);
    if ((written !== 'Jan' && written !== 'Mon') || !(next >= 'a' && next <= 'z')) return [element, written];
    return null;
  }
  return fractionAt(layout, at);
};

/** In this order: the longer before what they begin with. `_2006` is an underscore and a year. */
const elements: readonly Found[] = [
  ['long-month', 'January'],
  ['month', 'Jan'],
  ['long-weekday', 'Monday'],
  ['weekday', 'Mon'],
  ['zone-name', 'MST'],
  ['zero-month', '01'],
  ['zero-day', '02'],
  ['zero-hour12', '03'],
  ['zero-minute', '04'],
  ['zero-second', '05'],
  ['year', '06'],
  ['zero-year-day', '002'],
  ['hour', '15'],
  ['number-month', '1'],
  ['long-year', '2006'],
  ['day', '2'],
  ['under-year-day', '__2'],
  ['hour12', '3'],
  ['minute', '4'],
  ['second', '5'],
  ['PM', 'PM'],
  ['pm', 'pm'],
  ['zone', '-070000'],
  ['zone', '-07:00:00'],
  ['zone', '-0700'],
  ['zone', '-07:00'],
  ['zone', '-07'],
  ['zone', 'Z070000'],
  ['zone', 'Z07:00:00'],
  ['zone', 'Z0700'],
  ['zone', 'Z07:00'],
  ['zone', 'Z07'],
];

const fractionAt = (layout: string, at: number): Found | null => {
  const character = layout.charAt(at);
  if (character === '_') {
    return layout.charAt(at + 1) === '2' && !layout.startsWith('2006', at + 1) ? ['under-day', '_2'] : null;
  }
  if (character !== '.' && character !== ',') return null;
  const digit = layout.charAt(at + 1);
  if (digit !== '0' && digit !== '9') return null;
  let end = at + 1;
  while (layout.charAt(end) === digit) end++;
  // Digits that go on are no fraction of a second.
  if (/[0-9]/.test(layout.charAt(end))) return null;
  return [digit === '9' ? 'optional-fraction' : 'fraction', layout.slice(at, end)];
};
