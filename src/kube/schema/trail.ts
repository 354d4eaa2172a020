/** Where a reader is within an object, and what it met there that the server has no field for. */

import { type FieldPath, renderFieldPath } from '../../model/field-path.ts';

/** Why the API server would not take an object; thrown while it is read, a value outside. It has no stack: it is ordinary. */
export class Refusal {
  readonly path: FieldPath;
  readonly message: string;
  constructor(path: FieldPath, message: string) {
    this.path = path;
    this.message = message;
  }
}

/** Written in place of a path at every step: the way down is only put together where something is wrong. */
export class Trail {
  readonly unknownFields: string[] = [];
  readonly #segments: (string | number)[] = [];
  #depth = 0;

  enter(segment: string | number): void {
    this.#segments[this.#depth] = segment;
    this.#depth += 1;
  }

  leave(): void {
    this.#depth -= 1;
  }

  noteUnknown(field: string): void {
    this.unknownFields.push(renderFieldPath([...this.#segments.slice(0, this.#depth), field]));
  }

  refuse(message: string): never {
    // eslint-disable-next-line no-throw-literal -- taken up by the reader that made this trail
    throw new Refusal(this.#segments.slice(0, this.#depth), message);
  }
}
