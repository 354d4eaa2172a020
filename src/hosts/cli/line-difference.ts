/** What an edit does to a text, as lines that go and lines that come: what `--dry-run` prints. */

/** `- ` and `+ ` before each line that only one of the texts has, in their order; as few as there can be. */
export const diffLines = (before: string, after: string): readonly string[] =>
  toSteps(before, after).flatMap(({ sign, line }) => (sign === ' ' ? [] : [`${sign} ${line}`]));

/** The same for YAML, where a changed line is told with the keys that it stands below: each of them once. */
export const diffInPlace = (before: string, after: string): readonly string[] => {
  const told: string[] = [];
  /** The keys and items that the line at hand stands below, outermost first. */
  let above: { readonly step: Step; isTold: boolean }[] = [];
  for (const step of toSteps(before, after)) {
    above = above.filter((one) => standsBelow(step.line, one.step.line));
    const here = { step, isTold: step.sign !== ' ' };
    if (here.isTold) {
      for (const one of above.filter(({ isTold }) => !isTold)) {
        told.push(`  ${one.step.line}`);
        one.isTold = true;
      }
      told.push(`${step.sign} ${step.line}`);
    }
    above.push(here);
  }
  return told;
};

/** An item of a list stands below its key, which is no further out. */
const standsBelow = (line: string, upper: string): boolean => {
  const difference = indentOf(line) - indentOf(upper);
  return (
    difference > 0 || (difference === 0 && line.trimStart().startsWith('- ') && !upper.trimStart().startsWith('- '))
  );
};

const toSteps = (before: string, after: string): readonly Step[] => {
  const old = before.split('\n');
  const fresh = after.split('\n');
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let tail = 0;
  const most = Math.min(old.length, fresh.length) - start;
  while (tail < most && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail += 1;
  return slideGroups([
    ...old.slice(0, start).map(toKept),
    ...diffMiddle(old.slice(start, old.length - tail), fresh.slice(start, fresh.length - tail)),
    ...old.slice(old.length - tail).map(toKept),
  ]);
};

interface Step {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

const toKept = (line: string): Step => ({ sign: ' ', line });
const toGone = (line: string): Step => ({ sign: '-', line });
const toCome = (line: string): Step => ({ sign: '+', line });

/** Past this many pairs of lines (a table of 16 MB) the changed middle is shown as gone and come as a whole. */
const mostPairs = 4_000_000;

const diffMiddle = (old: readonly string[], fresh: readonly string[]): readonly Step[] => {
  if (old.length * fresh.length > mostPairs) return [...old.map(toGone), ...fresh.map(toCome)];
  const longest = toLongestCommon(old, fresh);
  const width = fresh.length + 1;
  const steps: Step[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < fresh.length) {
    const [gone, come] = [old[row], fresh[column]];
    if (gone !== undefined && gone === come) {
      steps.push(toKept(gone));
      row += 1;
      column += 1;
    } else if (
      come === undefined ||
      (gone !== undefined && (longest[(row + 1) * width + column] ?? 0) >= (longest[row * width + column + 1] ?? 0))
    ) {
      steps.push(toGone(gone ?? ''));
      row += 1;
    } else {
      steps.push(toCome(come));
      column += 1;
    }
  }
  return steps;
};

/** At `row * (fresh + 1) + column`: how many lines the rests of both texts from there on have in common, in order. */
const toLongestCommon = (old: readonly string[], fresh: readonly string[]): Uint32Array => {
  const width = fresh.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = fresh.length - 1; column >= 0; column -= 1) {
      const here = row * width + column;
      const skipped = Math.max(longest[here + width] ?? 0, longest[here + 1] ?? 0);
      longest[here] = old[row] === fresh[column] ? (longest[here + width + 1] ?? 0) + 1 : skipped;
    }
  }
  return longest;
};

/**
 * Where entries have lines in common, several runs of lines say the same change: `b, - a` and `- a, b`. The one that
 * begins farthest to the left is the entry as people see it.
 */
const slideGroups = (steps: readonly Step[]): readonly Step[] => {
  const slid = [...steps];
  for (let start = 0; start < slid.length;) {
    const { sign } = slid[start] ?? toKept('');
    let end = start + 1;
    while (end < slid.length && slid[end]?.sign === sign) end += 1;
    if (sign !== ' ') end = slide(slid, start, end);
    start = end;
  }
  return slid;
};

/** Moves one group in place and gives its end. */
const slide = (steps: Step[], start: number, end: number): number => {
  const length = end - start;
  const lineAt = (index: number): string => steps[index]?.line ?? '';
  const isKept = (index: number): boolean => steps[index]?.sign === ' ';
  let first = start;
  while (isKept(first - 1) && lineAt(first - 1) === lineAt(first - 1 + length)) first -= 1;
  let last = start;
  while (isKept(last + length) && lineAt(last) === lineAt(last + length)) last += 1;
  let best = start;
  for (let place = first; place <= last; place += 1) {
    if (indentOf(lineAt(place)) < indentOf(lineAt(best))) best = place;
  }
  const { sign } = steps[start] ?? toKept('');
  // The lines stay as they are: that is what makes the places equal.
  for (let index = Math.min(start, best); index < Math.max(start, best) + length; index += 1) {
    const isIn = index >= best && index < best + length;
    steps[index] = { sign: isIn ? sign : ' ', line: lineAt(index) };
  }
  return best + length;
};

const indentOf = (line: string): number => (line.trim() === '' ? Number.POSITIVE_INFINITY : line.search(/\S/));
