/** The first clause of a remediation, which reports make a sentence of its own: `Set a memory limit in 3 workloads`. */

/** As far as the first full stop, colon, semicolon or line break; those within a word, such as `a.b` or `http://`, are none. */
export const toFirstClause = (remediation: string): string =>
  (/^.*?(?=[.:;](?:\s|$)|\n\s*\n|$)/s.exec(remediation.trim())?.[0] ?? '').replace(/\s+/g, ' ').trim();

/** True where a clause can stand alone: it says what to do, and to what; nothing is opened in it that is not closed. */
export const isImperative = (clause: string): boolean =>
  clause.length <= longest &&
  verbs.test(clause) &&
  !/^\S+(?: \S+)? (?:it|them|this|that|these|those)\b/i.test(clause) &&
  isClosed(clause);

/** What follows in a line of a report is about as long. */
const longest = 90;

const verbs = new RegExp(
  `^(?:${[
    'Add Aggregate Allow Answer Apply Bind Block Bring Build Call Change Check Choose Copy Correct Create',
    'Delete Deny Disable Disallow Do Drop Enable Encrypt Enforce Ensure Exempt Forbid Give Grant Guard',
    'Install Keep Label Leave Let Limit List Lower Make Mend Mount Move Name Narrow Pass Patch Pin Prevent',
    'Prohibit Protect Pull Put Raise Refer Remove Rename Replace Require Restrict Rewrite Run Schedule Set',
    'Split Store Switch Take Tolerate Turn Upgrade Use Validate Verify Widen Write',
  ]
    .join(' ')
    .replaceAll(' ', '|')}) \\S`,
);

const isClosed = (clause: string): boolean => {
  const open: string[] = [];
  for (const character of clause) {
    const closing = pairs.get(character);
    if (closing !== undefined) open.push(closing);
    else if (')]}”'.includes(character) && open.pop() !== character) return false;
  }
  return open.length === 0 && clause.split('`').length % 2 === 1;
};

const pairs: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['“', '”'],
]);
