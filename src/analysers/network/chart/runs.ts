/** Hubs over runs of targets: what many sources reach alike is said once, so that steps grow with what was read and not with pairs. */

/** Of items in one order, those from `first` to `last`, as few aligned blocks of powers of two as cover exactly these. */
export const toBlocks = (first: number, last: number): readonly (readonly [level: number, number: number])[] => {
  const blocks: (readonly [number, number])[] = [];
  let left = first;
  let right = last + 1;
  for (let level = 0; left < right; level += 1) {
    if (left % 2 === 1) blocks.push([level, left++]);
    if (right % 2 === 1) blocks.push([level, --right]);
    left /= 2;
    right /= 2;
  }
  return blocks;
};

/** Numbers in order, as the runs in which each is the one before and one; a run ends where `isBorder` says so of its last. */
export const toRuns = (
  numbers: Int32Array,
  isBorder: (number: number) => boolean,
): readonly (readonly [first: number, last: number])[] => {
  const runs: (readonly [number, number])[] = [];
  let first = 0;
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0;
    if (numbers[at + 1] === number + 1 && !isBorder(number)) continue;
    runs.push([numbers[first] ?? 0, number]);
    first = at + 1;
  }
  return runs;
};
