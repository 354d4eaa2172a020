/** The commands of a shell script, a line each: continued lines in one, comments left out. */

export interface ShellCommand {
  readonly text: string;
  /** As its first line is written. */
  readonly first: string;
  /** Why its failure is lost: `|| true`; the empty text where it ends the script. */
  readonly ignored: string;
}

/** A line of more than this no person wrote; what stands behind is not looked at. */
const longest = 20_000;
const mostLookedFor = 200;

export const readCommands = (script: string, losesPipes: boolean): readonly ShellCommand[] => {
  const commands: ShellCommand[] = [];
  let isLoose = false;
  let isStrict = !losesPipes;
  const lines = script.split('\n');
  for (let number = 0; number < lines.length; number += 1) {
    let text = lines[number] ?? '';
    const first = text.replace(/\\$/, '').trim().slice(0, mostLookedFor);
    while (text.endsWith('\\') && number + 1 < lines.length && text.length < longest) {
      number += 1;
      text = `${text.slice(0, -1)} ${(lines[number] ?? '').trim()}`;
    }
    text = text
      .slice(0, longest)
      .replace(/(?:^|\s)#.*$/, '')
      .trim();
    if (text === '') continue;
    if (/^set\s+(?:\S+\s+)*\+\w*e/.test(text)) isLoose = true;
    if (/^set\s+(?:\S+\s+)*-\w*e/.test(text)) isLoose = false;
    if (text.includes('pipefail')) isStrict = true;
    commands.push({ text, first, ignored: isLoose ? 'set +e' : toIgnored(text, isStrict) });
  }
  return commands;
};

const toIgnored = (text: string, isStrict: boolean): string => {
  const [, kept] = /\|\|\s*(true\b|:|exit 0|echo\b|\/bin\/true)/.exec(text) ?? [];
  if (kept !== undefined) return `|| ${kept}`;
  return !isStrict && /[^|]\|[^|]/.test(text) ? 'a pipe without pipefail' : '';
};
