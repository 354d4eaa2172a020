/** What Go's regexp says of a pattern it refuses. Thrown while reading, a value outside. */

export class RegexDefect {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** `code` is Go's, `part` what it points at. */
export const refuse = (code: string, part: string): never => {
  throw new RegexDefect(`error parsing regexp: ${code}: \`${part}\``);
};
