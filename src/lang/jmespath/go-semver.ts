/** Versions and ranges of versions as blang/semver reads them, which is what Kyverno compares with. */

export interface Semver {
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly pre: readonly (bigint | string)[];
}

export type SemverRange = (version: Semver) => boolean;

type Reading<Part> = Part | { readonly kind: 'defect'; readonly message: string };

export const zeroVersion: Semver = { numbers: [0n, 0n, 0n], pre: [] };

export const compileSemverRange = (
  source: string,
): Reading<{ readonly kind: 'range'; readonly range: SemverRange }> => {
  const alternatives = splitAlternatives(splitParts(source));
  if (typeof alternatives === 'string') return defect(alternatives);
  const compiled: SemverRange[][] = [];
  for (const parts of alternatives) {
    const tests: SemverRange[] = [];
    for (const part of parts.flatMap(expandWildcard)) {
      const test = compilePart(part);
      if (typeof test === 'string') return defect(test);
      tests.push(test);
    }
    compiled.push(tests);
  }
  return { kind: 'range', range: (version) => compiled.some((tests) => tests.every((test) => test(version))) };
};

export const parseSemver = (text: string): Reading<{ readonly kind: 'version'; readonly version: Semver }> => {
  if (text === '') return defect('Version string empty');
  const [major, minor, ...more] = text.split('.');
  if (major === undefined || minor === undefined || more.length === 0)
    return defect('No Major.Minor.Patch elements found');
  const rest = more.join('.');
  const plus = rest.indexOf('+');
  const build = plus < 0 ? [] : rest.slice(plus + 1).split('.');
  const beforeBuild = plus < 0 ? rest : rest.slice(0, plus);
  const dash = beforeBuild.indexOf('-');
  const written = dash < 0 ? [] : beforeBuild.slice(dash + 1).split('.');
  const patch = dash < 0 ? beforeBuild : beforeBuild.slice(0, dash);
  const problem =
    checkNumber(major, 'major', 'Major') ??
    checkNumber(minor, 'minor', 'Minor') ??
    checkNumber(patch, 'patch', 'Patch') ??
    checkPre(written) ??
    checkBuild(build);
  if (problem !== null) return defect(problem);
  const pre = written.map((part) => (onlyDigits.test(part) ? BigInt(part) : part));
  return { kind: 'version', version: { numbers: [BigInt(major), BigInt(minor), BigInt(patch)], pre } };
};

const defect = (message: string): { readonly kind: 'defect'; readonly message: string } => ({
  kind: 'defect',
  message,
});

const onlyDigits = /^[0-9]+$/;
const onlyWord = /^[0-9A-Za-z-]+$/;

const quote = (text: string): string => JSON.stringify(text);

const checkNumber = (text: string, name: string, title: string): string | null => {
  // An empty number has no wrong characters to Kyverno's library; Go's own reader then refuses it.
  if (text !== '' && !onlyDigits.test(text)) return `Invalid character(s) found in ${name} number ${quote(text)}`;
  if (text.length > 1 && text.startsWith('0')) return `${title} number must not contain leading zeroes ${quote(text)}`;
  return checkUint(text);
};

const checkUint = (text: string): string | null => {
  if (text === '') return 'strconv.ParseUint: parsing "": invalid syntax';
  const isTooLarge = text.length > 20 || BigInt(text) >= 2n ** 64n;
  return isTooLarge ? `strconv.ParseUint: parsing ${quote(text)}: value out of range` : null;
};

const checkPre = (parts: readonly string[]): string | null => {
  for (const part of parts) {
    if (part === '') return 'Prerelease is empty';
    if (onlyDigits.test(part)) {
      if (part.length > 1 && part.startsWith('0')) {
        return `Numeric PreRelease version must not contain leading zeroes ${quote(part)}`;
      }
      const problem = checkUint(part);
      if (problem !== null) return problem;
    } else if (!onlyWord.test(part)) return `Invalid character(s) found in prerelease ${quote(part)}`;
  }
  return null;
};

const checkBuild = (parts: readonly string[]): string | null => {
  for (const part of parts) {
    if (part === '') return 'Build meta data is empty';
    if (!onlyWord.test(part)) return `Invalid character(s) found in build meta data ${quote(part)}`;
  }
  return null;
};

const compareSemvers = (a: Semver, b: Semver): number => {
  for (let index = 0; index < 3; index++) {
    const order = compareBig(a.numbers[index] ?? 0n, b.numbers[index] ?? 0n);
    if (order !== 0) return order;
  }
  if (a.pre.length === 0 || b.pre.length === 0) return Math.sign(b.pre.length - a.pre.length);
  for (let index = 0; index < Math.min(a.pre.length, b.pre.length); index++) {
    const order = comparePre(a.pre[index] ?? '', b.pre[index] ?? '');
    if (order !== 0) return order;
  }
  return Math.sign(a.pre.length - b.pre.length);
};

const comparePre = (a: bigint | string, b: bigint | string): number => {
  if (typeof a === 'bigint') return typeof b === 'bigint' ? compareBig(a, b) : -1;
  if (typeof b === 'bigint') return 1;
  return a < b ? -1 : a > b ? 1 : 0;
};

const compareBig = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** At spaces that stand behind no operator. A single character between two spaces is lost, as in the library. */
const splitParts = (source: string): readonly string[] => {
  const parts: string[] = [];
  let from = 0;
  let last = '';
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character !== ' ') last = character;
    else if (last !== '>' && last !== '<' && last !== '=') {
      if (from < at - 1) parts.push(source.slice(from, at));
      from = at + 1;
    }
  }
  if (from < source.length - 1) parts.push(source.slice(from));
  return parts.map((part) => part.replaceAll(' ', ''));
};

const splitAlternatives = (parts: readonly string[]): readonly (readonly string[])[] | string => {
  const alternatives: (readonly string[])[] = [];
  let from = 0;
  for (const [index, part] of parts.entries()) {
    if (part !== '||') continue;
    if (index === 0) return "First element in range is '||'";
    alternatives.push(parts.slice(from, index));
    from = index + 1;
  }
  if (from === parts.length) return "Last element in range is '||'";
  return [...alternatives, parts.slice(from)];
};

const splitOperator = (part: string): readonly [string, string] | null => {
  const at = part.search(/\p{Nd}/u);
  return at < 0 ? null : [part.slice(0, at).trim(), part.slice(at)];
};

const compilePart = (part: string): SemverRange | string => {
  const split = splitOperator(part);
  if (split === null) return `Could not get version from string: ${quote(part)}`;
  const [operator, text] = split;
  const test = operators.get(operator);
  if (test === undefined) {
    return `Could not parse Range ${quote(part)}: Could not parse comparator ${quote(operator)} in ${quote(operator + text)}`;
  }
  const parsed = parseSemver(text);
  if (parsed.kind === 'defect') {
    return `Could not parse Range ${quote(part)}: Could not parse version ${quote(text)} in ${quote(operator + text)}: ${parsed.message}`;
  }
  return (version) => test(compareSemvers(version, parsed.version));
};

const operators: ReadonlyMap<string, (order: number) => boolean> = new Map<string, (order: number) => boolean>([
  ['', (order) => order === 0],
  ['=', (order) => order === 0],
  ['==', (order) => order === 0],
  ['!', (order) => order !== 0],
  ['!=', (order) => order !== 0],
  ['>', (order) => order > 0],
  ['>=', (order) => order >= 0],
  ['<', (order) => order < 0],
  ['<=', (order) => order <= 0],
]);

/** `1.2.x` and `1.x`, with any operator, as ranges between plain versions. */
const expandWildcard = (part: string): readonly string[] => {
  if (!part.includes('x')) return [part];
  const split = splitOperator(part);
  if (split === null) return [part];
  const [operator, text] = split;
  const levels = text.split('.');
  const level = levels.at(-1) === 'x' ? levels.length : 0;
  const flat = flatten(text);
  const next = level === 3 ? increment(flat, 1) : level === 2 ? increment(flat, 0) : '';
  switch (operator) {
    case '>':
      return [`>=${next}`];
    case '>=':
      return [`>=${flat}`];
    case '<':
      return [`<${flat}`];
    case '<=':
      return [`<${next}`];
    case '':
    case '=':
    case '==':
      return [`>=${flat}`, `<${next}`];
    case '!=':
    case '!':
      return [`<${flat}`, `>=${next}`];
    default:
      return [flat];
  }
};

const flatten = (text: string): string => {
  const flat = text.replace('.x.x', '.x').replace('.x', '.0');
  return flat.split('.').length === 2 ? `${flat}.0` : flat;
};

const increment = (text: string, index: 0 | 1): string => {
  const parts = text.split('.');
  const part = parts[index] ?? '';
  if (!/^[+-]?[0-9]{1,18}$/.test(part)) return '';
  parts[index] = String(BigInt(part.replace('+', '')) + 1n);
  return parts.join('.');
};
