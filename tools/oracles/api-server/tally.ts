/** What was compared and how it came out. */

export interface Tally {
  readonly part: string;
  readonly compared: number;
  readonly agreed: number;
  /** Each as text to paste: the policy, the object, both answers. */
  readonly differences: readonly string[];
  /** What differs and is known to, by name, with the reason. */
  readonly listed: readonly string[];
  /** What could not be compared, and how much else there is to say. */
  readonly notes: readonly string[];
}

export const renderTally = ({ part, compared, agreed, differences, listed, notes }: Tally): string =>
  [
    ...differences.map((text) => `--- ${part} differs\n${text}`),
    ...listed.map((text) => `${part}, listed: ${text}`),
    ...notes.map((text) => `${part}: ${text}`),
    `${part}: ${compared} compared, ${agreed} agreed, ${differences.length} differed, ${listed.length} listed by name`,
  ].join('\n');
