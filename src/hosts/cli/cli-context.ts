/** What the process lends a command: streams, clock, environment, disk. Made once in `main`; tests make their own. */

import type { SourceContext } from '../../sources/source.ts';

export interface CliContext extends SourceContext {
  /** What a person types to run it: `npx vauban` inside a clone. */
  readonly program: string;
  /** The folder relative paths start from. */
  readonly workingFolder: string;
  /** RFC 3339. */
  readonly now: () => string;
  /** Hexadecimal digits, two a byte. */
  readonly random: (bytes: number) => string;
  readonly output: TextSink;
  readonly error: TextSink;
  /** Standard error for a line that is drawn over and over: what is written here a terminal obeys. */
  readonly status: TextSink;
  /** Calls again and again until it is stopped by calling what it gives; keeps no program alive. */
  readonly every: (milliseconds: number, act: () => void) => () => void;
  /** Calls when a person presses Enter, where one sits before a terminal, until it is stopped by calling what it gives. */
  readonly onEnter: (act: () => void) => () => void;
  readonly files: FileWriter;
}

export interface TextSink {
  /** A line can be drawn over. */
  readonly isTerminal: boolean;
  /** Columns of the terminal; 0 where there is none. */
  readonly width: number;
  readonly colour: boolean;
  /** Resolves when the text was taken; a closed pipe ends the program quietly. */
  write(text: string): Promise<void>;
}

export interface FileWriter {
  readText(path: string): Promise<string | undefined>;
  /**
   * Makes the folders it needs and follows links. Writes whole files only: a reader sees the old content or the new, never
   * half; what is no file (a FIFO, a device) is written to as it comes. Throws Node's own error.
   */
  write(path: string, pieces: Iterable<string> | AsyncIterable<string | Uint8Array>): Promise<void>;
}
