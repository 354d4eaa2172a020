/** Holds the schedule of a policy to cron's syntax: five fields, or a word such as `@daily`. */

/** What is wrong with it; `undefined` where nothing is. */
export const checkSchedule = (schedule: string): string | undefined => {
  if (schedule === '') return 'a schedule is needed, such as "0 * * * *"';
  if (schedule.length > longest) return `a schedule has at most ${longest} characters`;
  if (schedule.startsWith('@')) return checkWord(schedule);
  const written = schedule.trim().split(/\s+/);
  if (written.length !== fields.length) {
    return `a schedule has five fields (minute, hour, day of month, month, day of week), and this has ${written.length}`;
  }
  for (const [index, field] of fields.entries()) {
    const wrong = (written[index] ?? '')
      .split(',')
      .filter((range) => range !== '')
      .map((range) => checkRange(range, field))
      .find((each) => each !== undefined);
    if (wrong !== undefined) return `${field.name}: ${wrong}`;
  }
  return undefined;
};

/** A text of five fields is far shorter. */
const longest = 500;

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const fields: readonly Field[] = [
  { name: 'minute', least: 0, most: 59, names: [] },
  { name: 'hour', least: 0, most: 23, names: [] },
  { name: 'day of month', least: 1, most: 31, names: [] },
  { name: 'month', least: 1, most: 12, names: months },
  { name: 'day of week', least: 0, most: 6, names: days },
];

/** `*`, `5`, `1-5`, each with a step: what starts at a number alone then goes on to the end. */
const checkRange = (written: string, { least, most, names }: Field): string | undefined => {
  const [range = '', step, ...moreSteps] = written.split('/');
  const [low = '', high, ...moreEnds] = range.split('-');
  if (moreSteps.length > 0) return `${written} has more than one step`;
  if (moreEnds.length > 0) return `${written} has more than two ends`;
  if (step !== undefined && (toNumber(step) ?? 0) === 0) return `the step of ${written} is no number above zero`;
  if (low === '*' || low === '?') return undefined;
  const toValue = (text: string): number | undefined => {
    const index = names.indexOf(text.toLowerCase());
    return index < 0 ? toNumber(text) : index + least;
  };
  const start = toValue(low);
  const end = high === undefined ? (step === undefined ? start : most) : toValue(high);
  if (start === undefined || end === undefined) return `${written} is no number${names.length > 0 ? ' or name' : ''}`;
  if (start < least || end > most) return `${written} is not within ${least} and ${most}`;
  return start > end ? `${written} ends before it begins` : undefined;
};

const toNumber = (text: string): number | undefined => (/^\+?\d{1,9}$/.test(text) ? Number(text) : undefined);

const words: ReadonlySet<string> = new Set([
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
]);

/** As Go writes durations. */
const duration = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

const checkWord = (schedule: string): string | undefined => {
  if (words.has(schedule)) return undefined;
  if (!schedule.startsWith('@every '))
    return `${schedule} is none of ${[...words].join(', ')} and @every with a duration`;
  return duration.test(schedule.slice('@every '.length)) ? undefined : `${schedule} has no duration such as 1h30m`;
};
