/** How many walls stood before one thing that matters when somebody looked. */

export interface DepthRecord {
  /** The id of a place. */
  readonly place: string;
  readonly title: string;
  /** `null`: no known path. */
  readonly depth: number | null;
  readonly proven: number | null;
}
